"""The moments of a move out of the area: the alerts of its limit, and a receipt that has not come."""

from __future__ import annotations

from datetime import date, timedelta

from casework.processes import limit_alerts
from casework.processes.move_out.limits import obligations_of, receipt_by
from casework.processes.move_out.move import MoveOut
from casework.processes.steps import Step, next_of, step_of, text_of
from casework.processes.telling import ProcessMoment, ToCase

NO_RECEIPT = "no_receipt"
_KIND, _NOUN = "move_out", "move"
_WAITS_FOR = {
    NO_RECEIPT: "if the new authority has not said that it has the plan, the officer is reminded to ask"
}
_CAME = {
    NO_RECEIPT: "the new authority did not say by {} that it has the plan; the officer was reminded to ask"
}


def next_moment(move: MoveOut, done: frozenset[str], today: date) -> ProcessMoment | None:
    """Return the next moment, which comes unless a person acts first."""
    if move.is_over:
        return None
    by = receipt_by(move)
    if by is None:
        return limit_alerts.next_moment(obligations_of(move, today), done, today)
    return next_of((Step(by + timedelta(days=1), NO_RECEIPT, by),), done, _WAITS_FOR)


def after_moment(move: MoveOut, moment: str, today: date) -> tuple[MoveOut, tuple[ToCase, ...]]:
    """Return the move as it was, and what to report to the case at a moment."""
    if limit_alerts.is_alert(moment):
        return move, limit_alerts.after_moment(_KIND, move.case, moment, today, move.id)
    return move, (
        ToCase(move.case, "move_out_unanswered", {"until": step_of(moment).day.isoformat()}, of=move.id),
    )


def moment_text(moment: str) -> str:
    """Return the text of a moment for the ledger."""
    if limit_alerts.is_alert(moment):
        return limit_alerts.moment_text(_NOUN, moment)
    return text_of(moment, _CAME)
