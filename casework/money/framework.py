"""A local framework of bands and tariffs: needs by level, bands, and what a band is worth in a year.

It is local policy, never law. A band decides no right: section 42 secures what Section F says, whatever the band.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints

from casework.money.pence import amount_read, plain_pounds

ANY: Final = "*"
"""The name for every type of setting that has no entry of its own."""
LABEL: Final = "Local policy, not law"

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Pence = Annotated[int, BeforeValidator(amount_read), PlainSerializer(plain_pounds, when_used="json")]
"""An amount of money in pence. Files and records give it in pounds, such as 1600 or 1600.50."""
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31))]
Number = Annotated[Decimal, Field(ge=0, le=100_000)]


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _by_type(value: Any) -> Any:
    return value if isinstance(value, Mapping) else {ANY: value}


Name = Annotated[Code, BeforeValidator(_text)]
ByType = Annotated[dict[str, Number], BeforeValidator(_by_type), Field(min_length=1)]
"""A number by type of setting. A file may give one number for every type."""


class Part(BaseModel):
    """The base of every part of a framework: immutable, and unknown names are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SettingType(Part):
    """A type of setting with its own weights and values. `kinds` holds the kinds of the national register that it covers."""

    id: Code
    title: Words
    kinds: tuple[Code, ...] = ()


class Level(Part):
    """A level of a category: what it looks like, and its points by type of setting. Without points the level counts itself."""

    level: Annotated[int, Field(ge=0, le=99)]
    text: Words
    points: ByType | None = None


class Category(Part):
    """A category of need. `areas` holds the areas of the plan whose Sections B and F show it."""

    id: Code
    title: Words
    areas: tuple[Code, ...] = ()
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]


class Band(Part):
    """A band: the points from which it holds, by type of setting. A band with `plus` may carry a further agreed amount."""

    id: Name
    title: Words
    at_least: ByType
    plus: bool = False


class Year(Part):
    """A financial or academic year from the day it starts. `uplift_percent` raises the values of the year before."""

    id: Name
    starts: Day
    uplift_percent: Annotated[Decimal, Field(ge=-50, le=100)] = Decimal(0)


class Value(Part):
    """What a band is worth in a year in a type of setting. Where hours are priced, it is the price of an hour."""

    band: Name
    setting_type: str = ANY
    year: Name
    amount: Pence


class Element(Part):
    """Money that does not follow the band: element 1, element 2, or a place. Without a year it holds in every year."""

    element: Annotated[Literal["1", "2", "place"], BeforeValidator(_text)]
    setting_type: str = ANY
    year: Name | None = None
    amount: Pence


class Rounding(Part):
    """How an uplifted amount of a year is rounded: to a whole pound or penny, and where a half goes."""

    amounts: Literal["pound", "penny"] = "penny"
    half: Literal["up", "even"] = "up"


class Payment(Part):
    """How a stay is paid: by calendar days of a year of 365 days or of the year's own length, in lines by month, quarter or year.

    `last_day_paid` is whether the day of leaving is paid. The lines of one price add up to the price of all its days.
    """

    days_in_year: Annotated[Literal["365", "actual"], BeforeValidator(_text)] = "365"
    every: Literal["month", "quarter", "year"] = "month"
    last_day_paid: bool = True


class Framework(Part):
    """A framework as its file gives it. `fallback` names the framework that new decisions take once this one is off."""

    id: Code
    version: Name
    name: Words
    label: Words = LABEL
    starts: Day
    ends: Day | None = None
    off_from: Day | None = None
    fallback: dict[str, Code] = Field(default_factory=dict)
    combine: Literal["sum", "highest"] = "sum"
    priced_by: Literal["band", "hour"] = "band"
    weeks_in_year: Annotated[int, Field(ge=1, le=53)] = 39
    values_are: Literal["top_up", "total"] = "top_up"
    setting_types: Annotated[tuple[SettingType, ...], Field(min_length=1)]
    categories: Annotated[tuple[Category, ...], Field(min_length=1)]
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]
    years: Annotated[tuple[Year, ...], Field(min_length=1)]
    values: tuple[Value, ...]
    elements: tuple[Element, ...] = ()
    rounding: Rounding = Rounding()
    payment: Payment = Payment()

    def category(self, category_id: str) -> Category | None:
        """Return a category by its id, or None."""
        return next((one for one in self.categories if one.id == category_id), None)

    def band(self, band_id: str) -> Band | None:
        """Return a band by its id, or None."""
        return next((one for one in self.bands if one.id == band_id), None)

    def type_of_kind(self, kind: str | None) -> str | None:
        """Return the type of setting that covers a kind of the national register, or None."""
        return next((one.id for one in self.setting_types if kind in one.kinds), None)

    def is_off(self, day: date) -> bool:
        """Return whether new decisions of a day can no longer use it."""
        return any(end is not None and end <= day for end in (self.off_from, self.ends))


def by_type(numbers: Mapping[str, Any], setting_type: str) -> Any:
    """Return the entry of a type of setting, or the entry for every type; None if there is neither."""
    return numbers.get(setting_type, numbers.get(ANY))
