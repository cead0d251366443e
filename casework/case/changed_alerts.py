"""How other steps change the reminders and alerts of the limits of a case. Pure, and no date of the law is part of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from casework.case.advisers import FAMILYS_OWN
from casework.case.alert_steps import AlertSteps, Ladder
from casework.case.breach_alerts import day_of
from casework.case.clock import WorkingDays
from statute.clock_roles import ClockRole

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Chased:
    """What is chased in a case: the role and kind of a limit, the adviser or setting, its first and its last day."""

    role: str
    kind: str
    of: str | None
    started_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class ChangedAlerts:
    """How a case is chased after a change: by how many days its next reminder or alert moves, and whether one comes at once.

    `days` is negative for earlier. It is None if one comes at once, or if there is no next one before or after the change.
    """

    days: int | None
    at_once: bool
    stops: bool
    begins: bool

    @property
    def is_change(self) -> bool:
        """Whether the change is felt in this case."""
        return bool(self.days) or self.at_once or self.stops or self.begins


def changed_alerts(
    clocks: Iterable[Chased], before: AlertSteps, after: AlertSteps, today: date, calendar: WorkingDays
) -> ChangedAlerts:
    """Return how a case is chased after a change of the steps."""
    known = list(clocks)
    was, is_now = (_next(known, steps, today, calendar) for steps in (before, after))
    at_once = any(_comes_at_once(one, before, after, today, calendar) for one in known)
    return ChangedAlerts(
        days=(is_now - was).days if was is not None and is_now is not None and not at_once else None,
        at_once=at_once,
        stops=was is not None and is_now is None,
        begins=was is None and is_now is not None,
    )


def _next(clocks: Iterable[Chased], steps: AlertSteps, today: date, calendar: WorkingDays) -> date | None:
    """The next day on which someone is reminded or alerted, after today."""
    days = (
        day
        for one in clocks
        for ladder in _ladders(one, steps)
        for day in _days(one, ladder, today, calendar)
    )
    return min((day for day in days if day > today), default=None)


def _days(one: Chased, ladder: Ladder, today: date, calendar: WorkingDays) -> Iterator[date]:
    for rung in ladder.rungs:
        if (day := day_of(rung, one.started_on, one.due_on, calendar)) is not None:
            yield day
    if ladder.then_every:
        day = one.due_on + _DAY
        while day <= today:
            day = calendar.add_working_days(day, ladder.then_every)
        yield day


def _comes_at_once(
    one: Chased, before: AlertSteps, after: AlertSteps, today: date, calendar: WorkingDays
) -> bool:
    """Whether a later step than before has come by today, so that people are told at once."""
    was, is_now = (_reached(one, steps, today, calendar) for steps in (before, after))
    return is_now is not None and (was is None or is_now > was)


def _reached(one: Chased, steps: AlertSteps, today: date, calendar: WorkingDays) -> int | None:
    """The last step of the main ladder that has come by today, or None."""
    ladder = next(_ladders(one, steps), None)
    come = [
        rung.working_days
        for rung in (ladder.rungs if ladder else ())
        if rung.days_after_start is None
        and (day := day_of(rung, one.started_on, one.due_on, calendar)) is not None
        and one.started_on <= day <= today
    ]
    return max(come, default=None)


def _ladders(one: Chased, steps: AlertSteps) -> Iterator[Ladder]:
    is_familys_own = one.role == ClockRole.RETURN_ADVICE and one.of in FAMILYS_OWN
    if not is_familys_own and (main := steps.of_clock(one.role, one.kind)) is not None:
        yield main
    if (chases := steps.chases_of(one.role)) is not None:
        yield chases
