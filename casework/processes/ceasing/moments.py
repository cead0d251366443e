"""The moments of an ending: the replies are over, and the time for which the plan is kept is over."""

from __future__ import annotations

from datetime import date, timedelta

from casework.processes.ceasing.ending import CEASE, Ending
from casework.processes.ceasing.limits import kept_to
from casework.processes.telling import ProcessMoment, ToCase
from statute.words import short_date

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
        return _moment(why, kept, done) if kept is not None else None
    return _moment(REPLIES_OVER, ending.reply_by, done) if ending.reply_by is not None else None


def after_moment(ending: Ending, moment: str, today: date) -> tuple[Ending, tuple[ToCase, ...]]:
    """Return the ending as it was, and what to report to the case at a moment."""
    why, day = moment.split(":")
    return ending, (ToCase(ending.case, "ending_waits", {"why": why, "until": day}, of=ending.id),)


def moment_text(moment: str) -> str:
    """Return the text of a moment for the ledger."""
    why, day = moment.split(":")
    return _CAME[why].format(short_date(date.fromisoformat(day)))


def _moment(why: str, last_day: date, done: frozenset[str]) -> ProcessMoment | None:
    kind = f"{why}:{last_day.isoformat()}"
    return ProcessMoment(last_day + _DAY, kind, _WAITS_FOR[why]) if kind not in done else None
