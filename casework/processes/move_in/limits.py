"""The limits of a move in, by the rule pack: to tell the family, and the first review."""

from __future__ import annotations

from datetime import date

from casework.processes import law_limits
from casework.processes.move_in.move import MoveIn, law_facts
from statute.obligation import Obligation

TELL, REVIEW = "tell_family_of_transfer", "review_after_transfer"
"""The roles of the two clocks."""


def obligations_of(move: MoveIn, today: date) -> tuple[Obligation, ...]:
    """Return the limits of a move in, on a day."""
    return law_limits.obligations_of(law_facts(move), move.law, today, (TELL, REVIEW))


def last_day(move: MoveIn, role: str) -> date | None:
    """Return the last day of one of the limits, or None before the plan is received."""
    on = move.transferred_on
    found = (one.due_on for one in obligations_of(move, on) if one.role == role) if on is not None else ()
    return next(iter(found), None)
