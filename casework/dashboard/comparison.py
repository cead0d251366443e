"""How the figure of an area compares: with England, its region, its neighbours, and the range of all authorities. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from casework.dashboard.areas import AUTHORITIES, UNRANKED
from casework.dashboard.figure import Figure, divided
from casework.dashboard.metric import METRICS


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an area stands among the authorities with a figure: its rank, 1 for the highest, and the range of them all.

    `rank` is None where the area has no figure or is not ranked. A rank says nothing about performance.
    """

    rank: int | None
    ranked: int
    middle: float
    low: float
    high: float


def standing(values: Mapping[str, float], area: str) -> Standing | None:
    """Return where an area stands among authorities; None if none has a figure. Equal figures share a rank."""
    ranked = {code: value for code, value in values.items() if _is_ranked(code)}
    if not ranked:
        return None
    own = ranked.get(area)
    rank = None if own is None else 1 + sum(value > own for value in ranked.values())
    every = ranked.values()
    return Standing(rank, len(ranked), median(every), min(every), max(every))


def _is_ranked(code: str) -> bool:
    found = AUTHORITIES.get(code)
    return code not in UNRANKED and (found is None or not found.is_ended)


def middle_of(values: Mapping[str, float], areas: Iterable[str]) -> float | None:
    """Return the median of the areas that have a figure; None if none has."""
    found = [values[code] for code in areas if code in values]
    return median(found) if found else None


def with_combined(figures: Sequence[Figure], metrics: Collection[str]) -> list[Figure]:
    """Return the figures of series, where a series that no file has is one part divided by the other."""
    parts = {name for metric in metrics for both in METRICS[metric].combined.values() for name in both}
    found = [one for one in figures if one.series not in parts or one.series in METRICS[one.metric].series]
    by_key = {one.key: one for one in figures}
    for metric in metrics:
        for series, (number, of) in METRICS[metric].combined.items():
            found += [
                joined
                for one in figures
                if (one.metric, one.series) == (metric, number)
                and (joined := _joined(series, one, by_key.get((metric, of, one.area, one.period))))
                is not None
            ]
    return found


def _joined(series: str, number: Figure, of: Figure | None) -> Figure | None:
    if of is None:
        return None
    value = divided(number.value, of.value, METRICS[number.metric].unit_of(series))
    key = (number.metric, series, number.area, number.level, number.period)
    if value is None:
        return Figure(*key, None, mark=number.mark or of.mark or "z")
    return Figure(*key, value, number.value, of.value)
