"""The colour of a case, and the limit that decides it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.case.clock import Clock, WorkingDays, is_owed
from casework.case.stages import DECIDED, Stage

AMBER_WORKING_DAYS = 10
"""The number of working days before its next limit from which a case is amber."""


def next_limit(clocks: Iterable[Clock]) -> Clock | None:
    """The unmet limit with the earliest last day, or None."""
    unmet = [clock for clock in clocks if clock.kind == "limit" and is_owed(clock)]
    return min(unmet, key=lambda clock: (clock.due_on, clock.rule), default=None)


def rag(clocks: Iterable[Clock], stage: Stage, closed: bool, today: date, calendar: WorkingDays) -> str:
    """The colour of a case: red (a limit is breached), amber (a limit is near), green, or closed."""
    if closed:
        return "closed"
    concerned = [clock for clock in clocks if not (stage in DECIDED and clock.chased_until == "decided")]
    limit = next_limit(concerned)
    if limit is None:
        return "green"
    if limit.status == "overdue":
        return "red"
    return "amber" if calendar.add_working_days(limit.due_on, -AMBER_WORKING_DAYS) <= today else "green"
