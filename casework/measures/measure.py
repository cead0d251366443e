"""The measures of the service, as measures.yaml defines them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final, Literal

from casework.measures.conditions import Condition, read_condition
from statute.strict_reading import yaml_from

Unit = Literal["percent", "weeks", "number"]
Subject = Literal["case", "advice", "stage", "dispute", "plan_limit"]
Cut = Literal["team", "officer", "service", "stage", "setting", "need", "age", "month"]
CUTS: Final[Mapping[Cut, str]] = {
    "team": "Team",
    "officer": "Officer",
    "service": "Service",
    "stage": "Stage",
    "setting": "Setting",
    "need": "Main need",
    "age": "Age on 31 August",
    "month": "Month",
}
"""What measures can be cut by, each with its heading."""
_OF_SPANS: Final[Mapping[str, Subject]] = {"service": "advice", "stage": "stage"}
"""The cuts by the name of what lasts: only the measures about it have them."""
_DAYS_IN_A_WEEK: Final = 7
_THURSDAY: Final = 3
_MONTHS_SHOWN: Final = 13
"""How many months the cut by month goes back: this month of last year is there to compare with."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A rate whose numerator and parts of the denominator are the numbers of other measures."""

    numerator: str
    denominator: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure, as measures.yaml describes its fields. `verified` is whether its definition was read at its source.

    `columns` are those of the published set with the same measure. `target` is which way a target of the council's own
    would be set for it; empty for none.
    """

    id: str
    group: str
    name: str
    unit: Unit
    of: Subject
    definition: str
    counts: str
    source: str
    leaves_out: str
    verified: bool
    meets: str = ""
    by: str | None = None
    counted: tuple[Condition, ...] = ()
    met: tuple[Condition, ...] = ()
    sum: str | None = None
    ratio: Ratio | None = None
    missing: str = ""
    absent: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    target: Literal["", "at_least", "at_most"] = ""

    def has_cut(self, cut: str | None) -> bool:
        """Whether it can be cut so. A rate of other measures has no cut, since its parts have different days."""
        if cut is None:
            return True
        if self.ratio is not None or (cut == "month" and self.by is None):
            return False
        return cut not in _OF_SPANS or self.of == _OF_SPANS[cut]

    @property
    def counts_rows(self) -> bool:
        """Whether its numerator is a number of rows, and not a sum of days."""
        return self.sum is None


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted: the numerator (a number, or a sum of days), the denominator, and how many cases are in it."""

    numerator: int = 0
    denominator: int = 0
    cases: int = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure with its value, for all cases or for one value (`key`) of a cut.

    `value` is None where nothing was counted. `absent` says why, or which part is missing.
    """

    measure: Measure
    value: float | None
    numerator: int
    denominator: int
    cases: int
    key: str | None = None
    absent: str = ""


def value_of(measure: Measure, count: Count) -> float | None:
    """Return the value of a measure: a percentage or weeks with one decimal place, or a number; None of nothing."""
    if measure.unit == "number":
        return float(count.numerator)
    if not count.denominator:
        return None
    each = count.numerator / count.denominator
    return round(each * 100 if measure.unit == "percent" else each / _DAYS_IN_A_WEEK, 1)


def measured(measure: Measure, count: Count, key: str | None = None) -> Measured:
    """Return a measure with what was counted."""
    value = value_of(measure, count)
    parts = [measure.missing, *(f"{part}: {why}" for part, why in measure.absent.items())]
    if value is None:
        parts.insert(0, f"There were no {measure.counts}.")
    said = " ".join(part[0].upper() + part[1:] for part in parts if part)
    return Measured(measure, value, count.numerator, count.denominator, count.cases, key, said)


@dataclass(frozen=True, slots=True)
class Period:
    """The days that figures are about: the calendar year up to a day, as the Department counts it."""

    as_at: date
    months: bool = False
    """Whether it is cut by month, which also shows the months before the year."""

    @property
    def first(self) -> date:
        """The first day."""
        if not self.months:
            return self.as_at.replace(month=1, day=1)
        back = self.as_at.year * 12 + self.as_at.month - _MONTHS_SHOWN
        return date(back // 12, back % 12 + 1, 1)

    @property
    def days(self) -> Mapping[str, date]:
        """The days that a condition may name."""
        return {"as_at": self.as_at, "census_on": census_before(self.as_at)}

    @property
    def ages_on(self) -> date:
        """The day on which ages are taken: 31 August of the year."""
        return date(self.as_at.year, 8, 31)


def census_before(day: date) -> date:
    """Return the last January census day on or before a day: the third Thursday in January."""
    found = _third_thursday(day.year)
    return found if found <= day else _third_thursday(day.year - 1)


def _third_thursday(year: int) -> date:
    first = date(year, 1, 1)
    return first + timedelta(days=(_THURSDAY - first.weekday()) % _DAYS_IN_A_WEEK, weeks=2)


def _measure(written: Mapping[str, Any], content: Mapping[str, Any]) -> Measure:
    conditions = {
        name: tuple(read_condition(one) for one in written.get(name, ())) for name in ("counted", "met")
    }
    ratio = written.get("ratio")
    made = Ratio(ratio["numerator"], tuple(ratio["denominator"])) if ratio else None
    source = content["sources"][written["source"]]
    words = {
        "source": source["said"],
        "columns": tuple(source["columns"]),
        "leaves_out": content["may_leave_out"][written["leaves_out"]],
    }
    return Measure(**{**written, **conditions, **words, "ratio": made})


_CONTENT: Final[dict[str, Any]] = yaml_from(
    Path(__file__).with_name("measures.yaml").read_text(encoding="utf-8")
)
GROUPS: Final[Mapping[str, str]] = _CONTENT["groups"]
"""The groups of measures, each with its heading."""
MEASURES: Final[Mapping[str, Measure]] = {
    one["id"]: _measure(one, _CONTENT)
    for group in GROUPS
    for one in _CONTENT["measures"]
    if one["group"] == group
}
"""Every measure by its id, in display order."""
