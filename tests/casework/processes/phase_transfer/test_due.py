"""Who is due for a phase transfer, by school year and ages of the setting."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from casework.plans.plan_life import PlanLife
from casework.plans.school_years import school_year_of
from casework.processes.phase_transfer.due import INTO, PHASES, Ages, Due, due_in
from casework.processes.phase_transfer.from_plan import begun_from
from statute.facts import Event

YEARS = some.one_of(some.none(), some.integers(-2, 16))
AGES = some.builds(
    Ages, some.one_of(some.none(), some.integers(2, 16)), some.one_of(some.none(), some.integers(5, 25))
)


@pytest.mark.parametrize(
    ("school_year", "ages", "due"),
    [
        (6, (4, 11), ("primary", "secondary", True)),
        (5, (4, 11), None),
        (6, (None, None), ("primary", "secondary", True)),
        (2, (4, 7), ("infant", "junior", True)),
        (2, (4, 11), None),
        (6, (7, 11), ("junior", "secondary", True)),
        (4, (5, 9), ("primary", "middle", True)),
        (6, (9, 13), None),
        (8, (9, 13), ("middle", "secondary", True)),
        (11, (11, 16), ("secondary", "post16", True)),
        (11, (11, 18), ("secondary", "post16", False)),
        (13, (11, 18), ("post16", "post16", True)),
        (6, (3, 18), ("primary", "secondary", False)),
        (6, (4, 19), ("primary", "secondary", False)),
        (9, (4, 19), None),
        (14, (4, 19), ("post16", "post16", True)),
        (-1, (2, 5), ("early_years", "primary", True)),
        (-1, (3, 11), ("early_years", "primary", False)),
        (0, (2, 5), ("early_years", "primary", True)),
        (13, (16, 25), None),
        (None, (4, 11), None),
    ],
)
def test_who_is_due(
    school_year: int | None, ages: tuple[int | None, int | None], due: tuple[str, str, bool] | None
) -> None:
    found = due_in(school_year, Ages(*ages), 2026)
    assert found == (Due(due[0], due[1], 2027, due[2]) if due else None)


def test_a_child_taught_out_of_year_is_due_by_the_year_in_which_they_are_taught() -> None:
    """A child of eleven who is taught in year 5 is not due; one of ten in year 6 is."""
    assert due_in(5, Ages(4, 11), 2026) is None
    assert due_in(6, Ages(4, 11), 2026) is not None


@given(YEARS, AGES, some.integers(2020, 2040))
def test_a_transfer_goes_to_a_later_phase_in_the_next_year(
    school_year: int | None, ages: Ages, autumn: int
) -> None:
    found = due_in(school_year, ages, autumn)
    if found is None:
        return
    assert found.year == autumn + 1 and found.to_phase in INTO
    if found.from_phase != found.to_phase:
        assert PHASES.index(found.from_phase) < PHASES.index(found.to_phase)


@given(some.integers(-1, 14), AGES)
def test_no_child_stays_in_a_setting_beyond_its_ages_without_a_transfer(school_year: int, ages: Ages) -> None:
    if ages.last_year == school_year:
        found = due_in(school_year, ages, 2026)
        assert found is not None and found.moves


def test_a_school_year_begins_in_september() -> None:
    assert (
        school_year_of(date(2026, 8, 31)),
        school_year_of(date(2026, 9, 1)),
        school_year_of(date(2027, 2, 14)),
    ) == (
        2025,
        2026,
        2026,
    )


def life(school_year: int | None, **known: object) -> PlanLife:
    made = (Event("final_issued", date(2026, 5, 20)),)
    return PlanLife(
        **{"id": "maintained-a", "case": "case-a", "facts": made, "school_year": school_year, **known}
    )  # type: ignore[arg-type]


def test_a_plan_of_may_in_year_5_begins_the_transfer_of_the_coming_autumn_on_1_september() -> None:
    (one,) = begun_from(life(5, low_age=4, high_age=11, setting="urn-900001"), date(2026, 5, 20))
    assert (one.key, one.on) == ("2027", date(2026, 9, 1))
    assert one.fields == {
        "from_phase": "primary", "to_phase": "secondary", "year": 2027, "school_year": 6, "stays": False, "setting": "urn-900001", "began_on": "2026-09-01",
    }  # fmt: skip
    assert begun_from(life(6, low_age=4, high_age=11), date(2026, 9, 1))[0].key == "2027"


def test_a_plan_that_has_ended_or_whose_school_year_is_not_known_begins_none() -> None:
    assert begun_from(life(6, ended_on=date(2026, 9, 2)), date(2026, 10, 1)) == ()
    assert begun_from(life(None), date(2026, 10, 1)) == ()


def test_a_plan_that_was_made_after_the_limit_names_the_next_setting_itself() -> None:
    late = (Event("final_issued", date(2027, 3, 1)),)
    assert begun_from(life(6, facts=late), date(2027, 3, 1)) == ()
    assert [one.on for one in begun_from(life(11, facts=late), date(2027, 3, 1))] == [date(2027, 3, 1)]


@pytest.mark.parametrize(("taught", "last"), [(6, date(2027, 2, 14)), (11, date(2027, 3, 30))])
def test_the_last_day_for_a_plan_to_begin_its_transfer_is_the_limit_of_the_law(
    taught: int, last: date
) -> None:
    for made_on, begins in ((last, True), (last + timedelta(days=1), False)):
        found = begun_from(life(taught, facts=(Event("final_issued", made_on),)), made_on)
        assert bool(found) is begins, made_on
