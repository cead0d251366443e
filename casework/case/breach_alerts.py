"""Breach alerts: who is alerted before the last day of a limit, on the day of its breach, and afterwards.

The steps are data (casework.case.alert_steps). If several steps were missed (the case was opened late, or the worker was down), only the latest
one is sent, at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count

from casework.case.advisers import FAMILYS_OWN
from casework.case.alert_steps import FAMILYS_VIEWS, STANDARD, AlertSteps, Ladder, Rung
from casework.case.clock import Clock, WorkingDays
from casework.case.moment import Key, Moment, moment_of
from statute.clock_roles import ClockRole
from statute.local_time import london_date

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Chasing:
    """How a case is chased: its acknowledged breaches, each with the last day without an alert, and its steps."""

    planned: Mapping[tuple[str, str | None], date] = field(default_factory=dict)
    steps: AlertSteps = STANDARD

    def quiet_until(self, clock: Clock) -> date | None:
        """The last day without an alert about a clock."""
        return self.planned.get((clock.rule, clock.of))


def alerts_of(
    clock: Clock, done: Set[Key], now: datetime, calendar: WorkingDays, chasing: Chasing
) -> Iterator[Moment]:
    """The alerts and reminders for an obligation that is not yet met: those due but not recorded, and those to come.

    No alert repeats up to the planned day, where the breach was acknowledged.
    """
    role = clock.role or ""
    is_familys_own = role == ClockRole.RETURN_ADVICE and clock.of in FAMILYS_OWN
    main = FAMILYS_VIEWS if is_familys_own else chasing.steps.of_clock(role, clock.kind)
    quiet_until = chasing.quiet_until(clock)
    for ladder in (main, chasing.steps.chases_of(role)):
        if ladder is not None:
            yield from _coming(clock, ladder, _of_ladder(done, ladder), now, calendar, quiet_until)


def _coming(
    clock: Clock,
    ladder: Ladder,
    done: Set[Key],
    now: datetime,
    calendar: WorkingDays,
    quiet_until: date | None,
) -> Iterator[Moment]:
    """The latest step that is due and not yet recorded, and every step to come (only the next of a repeating one).

    The breach alert always comes before its repeats. Each repeat comes on its own day, and after the planned day where
    the breach was acknowledged.
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


def day_of(rung: Rung, started_on: date, due_on: date, calendar: WorkingDays) -> date | None:
    """The day of a step; None for a reminder that would come after the last day."""
    if rung.days_after_start is not None:
        day = started_on + rung.days_after_start * _DAY
        return None if day > due_on else day
    return calendar.add_working_days(due_on, rung.working_days) if rung.working_days < 0 else due_on + _DAY


def _steps(clock: Clock, ladder: Ladder, calendar: WorkingDays, quiet_until: date | None) -> Iterator[Moment]:
    """The steps of a ladder in order, with one more on the working day after the planned day of an acknowledged breach."""
    breach = clock.due_on + _DAY
    for rung in ladder.rungs:
        day = day_of(rung, clock.started_on, clock.due_on, calendar)
        if day is None:
            continue
        yield moment_of(clock, day, rung.kind, rung.working_days, rung.roles)
    if ladder.then is not None and ladder.then_every:
        after_plan = None if quiet_until is None else calendar.add_working_days(quiet_until, 1)
        last, stride = breach, ladder.then_every if after_plan is None else 1
        for step in count(stride, stride):
            last = calendar.add_working_days(last, stride)
            if step % ladder.then_every == 0 or last == after_plan:
                yield moment_of(clock, last, ladder.then.kind, step, ladder.then.roles)
