"""The acts that a concern reports to its case. The first two are facts of the rule pack, so an open case counts the target."""

from __future__ import annotations

from casework.case.actions import Action, Field
from casework.case.stages import OPEN
from casework.processes.keeping_provision.concern import ENDINGS, OUTCOMES, RAISED_BY
from casework.processes.keeping_provision.escalation import NO_REPLY, ROLES

CLOSINGS = ("confirmed", "withdrawn", NO_REPLY, *ENDINGS)
"""Why a concern is over."""
_ANSWERS = Field("answers", "id", asks="Who must answer")


def _told(name: str, title: str, said: str, *fields: Field, of: str = "process") -> Action:
    return Action(name, title, said, OPEN, of=of, fields=fields)


TELLS: tuple[Action, ...] = (
    _told(
        "provision_not_delivered", "Record that provision is not delivered", "it was reported that provision in the plan is not delivered",
        Field("raised_by", "code", choices=RAISED_BY, asks="Who raised it"),
        Field("provision", "text", asks="Which provision is not delivered"),
        Field("item", "code", asks="Its number in the plan"),
        Field("missing_since", "date", asks="The first day on which it was not delivered"),
        Field("reason", "text", asks="Why the concern was reopened"),
        _ANSWERS,
    ),
    _told(
        "provision_answered", "Record the answer about the provision", "the report was answered",
        Field("outcome", "code", choices=OUTCOMES, asks="What was found and done"),
        Field("answer", "text", asks="The answer"),
        Field("reply_by", "date", asks="The last day for the family's reply"),
    ),
    _told(
        "provision_answer_assigned", "Change who answers about the provision", "another person or service now answers about the provision", _ANSWERS,
    ),
    _told(
        "provision_asked_of_setting", "Record a question to the setting", "the setting was asked what it delivers of the plan",
        Field("concern", "id", asks="The concern"), Field("question", "text", asks="The question"), of="setting",
    ),
    _told(
        "provision_concern_waits", "Record that a concern about provision waits", "a concern about provision is not answered yet",
        Field("why", "code", choices=tuple(ROLES), asks="What the alert is about"),
        Field("answer_by", "date", asks="The local target"),
        _ANSWERS,
    ),
    _told(
        "provision_report_closed", "Close the report about the provision", "the report was closed",
        Field("why", "code", choices=CLOSINGS, asks="Why"),
    ),
)  # fmt: skip
"""The acts that a concern adds to the catalogue of a case."""
