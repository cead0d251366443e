"""No reader can solve a small number from the whole public version: every family of counts, planted and drawn at random."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations, product

import pytest

from casework.dashboard.metric import METRICS, OWN
from casework.dashboard.public import LiveCount, publishable
from casework.small_numbers.suppression import SMALLEST_SHOWN

Cells = tuple[int, ...]
AGES = tuple(name for name, one in OWN.items() if one.age)
PARTS = tuple((name, one.part_of) for name, one in OWN.items() if one.part_of)
DRAWN = 60
"""How many tables are drawn at random for each family."""


def number(name: str, count: int) -> dict[str, LiveCount]:
    return {name: LiveCount(name, "number", float(count), count, 0)}


def share(name: str, part: int, whole: int) -> dict[str, LiveCount]:
    return {name: LiveCount(name, "percent", 0.0, part, whole)}


def by_age(cells: Cells) -> dict[str, LiveCount]:
    """Return the counts of plans by age, the last cell without a known age, and their sum."""
    found = number("plans_held", sum(cells))
    for name, count in zip(AGES, cells, strict=False):
        found |= number(name, count)
    return found


def by_part(name: str, whole: str) -> Callable[[Cells], dict[str, LiveCount]]:
    """Return the counts of a part and its whole; the cells are the part and the rest."""
    return lambda cells: number(whole, sum(cells)) | number(name, cells[0])


def by_school(cells: Cells) -> dict[str, LiveCount]:
    """Return plans in specialist settings of those at a school, and all plans; the cells are special, other and no school."""
    held = number("plans_held", sum(cells))
    return held | share("plans_in_specialist_settings", cells[0], cells[0] + cells[1])


def by_time(cells: Cells) -> dict[str, LiveCount]:
    """Return both figures of timeliness; the cells are in time and later, without an exception and with one."""
    without = share("plans_in_20_weeks_excluding", cells[0], cells[0] + cells[1])
    return without | share("plans_in_20_weeks_including", cells[0] + cells[2], sum(cells))


FAMILIES: Mapping[str, tuple[int, Callable[[Cells], dict[str, LiveCount]]]] = {
    "ages": (len(AGES) + 1, by_age),
    "schools": (3, by_school),
    "timeliness": (4, by_time),
    **{name: (2, by_part(name, whole)) for name, whole in PARTS},
}
PLANTED = (
    (9, 3),
    (2, 9),
    (4, 4),
    (1, 60),
    (0, 3),
    (12, 1, 30),
    (3, 0, 40),
    (40, 30, 2),
    (7, 6, 3, 0),
    (50, 20, 1, 1),
)


def told(
    make: Callable[[Cells], dict[str, LiveCount]], cells: Cells, shown: set[str]
) -> list[tuple[int, int]]:
    """Return the numbers that a reader sees of some cells."""
    made = make(cells)
    return [(made[name].number, made[name].of) for name in sorted(shown)]


def neighbours(cells: Cells) -> Iterator[Cells]:
    """Yield cells in which up to three differ by a little."""
    for size in (1, 2, 3):
        for places in combinations(range(len(cells)), min(size, len(cells))):
            for changes in product((-3, -2, -1, 1, 2, 3), repeat=len(places)):
                other = list(cells)
                for place, change in zip(places, changes, strict=True):
                    other[place] += change
                if min(other) >= 0:
                    yield tuple(other)


def tables() -> Iterator[tuple[str, Cells]]:
    chance = random.Random(26)
    for family, (size, _) in FAMILIES.items():
        yield from ((family, cells) for cells in PLANTED if len(cells) == size)
        for _ in range(DRAWN):
            yield family, tuple(chance.choice((0, 1, 2, 3, 4, 5, 8, 13, 60)) for _ in range(size))


@pytest.mark.parametrize("family", FAMILIES)
def test_each_small_number_could_be_another_one(family: str) -> None:
    _, make = FAMILIES[family]
    checked = 0
    for of, cells in tables():
        if of != family:
            continue
        shown = {name for name, one in publishable(make(cells)).items() if one is not None}
        seen = told(make, cells, shown)
        fitting = [other for other in neighbours(cells) if told(make, other, shown) == seen]
        for place, cell in enumerate(cells):
            if 0 < cell < SMALLEST_SHOWN:
                checked += 1
                assert any(other[place] != cell for other in fitting), (cells, place, shown)
    assert checked > 20, "the tables have small numbers"


def test_large_numbers_are_all_published() -> None:
    for size, make in FAMILIES.values():
        assert None not in publishable(make((60,) * size)).values()


def test_every_live_figure_that_has_parts_is_in_a_family() -> None:
    in_families = {name for size, make in FAMILIES.values() for name in make((9,) * size)}
    live = {name for one in METRICS.values() for name in one.live.values()}
    without_parts = {
        "average_weeks_excluding",
        "appeal_rate",
        "plans_ended_needs_met",
        "top_up_state",
        "top_up_independent",
    }
    assert live - without_parts == in_families
