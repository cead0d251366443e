"""The moments of a move out of the area: the alerts of its limit, and a receipt that has not come."""

from __future__ import annotations

from datetime import date, timedelta

from casework.processes import limit_alerts
from casework.processes.move_out.limits import obligations_of, receipt_by
from casework.processes.move_out.move import MoveOut
from casework.processes.telling import ProcessMoment, ToCase
from statute.words import short_date

NO_RECEIPT = "no_receipt"
_KIND, _NOUN = "move_out", "move"
_SAID = "if the new authority has not said that it has the plan, the officer is reminded to ask"


def next_moment(move: MoveOut, done: frozenset[str], today: date) -> ProcessMoment | None:
    """Return the next moment, which comes unless a person acts first."""
    if move.is_over:
        return None
    by = receipt_by(move)
    if by is None:
        return limit_alerts.next_moment(obligations_of(move, today), done, today)
    kind = f"{NO_RECEIPT}:{by.isoformat()}"
    return ProcessMoment(by + timedelta(days=1), kind, _SAID) if kind not in done else None


def after_moment(move: MoveOut, moment: str, today: date) -> tuple[MoveOut, tuple[ToCase, ...]]:
    """Return the move as it was, and what to report to the case at a moment."""
    if limit_alerts.is_alert(moment):
        return move, limit_alerts.after_moment(_KIND, move.case, moment, today, move.id)
    return move, (ToCase(move.case, "move_out_unanswered", {"until": moment.partition(":")[2]}, of=move.id),)


def moment_text(moment: str) -> str:
    """Return the text of a moment for the ledger."""
    if limit_alerts.is_alert(moment):
        return limit_alerts.moment_text(_NOUN, moment)
    by = short_date(date.fromisoformat(moment.partition(":")[2]))
    return f"the new authority did not say by {by} that it has the plan; the officer was reminded to ask"
