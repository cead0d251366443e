"""The acts that a phase transfer reports to its case. None is a fact of a rule pack, so no date of the case depends on them."""

from __future__ import annotations

from casework.case.actions import Action, Field
from casework.case.stages import OPEN
from casework.processes.limit_alerts import waiting_act
from casework.processes.phase_transfer.acts import TYPES
from casework.processes.phase_transfer.moments import KIND, SILENT, START, STEP, WAITS

ASKED, CONSULTED, OUTCOME, CONFIRMED = (
    "transfer_preference_asked",
    "transfer_setting_consulted",
    "transfer_outcome",
    "transfer_place_confirmed",
)
OUTCOMES = ("setting", "type_only", "kept")
"""What came of a transfer: the plan names a setting, names only a type, or stays as it is."""
_SETTING = Field("setting", "id", asks="The setting", holds="setting")
_MESSAGE = Field("message", "text", asks="What else the family is told")


def _told(name: str, title: str, said: str, *fields: Field, of: str = "process") -> Action:
    return Action(name, title, said, OPEN, of=of, fields=fields)


TELLS: tuple[Action, ...] = (
    _told(
        ASKED, "Record that the family was asked about the next phase", "the family was asked what it prefers for the next phase",
        Field("reply_by", "date", asks="The last day for the reply"), Field("moves_on", "date", asks="The day of the move"), _MESSAGE,
    ),
    _told(
        CONSULTED, "Record that a setting was consulted for the next phase", "a setting was consulted for the next phase",
        Field("transfer", "id", asks="The transfer"), Field("reply_by", "date", asks="The last day for the reply"),
        Field("document", "id", asks="The plan with the proposed amendments"), of="setting",
    ),
    _told(
        OUTCOME, "Record the outcome of a phase transfer", "the family was told what the plan names for the next phase",
        Field("names", "code", choices=OUTCOMES, asks="What the plan names"), _SETTING,
        Field("kind_of_setting", "code", choices=TYPES, asks="The type of setting"), Field("moves_on", "date", asks="The day of the move"), _MESSAGE,
    ),
    _told(
        CONFIRMED, "Record that a place for the next phase is confirmed", "a place for the next phase was confirmed", _SETTING,
        Field("moves_on", "date", asks="The day of the move"), _MESSAGE,
    ),
    _told(
        WAITS, "Record that a step of a phase transfer waits", "a step of a phase transfer is not done yet",
        Field("why", "code", choices=(STEP, SILENT, START), asks="What waits"), Field("step", "code", asks="Which step"), Field("day", "date", asks="The day it was planned for"),
    ),
    waiting_act(KIND, "phase transfer"),
)  # fmt: skip
"""The acts that a transfer adds to the catalogue of a case."""
