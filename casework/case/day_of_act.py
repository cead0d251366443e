"""Which acts mostly happen on the day on which they are recorded, so that a form proposes today. Pure."""

from __future__ import annotations

from casework.case.actions import Action
from casework.case.casework_acts import BAND_TOLD

_AS_THEY_COME = frozenset(
    {
        "advice_received",
        "advice_partial",
        "advice_sufficient",
        "representations_received",
        "setting_responded",
        "withdrawn",
        "exception_claimed",
        "reasons_given",
        "tailored_list_sent",
        BAND_TOLD,
        "tailored_list_declined",
        "family_meeting_asked",
        "review_meeting_arranged",
        "review_invitations_sent",
        "review_papers_sent",
        "appeal_response_sent",
        "recommendation_answered",
        "recommendation_copied",
    }
)
"""The acts that are recorded as they are done, or as a paper comes in."""


def is_mostly_today(action: Action) -> bool:
    """Whether to propose today as the date of an act.

    An act that tells a person or sends a paper happens when it is recorded. Today is not proposed for what happens
    elsewhere, such as a meeting, a move or an order, nor for what starts a limit of the authority, such as a request
    for mediation: a person must look up that date.
    """
    return action.tells or action.paper is not None or action.name in _AS_THEY_COME
