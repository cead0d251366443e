"""The moments of a phase transfer: alerts of its limits, and reminders of planned days that passed without the step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from casework.processes import limit_alerts
from casework.processes.phase_transfer.acts import CONSULTS
from casework.processes.phase_transfer.limits import obligations_of, owed, planned_back
from casework.processes.phase_transfer.transfer import Transfer
from casework.processes.steps import Step, next_of, step_of, text_of
from casework.processes.telling import ProcessMoment, ToCase

KIND = "phase_transfer"
WAITS = "transfer_step_waits"
STEP, SILENT, START = "step_waits", "settings_silent", "start_waits"
_DAY = timedelta(days=1)
_REMINDED = frozenset({"ask", "review", "notice", "consult"})
"""The planned steps whose officer is reminded the day after; the last step has alerts of its own."""
_SAID = {
    STEP: "the officer is reminded if a planned step is not done",
    SILENT: "the officer is told if settings have not replied",
    START: "the officer is reminded to record the first day at the next setting",
}
_CAME = {
    STEP: "a step planned for {} is not done; the officer was reminded",
    SILENT: "settings did not reply by {}; the officer was told to decide without them",
    START: "the move was due on {}; the officer was reminded to record the first day",
}


def next_moment(transfer: Transfer, done: frozenset[str], today: date) -> ProcessMoment | None:
    """Return the next moment. A step that passed before anyone was there comes at once, each once."""
    if transfer.is_over:
        return None
    alert = limit_alerts.next_moment(obligations_of(transfer, today), done, today)
    return next_of(_steps(transfer, today), done, _SAID, alert)


def after_moment(transfer: Transfer, moment: str, today: date) -> tuple[Transfer, tuple[ToCase, ...]]:
    """Return the transfer after a moment, and what to report to its case."""
    if limit_alerts.is_alert(moment):
        return transfer, limit_alerts.after_moment(KIND, transfer.case, moment, today, transfer.id)
    step = step_of(moment)
    fields = {"why": step.why, "step": step.about, "day": step.day.isoformat()}
    return transfer, (ToCase(transfer.case, WAITS, fields, on=today, of=transfer.id),)


def moment_text(moment: str) -> str:
    """Return the text of a moment that has come."""
    if limit_alerts.is_alert(moment):
        return limit_alerts.moment_text("transfer", moment)
    return text_of(moment, _CAME)


def is_missed(transfer: Transfer, done: frozenset[str]) -> bool:
    """Return whether a limit was missed and is still to be met. `done` holds the moments that have come."""
    last = transfer.last_on or transfer.began_on
    return last is not None and limit_alerts.is_missed(owed(transfer, last), done)


def _steps(transfer: Transfer, today: date) -> Iterator[Step]:
    for one in planned_back(transfer, today):
        if one.step in _REMINDED and transfer.last(*one.done_by) is None and not transfer.stays:
            yield Step(one.on + _DAY, STEP, one.on, one.step)
    asked = transfer.in_last("reply_by", CONSULTS)
    if asked and transfer.silent and transfer.final is None:
        by = date.fromisoformat(str(asked))
        yield Step(by + _DAY, SILENT, by, "consult")
    if transfer.final is not None and (moves_on := transfer.moves_on) is not None:
        yield Step(moves_on + _DAY, START, moves_on, "start")
