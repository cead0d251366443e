"""The 26 metrics of the dashboard, with their tabs, units, definitions and sources, as `metrics.yaml` has them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from statute.strict_reading import yaml_from

_CONTENT: Final[dict[str, Any]] = yaml_from(
    Path(__file__).with_name("metrics.yaml").read_text(encoding="utf-8")
)
Unit = Literal["percent", "number", "score", "pounds", "weeks", "category"]
_AFTER: Mapping[Unit, str] = {"percent": "%", "weeks": " weeks"}
_DECIMALS: Mapping[Unit, int] = {"percent": 1, "weeks": 1, "score": 2}


class DataSet(BaseModel):
    """A published data set: its title, who publishes it, and where to get it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    publisher: str
    where: str

    @property
    def said(self) -> str:
        """Return the data set in words, such as a reader would look for it."""
        return f"{self.title} ({self.publisher})"


class Metric(BaseModel):
    """A metric: what it counts, of which whole, in which unit, from which data set, and its series.

    `combined` divides two parts that no file has divided. `live` holds by series the measure of our own records that
    counts the same thing, `differs` why they may be another number, and `no_live` why the other series have none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    tab: str
    name: str
    unit: Unit
    definition: str
    denominator: str
    data_set: str = Field(alias="set")
    years: Literal["calendar", "academic", "financial", "month"]
    level: Literal["authority", "health"] = "authority"
    better: Literal["up", "down", "neither"]
    note: str = ""
    not_before: str = ""
    series: dict[str, str]
    units: dict[str, Unit] = Field(default_factory=dict)
    categories: dict[str, Literal["red", "amber", "green"]] = Field(default_factory=dict)
    combined: dict[str, tuple[str, str]] = Field(default_factory=dict)
    needs: tuple[str, ...] = ()
    live: dict[str, str] = Field(default_factory=dict)
    differs: tuple[str, ...] = ()
    no_live: str = ""

    @property
    def first_series(self) -> str:
        """Return the series that a summary shows."""
        return next(iter(self.series))

    def unit_of(self, series: str) -> Unit:
        """Return the unit of a series."""
        return self.units.get(series, self.unit)

    def data_sets(self) -> tuple[DataSet, ...]:
        """Return the data sets that it is made of."""
        return tuple(DATA_SETS[name] for name in (self.data_set, *self.needs))

    def reasons(self) -> tuple[str, ...]:
        """Return why the live figure and the published one may differ."""
        return tuple(_CONTENT["differences"][name] for name in self.differs)

    @property
    def why_not_live(self) -> str:
        """Return why a series that our own records do not count has no live figure; nothing if they count all of them."""
        return str(_CONTENT["not_live"][self.no_live]) if self.no_live else ""

    def parts_of(self, series: str) -> tuple[str, ...]:
        """Return the series that are stored for a series: itself, or the two that are divided."""
        return self.combined.get(series, (series,))


class OwnFigure(BaseModel):
    """A figure of our own records that is no measure: a part of one, counted from processes, or decided amounts.

    `part_of` is the figure that contains it. `kinds` are the kinds of schools that it is about, and `of_kinds` those that it is
    a share of.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    measure: str = ""
    age: str = ""
    part_of: str = ""
    unit: Unit = "number"
    kinds: frozenset[str] = frozenset()
    of_kinds: frozenset[str] = frozenset()


TABS: Mapping[str, str] = _CONTENT["tabs"]
"""The five tabs by their id, with their names."""
DATA_SETS: Mapping[str, DataSet] = {
    name: DataSet.model_validate(held) for name, held in _CONTENT["sets"].items()
}
METRICS: Mapping[str, Metric] = {
    one.id: one for one in (Metric.model_validate(held) for held in _CONTENT["metrics"])
}
"""Every metric by its id, in the order of the dashboard."""


OWN: Mapping[str, OwnFigure] = {
    name: OwnFigure.model_validate(held) for name, held in _CONTENT["own"].items()
}
"""The figures of our own records that are no measures, by id."""


def metrics_of(tab: str) -> tuple[Metric, ...]:
    """Return the metrics of a tab, in order."""
    return tuple(one for one in METRICS.values() if one.tab == tab)


def figure_in_words(value: float | None, unit: Unit) -> str:
    """Return a figure as a page shows it, such as 58.7%, 1,234 or £5,600. Nothing for no figure."""
    if value is None:
        return ""
    text = f"{abs(value):,.{_DECIMALS.get(unit, 0)}f}"
    sign = "−" if value < 0 and any(digit in "123456789" for digit in text) else ""
    return f"{sign}{'£' if unit == 'pounds' else ''}{text}{_AFTER.get(unit, '')}"
