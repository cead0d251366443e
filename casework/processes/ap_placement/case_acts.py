"""The acts that a placement reports to its case. None is a fact of a rule pack, so no date of the case depends on them."""

from __future__ import annotations

from casework.case.actions import Action, Field
from casework.case.stages import OPEN
from casework.processes.ap_placement.acts import DECISIONS, EDUCATION
from casework.processes.ap_placement.codes import codes_of

HOW_ENDED = ("returned", "moved_on", "ended_early")


def _told(name: str, title: str, said: str, *fields: Field) -> Action:
    return Action(name, title, said, OPEN, of="process", fields=fields)


_REASON = Field("reason", "text", asks="The reasons, in words that the family can read")
TELLS: tuple[Action, ...] = (
    _told(
        "placement_referred", "Record a referral for alternative provision", "a referral for alternative provision was made",
        Field("tier", "code", choices=codes_of("tier"), asks="The tier"),
        Field("reason", "code", choices=codes_of("reason"), asks="The main reason"),
    ),
    _told(
        "placement_decided", "Record the decision on alternative provision", "the referral for alternative provision was decided",
        Field("decision", "code", choices=DECISIONS, asks="The decision"), _REASON,
    ),
    _told(
        "education_decided", "Record a section 19 decision", "it was decided what education the authority arranges (section 19)",
        Field("education", "code", choices=EDUCATION, asks="What education is arranged"), _REASON,
        Field("look_again_on", "date", asks="The day on which the decision is looked at again"),
    ),
    _told("placement_review_offered", "Record an offer of an early review", "an early review of the plan was offered"),
    _told(
        "placement_started", "Record the start of alternative provision", "a placement in alternative provision started",
        Field("tier", "code", choices=codes_of("tier"), asks="The tier"),
        Field("sessions", "code", asks="Sessions a week"),
        Field("planned_end", "date", asks="The planned last day"),
        Field("objectives", "text", asks="The objectives"),
        Field("return_criteria", "text", asks="What shows that the pupil is ready to return or to move on"),
    ),
    _told(
        "placement_lengthened", "Record a longer placement", "the placement in alternative provision was extended",
        Field("until", "date", asks="The new last day"), _REASON,
    ),
    _told("placement_return_planned", "Record a planned return", "a phased return to school was agreed", Field("timetable", "text", asks="The timetable")),
    _told(
        "placement_ended", "Record the end of alternative provision", "the placement in alternative provision ended",
        Field("how", "code", choices=HOW_ENDED, asks="How it ended"), _REASON,
    ),
    _told(
        "placement_evidence", "Record a placement as evidence", "what a placement in alternative provision showed was given as evidence",
        Field("tier", "code", choices=codes_of("tier"), asks="The tier"),
        Field("started_on", "date", asks="The start"),
        Field("summary", "text", asks="What the placement showed"),
    ),
    _told(
        "placement_waits", "Record that something in a placement waits", "something in a placement in alternative provision is not done yet",
        Field("why", "code", asks="Whether it is due soon or missed"), Field("about", "code", asks="Which limit"), Field("day", "date", asks="Its last day"),
    ),
    _told(
        "placement_unmarked", "Record that sessions have no mark", "sessions in alternative provision have no mark",
        Field("day", "date", asks="The Monday of the week"), Field("provider", "id", asks="The provider"),
    ),
    _told(
        "placement_checks_end", "Record that a check of a provider runs out", "a check of a provider of alternative provision runs out",
        Field("day", "date", asks="The day on which it runs out"),
    ),
)  # fmt: skip
"""The acts that a placement adds to the catalogue of a case."""
