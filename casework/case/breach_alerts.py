"""Breach alerts: who is alerted before the last day of a limit, on the day of its breach, and afterwards.

The ladders are data. If several steps were missed (the case was opened late, or the worker was down), only the latest
one is sent, at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

from casework.case.advisers import FAMILYS_OWN
from casework.case.clock import Clock, WorkingDays
from casework.case.moment import Key, Moment, MomentKind, Role, moment_of
from statute.clock_roles import ClockRole
from statute.local_time import london_date

_DAY = timedelta(days=1)

OFFICER: tuple[Role, ...] = ("case_officer",)
MANAGER: tuple[Role, ...] = ("case_officer", "team_manager")
HEAD: tuple[Role, ...] = ("team_manager", "head_of_service")


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder, in working days before the last day (negative) or after the day of the breach (0).

    Where `days_after_start` is given, the step comes that many calendar days after the clock started, and
    `working_days` only identifies the step.
    """

    working_days: int
    kind: MomentKind
    roles: tuple[Role, ...]
    days_after_start: int | None = None


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps for one kind of clock. After the last, `then` repeats every `then_every` working days."""

    rungs: tuple[Rung, ...]
    then_every: int | None = None
    then: Rung | None = None


LADDERS: dict[str, Ladder] = {
    "limit": Ladder(
        (
            Rung(-10, "reminder", OFFICER),
            Rung(-5, "reminder", MANAGER),
            Rung(-1, "reminder", MANAGER),
            Rung(0, "breach_alert", MANAGER),
        ),
        then_every=5,
        then=Rung(5, "breach_continues", HEAD),
    ),
    "target": Ladder((Rung(-5, "reminder", OFFICER),)),
    "guidance": Ladder((Rung(0, "not_answered", OFFICER),)),
}
"""The ladder for each kind of clock. Other kinds are not a duty, so they are not escalated."""

OWN: dict[str, Ladder] = {
    ClockRole.RETURN_ADVICE: Ladder(
        (
            *LADDERS["limit"].rungs[:-1],
            Rung(0, "breach_alert", (*MANAGER, "service_manager")),
        ),
        then_every=5,
        then=Rung(5, "breach_continues", (*HEAD, "service_manager")),
    ),
}
"""Ladders for particular roles: late advice also alerts the manager of the service that owes it."""

FAMILYS_VIEWS = Ladder((Rung(-5, "reminder", OFFICER), Rung(0, "not_answered", OFFICER)))
"""The ladder for the family's own views, which no service owes."""

CHASES: dict[str, Ladder] = {
    ClockRole.RETURN_ADVICE: Ladder(
        tuple(Rung(week - 100, "chase", ("adviser",), days_after_start=7 * week) for week in (2, 4, 5, 6))
    ),
    ClockRole.ANSWER_THE_CONSULTATION: Ladder((Rung(-90, "chase", ("setting",), days_after_start=10),)),
}
"""When people who owe an answer are reminded, until it arrives. The last reminder for advice falls at the end of six weeks."""


def alerts_of(
    clock: Clock, done: Set[Key], now: datetime, calendar: WorkingDays, quiet_until: date | None
) -> Iterator[Moment]:
    """The alerts and reminders for an obligation that is not yet met: those due but not recorded, and those to come.

    `quiet_until` is the planned day, where the breach was acknowledged; no alert repeats up to that day.
    """
    role = clock.role or ""
    is_familys_own = role == ClockRole.RETURN_ADVICE and clock.of in FAMILYS_OWN
    main = FAMILYS_VIEWS if is_familys_own else OWN.get(role) or LADDERS.get(clock.kind)
    for ladder in (main, CHASES.get(role)):
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


def _steps(clock: Clock, ladder: Ladder, calendar: WorkingDays, quiet_until: date | None) -> Iterator[Moment]:
    """The steps of a ladder in order, with one more on the working day after the planned day of an acknowledged breach."""
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
        yield moment_of(clock, day, rung.kind, rung.working_days, rung.roles)
    if ladder.then is not None and ladder.then_every:
        after_plan = None if quiet_until is None else calendar.add_working_days(quiet_until, 1)
        last, stride = breach, ladder.then_every if after_plan is None else 1
        for step in count(stride, stride):
            last = calendar.add_working_days(last, stride)
            if step % ladder.then_every == 0 or last == after_plan:
                yield moment_of(clock, last, ladder.then.kind, step, ladder.then.roles)
