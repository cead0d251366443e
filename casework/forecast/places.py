"""The queue for a place at the panel, when there are more or fewer places in a week."""

from __future__ import annotations

from collections.abc import Sequence

from casework.forecast.walk import WORK_DAYS_IN_A_WEEK


def longer_waits(
    arrivals: Sequence[Sequence[float | None]], now: float, places_today: float, places_then: float
) -> list[list[float]]:
    """Return how much longer each case waits in each course, in days of work; less than 0 where it waits less.

    Cases are taken in the order in which they begin to wait, at an even pace.
    """
    if places_today == places_then:
        return [[0.0] * len(of) for of in arrivals]
    found = [[0.0] * len(of) for of in arrivals]
    for draw in range(len(arrivals[0]) if arrivals else 0):
        waiting = [(at, case) for case, of in enumerate(arrivals) if (at := of[draw]) is not None]
        waiting.sort()
        today = then = now
        for at, case in waiting:
            today = max(today + WORK_DAYS_IN_A_WEEK / places_today, at)
            then = max(then + WORK_DAYS_IN_A_WEEK / max(places_then, 0.1), at)
            found[case][draw] = then - today
    return found
