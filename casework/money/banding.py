"""The band of a child's profile, and what a band is worth: elements 1, 2 and 3, in each year of the framework."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from casework.money.framework import ANY, Framework, Year, by_type
from casework.money.pence import plain_pounds, rounded

_DAYS_OF_A_COMMON_YEAR = 365


class BadProfile(ValueError):  # noqa: N818 - named for what is wrong
    """A profile does not fit the framework. `field` names its category; the message says what to do."""

    def __init__(self, field: str, says: str) -> None:
        self.field = field
        super().__init__(says)


@dataclass(frozen=True, slots=True)
class Banded:
    """The points and the band that a framework computes from a profile."""

    points: Decimal
    band: str


@dataclass(frozen=True, slots=True)
class Price:
    """What a band is worth from a day on, in pence a year. `days` is the length of the year that a day is a part of.

    Element 1 is the school's core money, element 2 its notional SEN money; the authority pays the top-up, element 3.
    """

    starts: date
    year: str
    days: int
    core: int
    notional: int
    place: int
    top_up: int

    @property
    def whole(self) -> int:
        """Elements 1, 2 and 3 and the place, in pence a year."""
        return self.core + self.notional + self.place + self.top_up


def banded(framework: Framework, levels: Mapping[str, int], setting_type: str) -> Banded:
    """Return the band of a profile: a level for each category. Raises BadProfile."""
    points = points_of(framework, levels, setting_type)
    band = framework.bands[0]
    for one in framework.bands:
        least = by_type(one.at_least, setting_type)
        if least is not None and points >= least:
            band = one
    return Banded(points, band.id)


def points_of(framework: Framework, levels: Mapping[str, int], setting_type: str) -> Decimal:
    """Return the points of a profile in a type of setting. Raises BadProfile."""
    if not any(one.id == setting_type for one in framework.setting_types):
        raise BadProfile("setting_type", "Select the type of setting")
    for name in levels:
        if framework.category(name) is None:
            raise BadProfile(name, f"{name} is not a category of {framework.name}; leave it out")
    each = []
    for category in framework.categories:
        found = next((one for one in category.levels if one.level == levels.get(category.id)), None)
        if found is None:
            raise BadProfile(category.id, f"Select a level for {category.title}")
        weight = by_type(found.points, setting_type) if found.points else None
        each.append(Decimal(found.level) if weight is None else weight)
    return max(each) if framework.combine == "highest" else sum(each, Decimal(0))


def value_in(framework: Framework, band: str, setting_type: str, year_id: str) -> int:
    """Return the value of a band in a year, in pence: as the file gives it, or raised from the year before."""
    value = 0
    for year in framework.years:
        given = _given(framework, band, setting_type, year.id)
        value = given if given is not None else _uplifted(framework, value, year)
        if year.id == year_id:
            break
    return value


def prices_of(
    framework: Framework, band: str, setting_type: str, points: Decimal, extra: int = 0
) -> tuple[Price, ...]:
    """Return the prices of a band from each year of the framework on.

    `extra` is an amount agreed above a band with `plus`, in pence a year; no year raises it.
    """
    return tuple(_price(framework, year, (band, setting_type), points, extra) for year in framework.years)


def price_on(prices: tuple[Price, ...], day: date) -> Price | None:
    """Return the price that holds on a day, or None before the first."""
    return max((one for one in prices if one.starts <= day), key=lambda one: one.starts, default=None)


def price_as_json(price: Price) -> dict[str, Any]:
    """Return a price as the records keep it, with amounts in pence."""
    return {**asdict(price), "starts": price.starts.isoformat()}


def price_from(content: Mapping[str, Any]) -> Price:
    """Return a price that the records kept."""
    return Price(**{**content, "starts": date.fromisoformat(content["starts"])})


def price_in_pounds(price: Price) -> dict[str, Any]:
    """Return a price as a program reads it, with amounts in pounds."""
    return {
        "from": price.starts.isoformat(),
        "year": price.year,
        "element_1": plain_pounds(price.core),
        "element_2": plain_pounds(price.notional),
        "place": plain_pounds(price.place),
        "element_3": plain_pounds(price.top_up),
    }


def _price(framework: Framework, year: Year, of: tuple[str, str], points: Decimal, extra: int) -> Price:
    band, setting_type = of
    core, notional, place = (_element(framework, name, setting_type, year.id) for name in ("1", "2", "place"))
    value = Decimal(value_in(framework, band, setting_type, year.id))
    if framework.priced_by == "hour":
        value *= points * framework.weeks_in_year
    whole = rounded(value, framework.rounding.half, framework.rounding.amounts)
    top_up = max(0, whole - core - notional) if framework.values_are == "total" else whole
    return Price(year.starts, year.id, _days(framework, year), core, notional, place, top_up + extra)


def _days(framework: Framework, year: Year) -> int:
    if framework.payment.days_in_year == "365":
        return _DAYS_OF_A_COMMON_YEAR
    later = [one.starts for one in framework.years if one.starts > year.starts]
    ends = min(later, default=_a_year_after(year.starts))
    return (ends - year.starts).days


def _a_year_after(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return date(day.year + 1, 3, 1) if leap_day else day.replace(year=day.year + 1)


def _given(framework: Framework, band: str, setting_type: str, year: str) -> int | None:
    found = {
        one.setting_type: one.amount for one in framework.values if one.band == band and one.year == year
    }
    return found.get(setting_type, found.get(ANY))


def _uplifted(framework: Framework, value: int, year: Year) -> int:
    raised = Decimal(value) * (100 + year.uplift_percent) / 100
    to = "penny" if framework.priced_by == "hour" else framework.rounding.amounts
    return rounded(raised, framework.rounding.half, to)


def _element(framework: Framework, name: str, setting_type: str, year: str) -> int:
    found = {(one.setting_type, one.year): one.amount for one in framework.elements if one.element == name}
    order = ((setting_type, year), (setting_type, None), (ANY, year), (ANY, None))
    return next((found[each] for each in order if each in found), 0)
