"""The moments of an ending: the replies are over, and the time for which the plan is kept is over."""

from __future__ import annotations

from datetime import date, timedelta

from casework.processes.ceasing.ending import CEASE, Ending
from casework.processes.ceasing.limits import kept_to
from casework.processes.steps import Step, next_of, step_of, text_of
from casework.processes.telling import ProcessMoment, ToCase

REPLIES_OVER, KEEP_OVER, APPEAL_OVER = "replies_over", "keep_over", "appeal_over"
_DAY = timedelta(days=1)
_WAITS_FOR = {
    REPLIES_OVER: "if no decision is made, the officer is reminded to decide",
    KEEP_OVER: "if no one appeals, the officer is reminded that the plan may end",
    APPEAL_OVER: "the officer is reminded that the appeal is over and the plan may end",
}
_CAME = {
    REPLIES_OVER: "the time to reply, until {}, is over; the officer was reminded to decide",
    KEEP_OVER: "no appeal was recorded until {}; the officer was told that the plan may end",
    APPEAL_OVER: "the appeal was over on {}; the officer was told that the plan may end",
}


def next_moment(ending: Ending, done: frozenset[str], today: date) -> ProcessMoment | None:
    """Return the next moment, which comes unless a person acts first."""
    if ending.is_over:
        return None
    if ending.decision == CEASE:
        kept = kept_to(ending)
        why = KEEP_OVER if ending.appeal_over_on is None else APPEAL_OVER
    else:
        why, kept = REPLIES_OVER, ending.reply_by
    steps = (Step(kept + _DAY, why, kept),) if kept is not None else ()
    return next_of(steps, done, _WAITS_FOR)


def after_moment(ending: Ending, moment: str, today: date) -> tuple[Ending, tuple[ToCase, ...]]:
    """Return the ending as it was, and what to report to the case at a moment."""
    step = step_of(moment)
    fields = {"why": step.why, "until": step.day.isoformat()}
    return ending, (ToCase(ending.case, "ending_waits", fields, of=ending.id),)


def moment_text(moment: str) -> str:
    """Return the text of a moment for the ledger."""
    return text_of(moment, _CAME)
