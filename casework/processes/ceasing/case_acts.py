"""The acts that an ending reports to its case. None is a fact of a rule pack, so no date of the case depends on them."""

from __future__ import annotations

from casework.case.actions import Action, Field
from casework.case.stages import OPEN

WAITS = ("replies_over", "keep_over", "appeal_over", "last_year", "past_age")
"""What an ending waits for: the decision, once the replies are in or because of the age, and the end, once no appeal can come."""


def _told(name: str, title: str, said: str, *fields: Field) -> Action:
    return Action(name, title, said, OPEN, of="process", fields=fields)


_SETTING = Field("setting", "id", asks="The setting that the plan names")
TELLS: tuple[Action, ...] = (
    _told(
        "ending_considered", "Record that the end of the plan is considered", "the family and the setting were asked whether the plan should end",
        Field("proposal", "text", asks="Why it is considered"), Field("reply_by", "date", asks="The day to reply by"), _SETTING,
    ),
    _told(
        "ending_decided_against", "Record that the plan goes on", "it was decided that the plan goes on",
        Field("because", "text", asks="The reasons"), _SETTING,
    ),
    _told(
        "plan_ended", "Record the end of the plan", "the plan ended",
        Field("ended_on", "date", asks="The day it ended"), _SETTING,
    ),
    _told(
        "ending_waits", "Record that the end of a plan waits", "something about the end of the plan is to be done",
        Field("why", "code", choices=WAITS, asks="What is to be done"), Field("until", "date", asks="The day that has passed"),
    ),
)  # fmt: skip
"""The acts that an ending adds to the catalogue of a case."""
