"""The acts that a mediation reports to its case: its arrangements and its outcome."""

from __future__ import annotations

from casework.case.actions import Action, Field
from casework.case.stages import DECIDED, OPEN
from casework.case.statutory_acts import AGREED, ISSUES

NOT_HELD_WHY = (
    "family_unavailable",
    "authority_unavailable",
    "mediator_unavailable",
    "health_unavailable",
    "other",
)
MEDIATION_ENDS = ("family_withdrew", "settled_without", "case_ended", "lapsed", "other")
"""Why a mediation can end before its certificate."""
MEDIATION_WAITS = (
    "none_listed",
    "no_mediator",
    "no_session",
    "agreement_missing",
    "agreement_late",
    "certificate_late",
    "health_body_late",
    "health_mediation_late",
)
MEDIATION_OUTCOMES = ("agreed", "partly", "none")
"""The outcome of a mediation: agreement on every issue, on some of them, or on none."""
_MEDIATION = Field("mediation", "id", True, asks="The mediation")
_MEDIATOR = Field("mediator", "id", asks="The mediator's id")

TELLS: tuple[Action, ...] = (
    Action("mediator_invited", "Record that a mediator was invited", "a mediator was invited", DECIDED, fields=(_MEDIATION, _MEDIATOR)),
    Action("mediator_accepted", "Record that the mediator accepted", "the mediator accepted", DECIDED, fields=(_MEDIATION, _MEDIATOR)),
    Action("mediator_declined", "Record that the mediator declined", "the mediator declined", DECIDED, fields=(_MEDIATION, _MEDIATOR)),
    Action("mediator_stood_down", "Record that the invitation was withdrawn", "the mediator's invitation was withdrawn", DECIDED, fields=(_MEDIATION, _MEDIATOR)),
    Action("mediator_proposed_dates", "Record the dates that the mediator offers", "the mediator proposed dates", DECIDED, fields=(_MEDIATION, Field("dates", "ids", asks="The dates"))),
    Action(
        "mediation_outcome", "Record the outcome of the mediation", "the outcome of the mediation was recorded", OPEN,
        fields=(
            _MEDIATION,
            Field("outcome", "code", choices=MEDIATION_OUTCOMES, asks="The outcome"),
            Field("agreed_on", "code", choices=ISSUES, asks="The issues on which there is agreement", several=True),
        ),
    ),
    Action(
        "decision_maker_named", "Record who decides for the authority at mediation", "the authority named who decides for it at mediation", DECIDED,
        fields=(
            _MEDIATION,
            Field("person", "id", asks="The person who decides"),
            Field("may_settle", "flag", asks="Whether they may agree a settlement at the session"),
        ),
    ),
    Action(
        "mediation_session_confirmed", "Record the date of the mediation", "the date of the mediation was confirmed", DECIDED,
        fields=(_MEDIATION, Field("session_on", "date", asks="The date of the session")),
    ),
    Action(
        "mediation_session_not_held", "Record that the session was not held", "the session of the mediation was not held", DECIDED,
        fields=(_MEDIATION, Field("why", "code", choices=NOT_HELD_WHY, asks="Why")),
    ),
    Action(
        "mediation_time_agreed", "Record another time agreed in writing", "another time was agreed in writing", OPEN,
        fields=(
            _MEDIATION,
            Field("until", "date", True, asks="The day by which it must be done"),
            Field("document", "id", asks="The written agreement"),
            Field("to", "code", choices=AGREED, asks="The agreed action that this is about"),
        ),
    ),
    Action(
        "mediation_waits", "Record that the mediation waits", "something in the mediation is not done yet", DECIDED,
        fields=(
            _MEDIATION,
            Field("why", "code", choices=MEDIATION_WAITS, asks="What it waits for"),
            Field("by", "date", asks="The day that it is about"),
        ),
    ),
    Action("mediation_ended", "Record that the mediation ended", "the mediation ended", OPEN, fields=(_MEDIATION, Field("why", "code", choices=MEDIATION_ENDS, asks="Why"))),
)  # fmt: skip
"""The acts that a mediation adds to the catalogue of a case."""
