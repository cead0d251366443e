"""How long a stage or a service takes, from what has ended and what has not ended yet."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

LONGEST = 500
"""The longest duration in days of work that is told apart."""


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay: how old it was when the watch began (-1 from its beginning), and its age when it ended or was last seen."""

    since: int
    age: int
    ended: bool


@dataclass(frozen=True, slots=True)
class Durations:
    """The chance of being over by each day of work. `stays` is how many own stays it rests on.

    `rates_by` is the sum of the rates of departure up to each day.
    """

    over_by: Sequence[float]
    rates_by: Sequence[float]
    stays: int

    def draw(self, chance: float, age: int = -1, pace: float = 1.0) -> int:
        """Return the day at which a stay of an age ends, for a chance between 0 and 1; always later than its age.

        With a `pace` of 2 it ends twice as readily on each day.
        """
        left = 1.0 - self.over_by[min(age, LONGEST)] if age >= 0 else 1.0
        if left <= 0.0:
            return age + 1
        chance_left = (1.0 - chance) if pace == 1.0 else (1.0 - chance) ** (1.0 / pace)
        return max(bisect_left(self.over_by, 1.0 - left * chance_left), age + 1)

    def expected(self, stay: Stay) -> float:
        """Return how many departures a stay should have had while it was watched: the sum of the rates of its days."""
        before = self.rates_by[min(stay.since, LONGEST)] if stay.since >= 0 else 0.0
        return max(0.0, self.rates_by[min(max(stay.age, 0), LONGEST)] - before)

    @property
    def median(self) -> int:
        """The day of work at which half are over."""
        return bisect_left(self.over_by, 0.5)


def durations(stays: Iterable[Stay], prior: Callable[[float], float], pseudo_cases: float) -> Durations:
    """Return the durations of stays (Kaplan-Meier, watched from an age on), drawn towards a prior.

    On each day the departures among those still there are joined by those of `pseudo_cases` cases of the prior, so the
    prior counts most where few own cases are left.
    """
    begun = [0.0] * (LONGEST + 2)
    ended = [0.0] * (LONGEST + 2)
    number = 0
    for stay in stays:
        age = min(max(stay.age, 0), LONGEST)
        if stay.since >= age:
            continue
        number += 1
        begun[max(stay.since + 1, 0)] += 1
        begun[age + 1] -= 1
        ended[age] += stay.ended
    over_by, leave, left = [], [], 1.0
    prior_left, rate = 1.0, 0.0
    for day, there in enumerate(accumulate(begun[: LONGEST + 1])):
        left_after = 1.0 - prior(day + 0.5)
        if prior_left > 1e-6:
            rate = 1.0 - left_after / prior_left
        prior_left = left_after
        leaving = (ended[day] + pseudo_cases * rate) / (there + pseudo_cases)
        left *= 1.0 - leaving
        over_by.append(1.0 - left)
        leave.append(leaving)
    over_by[-1] = 1.0
    return Durations(over_by, list(accumulate(leave)), number)
