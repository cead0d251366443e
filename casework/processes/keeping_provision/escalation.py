"""Alerts before and after the target to answer a concern: to the service, then its managers, then the head of service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count

from casework.case.alert_steps import HEAD, Ladder, Rung
from casework.case.moment import Role
from casework.processes.keeping_provision.concern import Concern
from casework.processes.keeping_provision.target import law_of, owed
from casework.processes.steps import next_of_ladder
from casework.processes.telling import ProcessMoment, ToCase
from statute.calendars import WorkingDays
from statute.obligation import Obligation
from statute.words import short_date

DUE_SOON, DUE_NEXT, MISSED, STILL_MISSED = "due_soon", "due_next", "target_missed", "still_missed"
NO_REPLY = "no_reply"
_LADDER = Ladder(
    (
        Rung(-5, "reminder", ("service_manager",)),
        Rung(-1, "reminder", ("service_manager", "team_manager")),
        Rung(0, "breach_alert", ("service_manager", "case_officer", "team_manager")),
    ),
    then_every=5,
    then=Rung(5, "breach_continues", HEAD),
)
"""The ladder of the target to answer. An open case also reminds its officer, as for every target."""
_WORDS = {-5: DUE_SOON, -1: DUE_NEXT, 0: MISSED, 5: STILL_MISSED}
ROLES: Mapping[str, tuple[Role, ...]] = {
    _WORDS[rung.working_days]: rung.roles
    for rung in (*_LADDER.rungs, *((_LADDER.then,) if _LADDER.then else ()))
}
"""Who is alerted at each step, by the code of the step."""
_DAY = timedelta(days=1)
_WAITS_FOR = {
    DUE_SOON: "if the concern is not answered, the person who must answer is reminded",
    DUE_NEXT: "if the concern is not answered, the person who must answer and the team manager are reminded",
    MISSED: "if the concern is not answered, the managers are told that the local target is missed",
    STILL_MISSED: "if the concern is still not answered, the head of service is told",
    NO_REPLY: "if the family does not reply to the answer, the concern is closed",
}
_CAME = {
    DUE_SOON: "the person who must answer was reminded: the local target is {}",
    DUE_NEXT: "the person who must answer and the team manager were reminded: the local target is {}",
    MISSED: "the local target of {} is missed; the managers were told",
    STILL_MISSED: "the concern is still not answered, and the local target was {}; the head of service was told",
    NO_REPLY: "the family did not reply to the answer by {}, and the concern was closed",
}


@dataclass(frozen=True, slots=True)
class _Step:
    """A step of the ladder: the day it comes, its code, and the target that it is about."""

    on: date
    why: str
    target: date

    @property
    def kind(self) -> str:
        return f"{self.why}:{self.target.isoformat()}:{self.on.isoformat()}"


def next_moment(concern: Concern, done: frozenset[str], today: date) -> ProcessMoment | None:
    """The next moment, which comes unless a person acts first. Of several missed steps only the latest comes, at once."""
    if concern.is_over:
        return None
    step: _Step | None
    if (reply_by := concern.reply_by) is not None:
        step = _Step(reply_by + _DAY, NO_REPLY, reply_by)
    elif (target := owed(concern, today)) is not None:
        ladder = _steps(target, law_of(concern).calendar)
        step = next_of_ladder(ladder, done, today, target.started_on, STILL_MISSED)
    else:
        return None
    if step is None:
        return None
    return ProcessMoment(step.on, step.kind, _WAITS_FOR[step.why])


def after_moment(concern: Concern, kind: str, today: date) -> tuple[Concern, tuple[ToCase, ...]]:
    """The concern after a moment, and what to report to its case."""
    why, day, _ = kind.split(":")
    if why == NO_REPLY:
        closed = ToCase(concern.case, "provision_report_closed", {"why": NO_REPLY}, of=concern.id)
        return replace(concern, lapsed=True), (closed,)
    fields = {"why": why, "answer_by": day, "answers": concern.answers}
    return concern, (ToCase(concern.case, "provision_concern_waits", fields, of=concern.id),)


def moment_text(kind: str) -> str:
    """The text of a moment for the ledger."""
    why, day, _ = kind.split(":")
    return _CAME[why].format(short_date(date.fromisoformat(day)))


def is_missed(concern: Concern, done: frozenset[str]) -> bool:
    """Whether the target was missed and the concern is still not answered."""
    return (
        concern.answer is None and not concern.is_over and any(each.startswith(f"{MISSED}:") for each in done)
    )


def _steps(target: Obligation, calendar: WorkingDays) -> Iterator[_Step]:
    due, breach = target.due_on, target.due_on + _DAY
    for rung in _LADDER.rungs:
        on = calendar.add_working_days(due, rung.working_days) if rung.working_days < 0 else breach
        yield _Step(on, _WORDS[rung.working_days], due)
    every = _LADDER.then_every or 1
    for place in count(1):
        yield _Step(calendar.add_working_days(breach, place * every), STILL_MISSED, due)
