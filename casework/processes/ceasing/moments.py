"""The moments of an ending: the replies are over, and the time for which the plan is kept is over."""

from __future__ import annotations

from datetime import date, timedelta

from casework.processes.ceasing.ending import CALLS, CEASE, Ending
from casework.processes.ceasing.limits import kept_to
from casework.processes.steps import Step, next_of, step_of, text_of
from casework.processes.telling import ProcessMoment, ToCase

REPLIES_OVER, KEEP_OVER, APPEAL_OVER = "replies_over", "keep_over", "appeal_over"
LAST_YEAR, PAST_AGE = "last_year", "past_age"
_DAY = timedelta(days=1)
_WAITS_FOR = {
    LAST_YEAR: "the officer is told that the plan can go on to the end of this academic year at most",
    PAST_AGE: "if the plan has not ended, the officer is told that it can go on no longer",
    REPLIES_OVER: "if no decision is made, the officer is reminded to decide",
    KEEP_OVER: "if no one appeals, the officer is reminded that the plan may end",
    APPEAL_OVER: "the officer is reminded that the appeal is over and the plan may end",
}
_CAME = {
    LAST_YEAR: "the young person reaches 25, and the plan can go on until {} at most; the officer was told",
    PAST_AGE: "the plan could go on until {} at most, and has not ended; the officer was told",
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
    return next_of((*steps, *_by_age(ending, today)), done, _WAITS_FOR)


def _by_age(ending: Ending, today: date) -> tuple[Step, ...]:
    """Return the alerts of the age: at once, and when the plan can go on no longer. A decision to cease has its own."""
    last, began = ending.last_day, ending.on(CALLS)
    if last is None or began is None or ending.decision is not None:
        return ()
    early = (Step(began, LAST_YEAR, last),) if today <= last else ()
    return (*early, Step(last + _DAY, PAST_AGE, last))


def after_moment(ending: Ending, moment: str, today: date) -> tuple[Ending, tuple[ToCase, ...]]:
    """Return the ending as it was, and what to report to the case at a moment."""
    step = step_of(moment)
    fields = {"why": step.why, "until": step.day.isoformat()}
    return ending, (ToCase(ending.case, "ending_waits", fields, of=ending.id),)


def moment_text(moment: str) -> str:
    """Return the text of a moment for the ledger."""
    return text_of(moment, _CAME)
