"""The acts that a move in reports to its case. None is a fact of a rule pack."""

from __future__ import annotations

from casework.case.actions import Action, Field
from casework.case.stages import OPEN
from casework.processes.limit_alerts import waiting_act
from casework.processes.move_in.move import ASSESS


def _told(name: str, title: str, said: str, *fields: Field) -> Action:
    return Action(name, title, said, OPEN, of="process", fields=fields)


TELLS: tuple[Action, ...] = (
    _told(
        "move_in_told", "Record what the family was told about a transferred plan", "the family was told what happens to the transferred plan",
        Field("assess", "code", choices=ASSESS, asks="Whether there will be an assessment"),
        Field("review_on", "date", asks="The day of the review"),
    ),
    _told("move_in_placed", "Record the setting of a child who moved in", "the setting of a child who moved in was recorded", Field("setting", "id", asks="The setting")),
    waiting_act("move_in", "move in"),
)  # fmt: skip
"""The acts that a move in adds to the catalogue of a case."""
