"""A published figure, and what is wrong with a file of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from casework.dashboard.areas import AUTHORITIES, AUTHORITY, ENGLAND, NATIONAL
from casework.dashboard.marks import ADDED, NOT_APPLICABLE
from casework.dashboard.metric import METRICS, Unit

_ENOUGH: Final = 0.9
"""The share of the authorities that must have a number before they are added up to England."""


class BadPublishedFile(ValueError):  # noqa: N818 - named for what is wrong
    """The file cannot be loaded. `faults` holds a sentence for each thing that is wrong."""

    def __init__(self, *faults: str) -> None:
        super().__init__(faults[0])
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure: of which series, area and period; its value or its mark; and its two parts where there are two.

    A part may be known where the value is not. `said` holds words in place of a value, such as the outcome of an inspection.
    """

    metric: str
    series: str
    area: str
    level: str
    period: str
    value: float | None
    number: float | None = None
    of: float | None = None
    mark: str | None = None
    said: str | None = None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Return what the figure is of."""
        return self.metric, self.series, self.area, self.period


def unit_of(metric: str, series: str) -> Unit:
    """Return the unit of a series; a part that is divided later is a number."""
    found = METRICS[metric]
    return found.unit_of(series) if series in found.series else "number"


def divided(number: float | None, of: float | None, unit: Unit) -> float | None:
    """Return a number divided by its whole, in per cent if the unit is a percentage. None without a whole."""
    if number is None or not of:
        return None
    return 100 * number / of if unit == "percent" else number / of


def added(one: Figure, other: Figure) -> Figure:
    """Return the sum of two figures of the same thing. A hidden or missing one hides the sum, but for "not applicable"."""
    if one.mark in NOT_APPLICABLE:
        return replace(other, series=one.series)
    if other.mark in NOT_APPLICABLE:
        return one
    mark = one.mark or other.mark
    if mark is not None:
        return replace(one, value=None, number=None, of=None, mark=mark)
    number, of = _plus(one.number, other.number), _plus(one.of, other.of)
    whole = divided(number, of, unit_of(one.metric, one.series))
    return replace(one, value=_plus(one.value, other.value) if of is None else whole, number=number, of=of)


def national_from_authorities(figures: Iterable[Figure]) -> list[Figure]:
    """Return the figures of England that follow from those of authorities, where at least nine in ten have a number.

    Numbers and wholes are added up, each for itself as the publishers do, and percentages are never averaged. An authority
    without a number adds nothing to the numbers, and its whole, if it has one, to the wholes.
    """
    sums: dict[tuple[str, str, str], list[Figure]] = {}
    for one in figures:
        is_share = one.of is not None or unit_of(one.metric, one.series) == "number"
        if one.level == AUTHORITY and is_share:
            sums.setdefault((one.metric, one.series, one.period), []).append(one)
    enough = _ENOUGH * sum(not one.is_ended for one in AUTHORITIES.values())
    return [_england(each) for each in sums.values() if sum(one.value is not None for one in each) >= enough]


def _england(figures: Sequence[Figure]) -> Figure:
    """Return the sum of the figures of authorities for one series and period."""
    metric, series, _, period = figures[0].key
    key = (metric, series, ENGLAND, NATIONAL, period)
    if all(one.of is None for one in figures):
        return Figure(*key, sum(one.value for one in figures if one.value is not None), mark=ADDED)
    number = sum(one.number for one in figures if one.number is not None)
    of = sum(one.of for one in figures if one.of is not None)
    return Figure(*key, divided(number, of, unit_of(metric, series)), number, of, ADDED)


def _plus(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other
