"""The acts that a detention reports to its case. None is a fact of a rule pack, so no date of the case depends on them."""

from __future__ import annotations

from casework.case.actions import Action, Field
from casework.case.stages import OPEN
from casework.processes.detention.detention import ELSEWHERE, HERE
from casework.processes.limit_alerts import waiting_act

KEPT, ENDED, SENT = "detention_plan_kept", "detention_over", "detention_plan_sent"
DETENTION, MOVE = "detention", "move"


def _told(name: str, title: str, said: str, *fields: Field) -> Action:
    return Action(name, title, said, OPEN, of="process", fields=fields)


TELLS: tuple[Action, ...] = (
    _told(
        KEPT, "Record that the family was told that the plan is kept", "the family was told that the plan is kept during detention",
        Field("detained_on", "date", asks="The day of the detention"), Field("send_by", "date", asks="The last day to send the plan"),
    ),
    _told(
        ENDED, "Record that the family was told about the plan after detention", "the family was told what happens to the plan after the release",
        Field("released_on", "date", asks="The day of the release"), Field("released_to", "code", choices=(HERE, ELSEWHERE), asks="Whose area they are released to"),
    ),
    _told(
        SENT, "Record that the plan was sent to those responsible in detention", "the plan was sent to those responsible in detention",
        Field("document", "id", asks="The version of the plan"), Field("sent_after", "code", choices=(DETENTION, MOVE), asks="What is it sent after?"),
        Field("fact", "code", asks="The fact of the law that it is"),
    ),
    waiting_act("detention", "detention"),
)  # fmt: skip
"""The acts that a detention adds to the catalogue of a case."""
