"""The agenda of a case: the coming moments at which people are alerted or a window closes.

Every moment falls at the start of a local day. A recorded moment does not come again.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import date, datetime, timedelta

from casework.case.breach_alerts import Chasing, alerts_of
from casework.case.clock import Clock, WorkingDays, is_owed
from casework.case.moment import Key, Moment, moment_of
from casework.case.stages import DECIDED, ENDED, Stage
from statute.clock_roles import ClockRole
from statute.local_time import london_date

_DAY = timedelta(days=1)


def agenda(
    clocks: Iterable[Clock],
    stage: Stage,
    excused: Set[tuple[str, str | None, date]],
    done: Set[Key],
    now: datetime,
    calendar: WorkingDays,
    chasing: Chasing = Chasing(),
) -> tuple[Moment, ...]:
    """The coming moments in order, overdue ones first.

    `excused` holds (rule, of, last day) of each limit that an accepted exception covers. `done` holds the keys of the
    recorded moments. `chasing` holds the acknowledged breaches and the steps of the alerts.
    """
    if stage in ENDED:
        return ()
    found: list[Moment] = []
    clocks = list(clocks)
    last_draft = max((c.started_on for c in clocks if c.role == ClockRole.ANSWER_THE_DRAFT), default=None)
    for clock in clocks:
        if clock.role == ClockRole.ANSWER_THE_DRAFT and clock.started_on != last_draft:
            continue  # a changed draft starts the time again, so the time of the earlier draft no longer counts
        if stage in DECIDED and clock.chased_until == "decided":
            continue
        if clock.status == "open" or (clock.status == "closed" and clock.due_on < london_date(now)):
            found.append(moment_of(clock, clock.due_on + _DAY, "window_closed", 0))
        elif is_owed(clock) and (clock.rule, clock.of, clock.due_on) not in excused:
            found += alerts_of(clock, done, now, calendar, chasing)
    found = [moment for moment in found if moment.key not in done]
    return tuple(sorted(found, key=lambda m: (max(m.at, now), m.due_on, m.rule, m.of or "")))
