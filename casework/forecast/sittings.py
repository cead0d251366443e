"""How often the panel sits in the coming months on its days of the week, and whether its places suffice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday")


@dataclass(frozen=True, slots=True)
class MonthOfSittings:
    """The sittings of a month, by its first day, and their places; None where the council has not told its places."""

    first: date
    sittings: int
    places: float | None


@dataclass(frozen=True, slots=True)
class PanelYear:
    """The sittings of the coming months, and how many cases will need a place in them.

    `lost` counts the days of the panel that are bank holidays. `places_a_sitting` is None where the places are not told.
    """

    days: tuple[str, ...]
    months: tuple[MonthOfSittings, ...]
    lost: int
    places_a_sitting: float | None
    decisions: float

    @property
    def sittings(self) -> int:
        """The sittings of all months."""
        return sum(one.sittings for one in self.months)

    @property
    def places(self) -> float | None:
        """The places of all months; None where they are not told."""
        return None if self.places_a_sitting is None else self.sittings * self.places_a_sitting

    @property
    def is_enough(self) -> bool | None:
        """Whether there is a place for each case; None where the places are not told."""
        return None if self.places is None else self.places >= self.decisions


def panel_year(
    firsts: Sequence[date],
    days: Collection[str],
    places_a_week: float | None,
    is_working: Callable[[date], bool],
    decisions: float,
) -> PanelYear | None:
    """Return the sittings of the months that begin on some days; None if the council has named no day for its panel."""
    named = tuple(day for day in WEEKDAYS if day in days)
    if not named or not firsts:
        return None
    each = places_a_week / len(named) if places_a_week is not None else None
    months, lost = [], 0
    for first in firsts:
        sittings = 0
        day = first
        while (day.year, day.month) == (first.year, first.month):
            if day.weekday() < len(WEEKDAYS) and WEEKDAYS[day.weekday()] in named:
                sittings, lost = sittings + is_working(day), lost + (not is_working(day))
            day += timedelta(days=1)
        months.append(MonthOfSittings(first, sittings, sittings * each if each is not None else None))
    return PanelYear(named, tuple(months), lost, each, decisions)
