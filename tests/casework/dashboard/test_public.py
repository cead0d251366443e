"""What is published of our own counts cannot be solved for a small number."""

from __future__ import annotations

from itertools import product

import pytest

from casework.dashboard.public import LiveCount, publishable
from casework.small_numbers.suppression import SMALLEST_SHOWN

WITHOUT, WITH = "plans_in_20_weeks_excluding", "plans_in_20_weeks_including"
Cells = tuple[int, int, int, int]
"""In time and later without an exception, then in time and later with one."""


def counts(cells: Cells) -> dict[str, LiveCount]:
    in_time, later, excused, _ = cells
    return {
        WITHOUT: LiveCount("Without", "percent", 0.0, in_time, in_time + later),
        WITH: LiveCount("With", "percent", 0.0, in_time + excused, sum(cells)),
    }


def solutions(cells: Cells) -> list[Cells]:
    """Return every table of plans that fits what is published of one."""
    shown = {
        name: None if one is None else (one.number, one.of)
        for name, one in publishable(counts(cells)).items()
    }
    top = max(cells) + 2
    found = []
    for other in product(range(top), repeat=4):
        mine = counts(other)
        if all(two is None or two == (mine[name].number, mine[name].of) for name, two in shown.items()):
            found.append(other)
    return found


@pytest.mark.parametrize(
    "cells", [(7, 6, 3, 0), (7, 6, 0, 2), (7, 3, 6, 6), (1, 1, 7, 7), (7, 7, 2, 2)]
)  # fmt: skip
def test_no_small_cell_can_be_solved_from_what_is_published(cells: Cells) -> None:
    every = solutions(cells)
    for place, cell in enumerate(cells):
        if 0 < cell < SMALLEST_SHOWN:
            assert len({other[place] for other in every}) > 1, place


def test_large_counts_are_published_and_a_small_number_is_not() -> None:
    large = publishable(counts((90, 80, 30, 20)))
    assert large[WITHOUT] is not None and large[WITH] is not None
    others = {
        "few": LiveCount("Few", "number", 3, 3, 0),
        "none": LiveCount("None", "number", 0, 0, 0),
        "rest": LiveCount("Rest", "percent", 90.0, 18, 20),
        "weeks": LiveCount("Weeks", "weeks", 20.0, 280, 2),
    }
    found = publishable(others)
    assert [name for name, one in found.items() if one is None] == ["few", "rest", "weeks"]


def test_the_average_is_left_out_where_few_plans_have_an_exception() -> None:
    weeks = {"average_weeks_excluding": LiveCount("Weeks", "weeks", 18.0, 1260, 70)}
    few = publishable(counts((40, 30, 2, 1)) | weeks)
    assert few["average_weeks_excluding"] is None or few[WITH] is None
    many = publishable(counts((40, 30, 9, 8)) | weeks)
    assert many["average_weeks_excluding"] is not None


SHARE, HELD = "plans_in_specialist_settings", "plans_held"
Schools = tuple[int, int, int]
"""Plans in specialist settings, in other schools, and without a school."""


def of_schools(schools: Schools) -> dict[str, LiveCount]:
    special, other, _ = schools
    return {
        HELD: LiveCount("Held", "number", 0.0, sum(schools), 0),
        SHARE: LiveCount("Special", "percent", 0.0, special, special + other),
    }


@pytest.mark.parametrize("schools", [(9, 8, 7), (9, 8, 2), (3, 8, 9), (8, 3, 9), (8, 9, 0), (2, 2, 2)])
def test_no_small_number_of_schools_can_be_solved(schools: Schools) -> None:
    shown = publishable(of_schools(schools))
    same = [
        other
        for other in product(range(max(schools) + 8), repeat=3)
        if all(
            two is None or (two.number, two.of) == (mine.number, mine.of)
            for name, two in shown.items()
            for mine in [of_schools(other)[name]]
        )
    ]
    for place, cell in enumerate(schools):
        if 0 < cell < SMALLEST_SHOWN:
            assert len({other[place] for other in same}) > 1, place
    if min(schools) >= SMALLEST_SHOWN:
        assert shown[SHARE] is not None and shown[HELD] is not None


def test_an_amount_of_money_is_not_published() -> None:
    amount = LiveCount("State", "pounds", 1.5, 90_000, 60_000)
    assert publishable(
        {"top_up_state": amount, "plans_held": LiveCount("Held", "number", 9, 9, 0)}
    ).keys() == {"plans_held"}
