"""The limits of a move out of the area: the transfer by the rule pack, and the local time for a receipt."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from casework.processes import law_limits
from casework.processes.move_out.move import MoveOut, law_facts
from statute.facts import Event
from statute.obligation import Obligation
from statute.strict_reading import yaml_from

ROLE = "transfer_plan_out"
"""The role of the clock for the transfer."""
_FILE = Path(__file__).with_name("limits.yaml")


def obligations_of(move: MoveOut, today: date) -> tuple[Obligation, ...]:
    """Return the limit to transfer the plan, on a day."""
    return law_limits.obligations_of(law_facts(move), move.law, today, (ROLE,))


def transfer_by(move: MoveOut) -> date | None:
    """Return the last day to transfer the plan; None if there is nothing to transfer."""
    found = obligations_of(move, move.known_on) if move.known_on is not None else ()
    return next((one.due_on for one in found), None)


def after_learning(move: MoveOut) -> date | None:
    """Return the last day of the period that begins with the day on which the authority learned of the move."""
    if move.known_on is None or not law_facts(move):
        return None
    late = Event("move_known", move.known_on, None, {"moves_on": move.known_on.isoformat()})
    found = law_limits.obligations_of((late,), move.law, move.known_on, (ROLE,))
    return next((one.due_on for one in found), None)


def receipt_by(move: MoveOut) -> date | None:
    """Return the local day by which the new authority should say that it has the plan."""
    if move.transferred_on is None:
        return None
    calendar = law_limits.law_of_facts(law_facts(move), move.law).calendar
    return calendar.add_working_days(move.transferred_on, _receipt_days())


@lru_cache(maxsize=1)
def _receipt_days() -> int:
    return int(yaml_from(_FILE.read_text(encoding="utf-8"))["receipt_days"])
