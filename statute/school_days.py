"""School days of one school or of an authority: working days on which it is not closed.

A school day is a day on which the school has a session (Education Act 1996 s.579(1)). A school that has given no closures is
taken to be open on every working day, which can only bring a last day forward.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from statute.calendars import WorkingDays, england
from statute.school_closures import Closure

_DAY = timedelta(days=1)


class SchoolDays(WorkingDays):
    """A calendar of England that also counts the school days of a school. It never changes.

    `closed` holds each closure as its first closed day and the day on which the school re-opens.
    """

    __slots__ = ("_school",)

    def __init__(
        self, working: WorkingDays, closed: Iterable[tuple[date, date]], first: date, last: date
    ) -> None:
        super().__init__(working.bank_holidays, first, last)
        spans = sorted((begins.toordinal(), ends.toordinal()) for begins, ends in closed)
        away = {day for begins, ends in spans for day in range(begins, ends)}
        self._school = [day for day in self._working if day not in away]

    def is_school_day(self, day: date) -> bool:
        """Whether the school has a session on a day."""
        self._inside(day)
        return self._counted(self._school, day - _DAY, 1) == day

    def add_school_days(self, day: date, days: int) -> date:
        """The Nth school day after a day (before it, for a negative N). The day itself is not counted."""
        return self._counted(self._school, day, days)


_FIRST, _LAST = date(1998, 1, 1), date(2060, 12, 31)


@lru_cache(maxsize=256)
def _school_days(
    closed: tuple[tuple[date, date], ...], proclaimed: frozenset[date], release: str | None
) -> SchoolDays:
    return SchoolDays(england(proclaimed, release=release), closed, _FIRST, _LAST)


def school_days(
    closed: Iterable[tuple[date, date]], *, proclaimed: Iterable[date] = (), release: str | None = None
) -> SchoolDays:
    """The school days of a school with these closures, on one release of the bank holidays (by default the newest)."""
    return _school_days(tuple(sorted(closed)), frozenset(proclaimed), release)


def closures_of(closures: Iterable[Closure]) -> tuple[tuple[date, date], ...]:
    """The first closed day and the day of re-opening of each closure, in order and each once."""
    return tuple(sorted({(one.first_closed_day, one.reopens_on) for one in closures}))
