"""The acts that a move out of the area reports to its case. None is a fact of a rule pack."""

from __future__ import annotations

from casework.case.actions import Action, Field
from casework.case.stages import OPEN
from casework.processes.limit_alerts import waiting_act


def _told(name: str, title: str, said: str, *fields: Field) -> Action:
    return Action(name, title, said, OPEN, of="process", fields=fields)


TELLS: tuple[Action, ...] = (
    _told(
        "move_out_known", "Record that the family was told about the move", "the family was told what happens to the plan when they move",
        Field("moves_on", "date", asks="The day of the move"), Field("transfer_by", "date", asks="The last day to transfer the plan"),
    ),
    _told(
        "plan_sent_on_move", "Record that the family was told of the transfer", "the family was told that the plan was transferred",
        Field("sent_on", "date", asks="The day of the transfer"),
    ),
    _told("move_out_unanswered", "Record that the new authority has not answered", "the new authority has not said that it has the plan", Field("until", "date", asks="The day by which it should have")),
    waiting_act("move_out", "move out"),
)  # fmt: skip
"""The acts that a move out of the area adds to the catalogue of a case."""
