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

from casework.case.advisers import said_of
from casework.case.escalation import AMBER_WORKING_DAYS, CHASES, LADDERS, OWN, Ladder, MomentKind, Role, Rung
from casework.case.stages import DECIDED, ENDED, Stage
from statute.clock_roles import ClockRole
from statute.local_time import london_date, start_of_day
from statute.pack import ChasedUntil
from statute.words import days, long_date

_DAY = timedelta(days=1)


class WorkingDays(Protocol):
    """A calendar of working days (statute.calendars)."""

    def add_working_days(self, day: date, days: int) -> date: ...


class Clock(Protocol):
    """What the agenda needs of an obligation (statute.obligation)."""

    @property
    def rule(self) -> str: ...
    @property
    def role(self) -> str | None: ...
    @property
    def chased_until(self) -> ChasedUntil: ...
    @property
    def keeps_case_open(self) -> bool: ...
    @property
    def whose(self) -> str: ...
    @property
    def after_window(self) -> str: ...
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
    """One coming moment: `on` is the local day at whose beginning it comes, `step` its place on the ladder.

    `role` is that of its clock (statute.clock_roles), `whose` says what `of` names, and `after_window` what is left once a
    window has closed.
    """

    on: date
    kind: MomentKind
    rule: str
    of: str | None
    due_on: date
    step: int
    roles: tuple[Role, ...]
    title: str
    citation: str
    role: str | None = None
    whose: str = "adviser"
    after_window: str = ""

    @property
    def at(self) -> datetime:
        """The instant, in UTC."""
        return start_of_day(self.on)

    @property
    def key(self) -> Key:
        return (self.rule, self.of, self.due_on, self.kind, self.step)

    def told_on(self, day: date) -> str:
        """The sentence that the people of the case read on a day: its own, or a later one where it was missed."""
        what = f"{self.title}{said_of(self.of, self.whose)}"
        due = f"{long_date(self.due_on)} ({self.citation})"
        match self.kind:
            case "window_closed":
                return f"{what}: the time for it ended on {due}. {self.after_window}".rstrip()
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
    last_draft = max((c.started_on for c in clocks if c.role == ClockRole.ANSWER_THE_DRAFT), default=None)
    for clock in clocks:
        if clock.role == ClockRole.ANSWER_THE_DRAFT and clock.started_on != last_draft:
            continue  # a changed draft starts the time again, and the time of the one before says nothing
        if stage in DECIDED and clock.chased_until == "decided":
            continue
        if clock.status == "open" or (clock.status == "closed" and clock.due_on < london_date(now)):
            found.append(_moment(clock, clock.due_on + _DAY, Rung(0, "window_closed", ())))
        elif is_owed(clock) and (clock.rule, clock.of, clock.due_on) not in excused:
            quiet = (planned or {}).get((clock.rule, clock.of))
            role = clock.role or ""
            for ladder in (OWN.get(role) or LADDERS.get(clock.kind), CHASES.get(role)):
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
        on=on,
        kind=rung.kind,
        rule=clock.rule,
        of=clock.of,
        due_on=clock.due_on,
        step=rung.working_days,
        roles=rung.roles,
        title=clock.title,
        citation=clock.citation,
        role=clock.role,
        whose=clock.whose,
        after_window=clock.after_window if rung.kind == "window_closed" else "",
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
    concerned = [clock for clock in clocks if not (stage in DECIDED and clock.chased_until == "decided")]
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
        if not clock.keeps_case_open:
            continue
        if clock.status == "open" or (clock.kind == "limit" and is_owed(clock)):
            return False
    return True
