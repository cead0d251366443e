"""The requests that are expected in each of the coming months."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from casework.forecast.priors import Priors
from casework.measures.case_life import CaseLife

_YEAR = 12


@dataclass(frozen=True, slots=True)
class Month:
    """The requests expected in a month, by its first day."""

    first: date
    requests: float


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The coming months, the requests of the last twelve whole months (scaled if there are fewer), and the growth in a year."""

    months: tuple[Month, ...]
    last_year: float
    growth: float

    @property
    def coming_year(self) -> float:
        """The requests expected in the coming months."""
        return sum(one.requests for one in self.months)


def arrivals(lives: Iterable[CaseLife], as_at: date, priors: Priors) -> Arrivals:
    """Return the requests expected after a day, from the authority's own months and the national pattern."""
    received = [
        one.received_on for one in lives if one.is_request and one.received_on and one.received_on <= as_at
    ]
    now = _number(as_at + timedelta(days=1))
    counts = Counter(number for on in received if (number := _number(on)) < now)
    first = min(counts, default=now)
    whole = [counts[number] for number in range(first, now)]
    recent = whole[-_YEAR:]
    last_year = sum(recent) * _YEAR / len(recent) if recent else 0.0
    growth = _growth(whole, priors)
    shares = _shares(counts, first, now, priors)
    months = tuple(
        Month(_first_day(number), last_year * growth * shares[number % _YEAR])
        for number in range(now, now + priors.capacity.months)
    )
    return Arrivals(months, last_year, growth)


def _growth(whole: Sequence[int], priors: Priors) -> float:
    """Return the growth in a year, drawn towards the national one."""
    years = len(whole) // _YEAR - 1
    national = math.log(priors.requests.growth) * priors.requests.pseudo_years
    if years < 1 or not (before := sum(whole[-2 * _YEAR : -_YEAR])) or not (last := sum(whole[-_YEAR:])):
        return priors.requests.growth
    return math.exp((math.log(last / before) + national) / (1 + priors.requests.pseudo_years))


def _shares(counts: Counter[int], first: int, now: int, priors: Priors) -> list[float]:
    """Return the share of each calendar month in a year's requests, drawn towards equal shares."""
    seen = Counter(number % _YEAR for number in range(first, now))
    usual = sum(counts.values()) / max(now - first, 1)
    a_month = priors.requests.pseudo_requests / _YEAR
    level = []
    for month in range(_YEAR):
        own = sum(count for number, count in counts.items() if number % _YEAR == month)
        expected = usual * seen[month]
        level.append((own + a_month) / (expected + a_month))
    return [one / sum(level) for one in level]


def _number(day: date) -> int:
    return day.year * _YEAR + day.month - 1


def _first_day(number: int) -> date:
    return date(number // _YEAR, number % _YEAR + 1, 1)
