"""What a framework must have beyond the shape of its file: known names, no gaps, and rising bands."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from casework.money.framework import ANY, Framework, by_type
from casework.plans.plan import AREAS
from casework.settings.kinds import KINDS

Found = Iterator[tuple[tuple[str | int, ...], str]]


def faults_in(framework: Framework) -> list[tuple[tuple[str | int, ...], str]]:
    """Return every fault of a framework: the place in its content, and what is wrong."""
    return [
        *_repeated(framework),
        *_unknown(framework),
        *_types(framework),
        *_days(framework),
        *_levels(framework),
        *_bands(framework),
        *_values(framework),
    ]


def _repeated(framework: Framework) -> Found:
    named: tuple[tuple[str, Iterable[str]], ...] = (
        ("setting_types", (one.id for one in framework.setting_types)),
        ("categories", (one.id for one in framework.categories)),
        ("bands", (one.id for one in framework.bands)),
        ("years", (one.id for one in framework.years)),
        ("values", (f"{one.band}, {one.setting_type}, {one.year}" for one in framework.values)),
        ("elements", (f"{one.element}, {one.setting_type}, {one.year}" for one in framework.elements)),
    )
    for where, names in named:
        seen: set[str] = set()
        for place, name in enumerate(names):
            if name in seen:
                yield (where, place), f"{name} is there twice; remove one of them."
            seen.add(name)


def _unknown(framework: Framework) -> Found:
    for place, kind in enumerate(framework.setting_types):
        for each in kind.kinds:
            if each not in KINDS:
                yield ("setting_types", place, "kinds"), f"{each!r} is not a kind of the national register."
    for place, category in enumerate(framework.categories):
        for each in category.areas:
            if each not in AREAS:
                yield (
                    ("categories", place, "areas"),
                    f"{each!r} is not an area of need; use {', '.join(AREAS)}.",
                )
    bands, years = {one.id for one in framework.bands}, {one.id for one in framework.years}
    for place, value in enumerate(framework.values):
        if value.band not in bands:
            yield ("values", place), f"{value.band!r} is not a band of this framework."
        if value.year not in years:
            yield ("values", place), f"{value.year!r} is not a year of this framework."
    for place, element in enumerate(framework.elements):
        if element.year is not None and element.year not in years:
            yield ("elements", place), f"{element.year!r} is not a year of this framework."


def _types(framework: Framework) -> Found:
    known = {ANY, *(one.id for one in framework.setting_types)}
    used: list[tuple[tuple[str | int, ...], Iterable[str]]] = [(("fallback",), framework.fallback)]
    for place, category in enumerate(framework.categories):
        for number, level in enumerate(category.levels):
            used.append((("categories", place, "levels", number, "points"), level.points or {}))
    used += [(("bands", place, "at_least"), band.at_least) for place, band in enumerate(framework.bands)]
    used += [(("values", place), (value.setting_type,)) for place, value in enumerate(framework.values)]
    used += [(("elements", place), (one.setting_type,)) for place, one in enumerate(framework.elements)]
    for path, names in used:
        for name in names:
            if name not in known:
                yield (*path, name), f"{name!r} is not a type of setting of this framework."
    for each, other in framework.fallback.items():
        if other == framework.id:
            yield ("fallback", each), "A framework cannot fall back on itself; name another one."


def _days(framework: Framework) -> Found:
    starts = [one.starts for one in framework.years]
    for place, (before, after) in enumerate(itertools.pairwise(starts), start=1):
        if after <= before:
            yield ("years", place), "A year must start after the year above it."
    if starts[0] > framework.starts:
        yield ("starts",), "The framework starts before its first year; give values from that day."
    for name in ("ends", "off_from"):
        day = getattr(framework, name)
        if day is not None and day <= framework.starts:
            yield (name,), f"{name} must be after the day the framework starts."


def _levels(framework: Framework) -> Found:
    for place, category in enumerate(framework.categories):
        numbers = [one.level for one in category.levels]
        for number, (before, after) in enumerate(itertools.pairwise(numbers), start=1):
            if after <= before:
                yield (
                    ("categories", place, "levels", number),
                    "A level must be higher than the level above it.",
                )
        for number, level in enumerate(category.levels):
            for kind in framework.setting_types if level.points else ():
                if by_type(level.points or {}, kind.id) is None:
                    yield ("categories", place, "levels", number), f"The level has no points for {kind.id!r}."


def _bands(framework: Framework) -> Found:
    for kind in framework.setting_types:
        last: Decimal | None = None
        for place, band in enumerate(framework.bands):
            least = by_type(band.at_least, kind.id)
            if least is None:
                yield ("bands", place), f"The band has no lowest number of points for {kind.id!r}."
            elif last is not None and least <= last:
                yield ("bands", place), f"For {kind.id!r} a band must begin above the band before it."
            elif last is None and least > 0:
                yield ("bands", place), f"For {kind.id!r} the first band must begin at 0."
            last = least if least is not None else last


def _values(framework: Framework) -> Found:
    first = framework.years[0].id
    given = {(one.band, one.setting_type) for one in framework.values if one.year == first}
    for place, band in enumerate(framework.bands):
        for kind in _without(framework, band.id, given):
            yield ("bands", place), f"The band has no value for {kind!r} in {first}."


def _without(framework: Framework, band: str, given: set[tuple[str, str]]) -> Sequence[str]:
    return [one.id for one in framework.setting_types if not {(band, one.id), (band, ANY)} & given]
