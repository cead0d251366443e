"""The forecast of plans: aged forward, with new plans, without those that end, to the nearest five."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from casework.inclusion_plan.assumptions import ASSUMPTIONS, assumed, why_not
from casework.inclusion_plan.evidence_table import TOTAL
from casework.inclusion_plan.plan_forecast import forecast
from casework.measures.case_life import CaseLife
from tests.casework.inclusion_plan.lives import AS_AT, plan


def rows_of(lives: list[CaseLife], table: int = 0, **changed: str) -> dict[str, tuple[object, ...]]:
    return dict(forecast(lives, AS_AT, assumed(changed))[table].rows)


def test_plans_grow_older_and_end_after_the_last_age() -> None:
    ten = [plan(f"case-{each}", born_on=date(2016, 1, 1)) for each in range(10)]
    found = rows_of(ten, 1)
    assert "Primary (5 to 10)" not in found
    assert found["Secondary (11 to 15)"] == (10, 10, 10, 10, 10)
    old = [plan(f"case-{each}", born_on=date(2001, 1, 1)) for each in range(10)]
    assert rows_of(old)[TOTAL] == (0, 0, 0, 0, 0)


def test_a_share_ends_each_year_and_new_plans_come() -> None:
    held = [plan(f"case-{each}", born_on=date(2018, 1, 1)) for each in range(100)]
    assert rows_of(held, ceasing_before_16="10")[TOTAL] == (90, 80, 75, 65, 60)
    new = [replace(one, final_on=AS_AT) for one in held[:20]]
    grown = rows_of([*held[20:], *new], ceasing_before_16="0", growth_in_new_plans="50")
    assert grown[TOTAL] == (130, 175, 245, 345, 495)


def test_what_ends_is_counted_where_it_is_not_assumed() -> None:
    held = [plan(f"case-{each}") for each in range(40)]
    gone = [plan(f"gone-{each}", ended_on=date(2026, 1, 5)) for each in range(10)]
    found, _ = forecast([*held, *gone], AS_AT, assumed({}))
    assert "20.0% end a year before age 16" in found.note
    assert dict(found.rows)[TOTAL] == (30, 25, 20, 15, 15)


def test_a_share_moves_to_a_special_school_at_a_transfer() -> None:
    ten = [plan(f"case-{each}", born_on=date(2016, 1, 1)) for each in range(20)]
    found = rows_of(ten, specialist_at_transfer="25")
    assert found["Autism, Secondary (11 to 15), Special school"] == (5, 5, 5, 5, 5)
    assert found["Autism, Secondary (11 to 15), Mainstream"] == (15, 15, 15, 15, 15)


def test_too_few_plans_make_no_forecast() -> None:
    assert all(one.absent for one in forecast([plan("case-1")], AS_AT, assumed({})))


@pytest.mark.parametrize(
    ("written", "is_right"),
    [("2.5", True), ("-50", True), ("101", False), ("a lot", False), ("1/2", False), ("1/0", False)],
)
def test_an_assumption_is_a_number_within_its_range(written: str, is_right: bool) -> None:
    assert (why_not("growth_in_new_plans", written) is None) is is_right
    assert all(one.about and one.unit == "per cent" for one in ASSUMPTIONS.values())
