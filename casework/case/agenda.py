"""The agenda of a case: the coming moments at which somebody must be told, or at which a window closes.

Every moment is at the beginning of a local day. A moment that has been recorded does not come again; of steps that
were missed (the case was opened late, or nothing ran for a while) only the latest comes, at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Protocol

from casework.case.acts import said_of
from casework.case.breach_alerts import (
    AMBER_WORKING_DAYS,
    CHASES,
    LADDERS,
    OWN,
    Ladder,
    MomentKind,
    Role,
    Rung,
)
from casework.case.stages import DECIDED, ENDED, Stage
from statute.local_time import london_date, start_of_day
from statute.words import days, long_date

_DAY = timedelta(days=1)
_SERVES_THE_DECISION = ("reg8.", "code9_83.", "target.")
"""What serves the decision on a plan; once that is made, its delay is no longer escalated."""
_BEYOND_THE_REQUEST = ("s44_1.", "code9_178.")
"""What begins with the plan and outlasts the request; it does not keep the request's case open."""


_ANSWERS_THE_DRAFT = "reg13_1.representations"
"""The family's time to answer a draft; a changed draft begins it anew, and the time of the one before says nothing."""
_STILL_OPEN = {
    "reg33.contact_adviser": " The family may still ask the Tribunal for leave to appeal without a certificate (reg 34(2)).",
    "rule20.appeal": " The family may still ask the Tribunal for more time, with its reasons (rule 20(3)).",
    "s45_4.keep_pending": " The plan need not be kept any longer (s.45(4)).",
}
"""What is left to the family, or to the authority, once a window has closed."""


class WorkingDays(Protocol):
    """A calendar of working days (statute.calendars)."""

    def add_working_days(self, day: date, days: int) -> date: ...


class Clock(Protocol):
    """What the agenda needs of an obligation (statute.obligation)."""

    @property
    def rule(self) -> str: ...
    @property
    def of(self) -> str | None: ...
    @property
    def title(self) -> str: ...
    @property
    def citation(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def started_on(self) -> date: ...
    @property
    def due_on(self) -> date: ...
    @property
    def status(self) -> str: ...
    @property
    def closed_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Moment:
    """One coming moment: `on` is the local day at whose beginning it comes, `step` its place on the ladder."""

    on: date
    kind: MomentKind
    rule: str
    of: str | None
    due_on: date
    step: int
    roles: tuple[Role, ...]
    title: str
    citation: str

    @property
    def at(self) -> datetime:
        """The instant, in UTC."""
        return start_of_day(self.on)

    @property
    def key(self) -> Key:
        return (self.rule, self.of, self.due_on, self.kind, self.step)

    def told_on(self, day: date) -> str:
        """The sentence that the people of the case read on a day: its own, or a later one where it was missed."""
        whose = said_of(self.of, "setting" if self.rule.startswith("code9_83") else "adviser")
        what = f"{self.title}{whose}"
        due = f"{long_date(self.due_on)} ({self.citation})"
        match self.kind:
            case "window_closed":
                return f"{what}: the time for it ended on {due}.{_STILL_OPEN.get(self.rule, '')}"
            case "chase" if day > self.due_on:
                return f"{what}: it was due on {due}; please send it now."
            case "chase":
                return f"{what}: please send it by {due}, {_in_days((self.due_on - day).days)}."
            case "not_answered":
                return f"{what}: it was expected by {due} and is not recorded."
            case "reminder" if day > self.due_on:
                return f"{what}: it was due on {due}."
            case "reminder":
                return f"{what}: due on {due}, {_in_days((self.due_on - day).days)}."
            case "breach_alert":
                return f"{what}: it was due on {due} and is not recorded as done. The limit is breached."
            case "breach_continues":
                return f"{what}: it was due on {due} and is {days((day - self.due_on).days)} late."


def _in_days(left: int) -> str:
    return {0: "today", 1: "tomorrow"}.get(left, f"in {days(left)}")


Key = tuple[str, str | None, date, str, int]


def agenda(
    clocks: Iterable[Clock],
    stage: Stage,
    excused: Set[tuple[str, str | None, date]],
    done: Set[Key],
    now: datetime,
    calendar: WorkingDays,
    planned: Mapping[tuple[str, str | None], date] | None = None,
) -> tuple[Moment, ...]:
    """The coming moments in order, those that are overdue first.

    `excused` holds (rule, of, last day) of limits that an accepted exception covers; `done` the keys recorded so far;
    `planned` the limits whose breach was acknowledged, with the day until which nobody is told again that it goes on.
    """
    if stage in ENDED:
        return ()
    found: list[Moment] = []
    clocks = list(clocks)
    last_draft = max((c.started_on for c in clocks if c.rule == _ANSWERS_THE_DRAFT), default=None)
    for clock in clocks:
        if clock.rule == _ANSWERS_THE_DRAFT and clock.started_on != last_draft:
            continue
        if stage in DECIDED and clock.rule.startswith(_SERVES_THE_DECISION):
            continue
        if clock.status == "open" or (clock.status == "closed" and clock.due_on < london_date(now)):
            found.append(_moment(clock, clock.due_on + _DAY, Rung(0, "window_closed", ())))
        elif is_owed(clock) and (clock.rule, clock.of, clock.due_on) not in excused:
            quiet = (planned or {}).get((clock.rule, clock.of))
            for ladder in (OWN.get(clock.rule) or LADDERS.get(clock.kind), CHASES.get(clock.rule)):
                if ladder is not None:
                    coming = _coming(clock, ladder, _of_ladder(done, ladder), now, calendar, quiet)
                    found += coming
    found = [moment for moment in found if moment.key not in done]
    return tuple(sorted(found, key=lambda m: (max(m.at, now), m.due_on, m.rule, m.of or "")))


def _coming(
    clock: Clock,
    ladder: Ladder,
    done: Set[Key],
    now: datetime,
    calendar: WorkingDays,
    quiet_until: date | None,
) -> Iterator[Moment]:
    """The latest step that is due and not yet recorded, and every step to come (of the endless ones, the next).

    A breach is always told as a breach first: its repetitions follow, each on its own day, and after the planned day
    where the breach was acknowledged with one.
    """
    seen = max((key[4] for key in done if key[:3] == (clock.rule, clock.of, clock.due_on)), default=None)
    today = london_date(now)
    reached: Moment | None = None
    for moment in _steps(clock, ladder, calendar, quiet_until):
        if moment.on < clock.started_on and moment.kind == "reminder":
            continue
        if moment.kind == "breach_continues" and quiet_until is not None and moment.on <= quiet_until:
            continue
        if moment.at > now:
            if reached is not None and (seen is None or reached.step > seen):
                yield reached
            reached = None
            yield moment
            if moment.kind == "breach_continues":
                return
        elif moment.kind != "breach_continues" or (moment.on == today and seen is not None and seen >= 0):
            reached = moment
    if reached is not None and (seen is None or reached.step > seen):
        yield reached


def _of_ladder(done: Set[Key], ladder: Ladder) -> Set[Key]:
    kinds = {rung.kind for rung in (*ladder.rungs, *((ladder.then,) if ladder.then else ()))}
    return {key for key in done if key[3] in kinds}


def _steps(clock: Clock, ladder: Ladder, calendar: WorkingDays, quiet_until: date | None) -> Iterator[Moment]:
    """The steps of a ladder in order; where a breach was acknowledged, one more on the working day after the planned day."""
    breach = clock.due_on + _DAY
    for rung in ladder.rungs:
        if rung.days_after_start is not None:
            day = clock.started_on + rung.days_after_start * _DAY
            if day > clock.due_on:
                continue
        else:
            day = (
                calendar.add_working_days(clock.due_on, rung.working_days)
                if rung.working_days < 0
                else breach
            )
        yield _moment(clock, day, rung)
    if ladder.then is not None and ladder.then_every:
        after_plan = None if quiet_until is None else calendar.add_working_days(quiet_until, 1)
        last, stride = breach, ladder.then_every if after_plan is None else 1
        for step in count(stride, stride):
            last = calendar.add_working_days(last, stride)
            if step % ladder.then_every == 0 or last == after_plan:
                yield _moment(clock, last, Rung(step, ladder.then.kind, ladder.then.roles))


def _moment(clock: Clock, on: date, rung: Rung) -> Moment:
    return Moment(
        on,
        rung.kind,
        clock.rule,
        clock.of,
        clock.due_on,
        rung.working_days,
        rung.roles,
        clock.title,
        clock.citation,
    )


def is_owed(clock: Clock) -> bool:
    """Whether something is still to be done for it. What was past when it was closed stays as it stood, and is owed no more."""
    return clock.status in ("running", "overdue") and clock.closed_on is None


def next_limit(clocks: Iterable[Clock]) -> Clock | None:
    """The limit that is to be met next, or was to be met longest ago."""
    unmet = [clock for clock in clocks if clock.kind == "limit" and is_owed(clock)]
    return min(unmet, key=lambda clock: (clock.due_on, clock.rule), default=None)


def rag(clocks: Iterable[Clock], stage: Stage, closed: bool, today: date, calendar: WorkingDays) -> str:
    """How a case stands: red (a limit is breached), amber (one is near), green, or closed."""
    if closed:
        return "closed"
    concerned = [
        clock for clock in clocks if not (stage in DECIDED and clock.rule.startswith(_SERVES_THE_DECISION))
    ]
    limit = next_limit(concerned)
    if limit is None:
        return "green"
    if limit.status == "overdue":
        return "red"
    return "amber" if calendar.add_working_days(limit.due_on, -AMBER_WORKING_DAYS) <= today else "green"


def is_closed(clocks: Iterable[Clock], stage: Stage, disputed: bool) -> bool:
    """Whether nothing is left to wait for: the case has ended, or was decided and the family's time is over."""
    if stage in ENDED:
        return True
    if stage not in DECIDED or disputed:
        return False
    for clock in clocks:
        if clock.rule.startswith((*_SERVES_THE_DECISION, *_BEYOND_THE_REQUEST)):
            continue
        if clock.status == "open" or (clock.kind == "limit" and is_owed(clock)):
            return False
    return True
