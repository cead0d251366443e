"""School closures, and the exceptions that they can justify.

A closure only proposes an exception. A person accepts it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from statute.exceptions import closure_window
from statute.facts import ExceptionClaim
from statute.pack import Ground

EVERY_SETTING = "*"
LEAST_DAYS = 28
"""Only a continuous closure of four weeks or more can be a ground (regs 5(4), 10(4), 27(3))."""


@dataclass(frozen=True, slots=True)
class Closure:
    """A closure of a setting, from its first closed day to the day before it re-opens."""

    authority: str
    setting: str
    first_closed_day: date
    reopens_on: date
    name: str = ""

    @property
    def days(self) -> int:
        """The number of calendar days of the closure."""
        return (self.reopens_on - self.first_closed_day).days


def proposed_exceptions(
    closures: Iterable[Closure],
    asked_on: date,
    *,
    authority: str,
    setting: str,
    ground: Ground,
) -> tuple[ExceptionClaim, ...]:
    """The exceptions on a ground of closure that a person may accept, for a setting asked for advice on a day.

    A proposal has no reason, evidence or approval, so it excuses nothing until a person adds them.
    """
    return tuple(
        ExceptionClaim(
            ground=ground.written[0],
            from_=closure.first_closed_day,
            to=closure.reopens_on - timedelta(days=1),
            advice_asked_on=asked_on,
            closed_from=closure.first_closed_day,
            reopens_on=closure.reopens_on,
        )
        for closure in closures
        if closure.authority == authority
        and closure.setting in (setting, EVERY_SETTING)
        and closure.days >= (ground.least_days or LEAST_DAYS)
        and closure_window(closure.first_closed_day, closure.reopens_on).holds(asked_on)
    )
