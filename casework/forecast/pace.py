"""Days that count for the work: one for a working day in term, less for a school holiday, a weekend or a bank holiday."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from casework.forecast.priors import Priors

TERM, HOLIDAY, OFF = 0, 1, 2
"""The kinds of days: a working day in term, a working day in school holidays, and a day on which no office works."""


@dataclass(frozen=True, slots=True)
class DayKinds:
    """The kind of each day from `first` on, and how many days of each kind came before each."""

    first: date
    kinds: Sequence[int]
    before: tuple[Sequence[int], Sequence[int], Sequence[int]]

    def place(self, day: date) -> int:
        """Return the place of a day; a day outside the range has that of the nearest end."""
        return min(max((day - self.first).days, 0), len(self.kinds))

    def counted(self, kind: int, after: date, to: date) -> int:
        """Return the number of days of a kind after a day, up to and including another."""
        return self.before[kind][self.place(to + _DAY)] - self.before[kind][self.place(after + _DAY)]


_DAY = timedelta(days=1)


def day_kinds(
    first: date, last: date, is_working: Callable[[date], bool], holidays: Iterable[tuple[date, date]]
) -> DayKinds:
    """Return the kinds of the days of a period. Each holiday is its first and last day."""
    closed = {begin + timedelta(days=one) for begin, end in holidays for one in range((end - begin).days + 1)}
    days = [first + timedelta(days=one) for one in range((last - first).days + 1)]
    kinds = [OFF if not is_working(day) else HOLIDAY if day in closed else TERM for day in days]
    term, holiday, off = (
        list(accumulate((kind == which for kind in kinds), initial=0)) for which in (TERM, HOLIDAY, OFF)
    )
    return DayKinds(first, kinds, (term, holiday, off))


def usual_holidays(first: date, last: date, priors: Priors) -> list[tuple[date, date]]:
    """Return the usual school holidays of a period, for an authority that loaded none."""
    found = []
    for year in range(first.year - 1, last.year + 1):
        for begin, end in priors.school_holidays:
            found.append((date(year, *begin), date(year + (end < begin), *end)))
    return found


@dataclass(frozen=True, slots=True)
class Pace:
    """The days of work that came before each calendar day."""

    first: date
    before: Sequence[float]

    def at(self, day: date) -> float:
        """Return the days of work before a day."""
        place = (day - self.first).days
        if place < 0:
            return place * self.before[-1] / (len(self.before) - 1)
        return self.before[min(place, len(self.before) - 1)]

    def between(self, first: date, last: date) -> float:
        """Return the days of work from one day to another."""
        return self.at(last) - self.at(first)

    def next_working_day(self, day: date) -> date:
        """Return the next day on which work passes at half its pace or more; the next day if the period ends before."""
        for place in range(max((day - self.first).days + 1, 0), len(self.before) - 1):
            if self.before[place + 1] - self.before[place] >= 0.5:
                return self.first + timedelta(days=place)
        return day + _DAY

    def day_of(self, worked: float) -> date:
        """Return the first day that has as many days of work before it, to the nearest."""
        return self.first + timedelta(days=bisect_left(self.before, worked - 0.5))


def pace(days: DayKinds, holiday: float, off: float) -> Pace:
    """Return the pace of a period, given how much of a working day in term passes on other days."""
    weights = (1.0, holiday, off)
    return Pace(days.first, list(accumulate((weights[kind] for kind in days.kinds), initial=0.0)))
