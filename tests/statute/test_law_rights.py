"""Whose right it is."""

from datetime import date

import pytest

from statute import rights


@pytest.mark.parametrize(
    ("born", "leaves"),
    [
        (date(2009, 9, 1), date(2026, 6, 26)),
        (date(2010, 8, 31), date(2026, 6, 26)),
        (date(2010, 9, 1), date(2027, 6, 25)),
        (date(2008, 2, 29), date(2024, 6, 28)),
        (date(2010, 7, 15), date(2026, 6, 26)),
    ],
)
def test_school_is_left_on_the_last_friday_of_june_of_the_school_year_of_sixteen(
    born: date, leaves: date
) -> None:
    assert rights.school_leaving_date(born) == leaves
    assert leaves.weekday() == 4


def test_the_right_passes_after_the_last_friday_of_june_and_not_on_the_birthday() -> None:
    born = date(2009, 11, 5)
    assert rights.right_holder(born, date(2025, 11, 6)) == "parent"
    assert rights.right_holder(born, date(2026, 6, 26)) == "parent"
    assert rights.right_holder(born, date(2026, 6, 27)) == "young_person"


def test_without_capacity_a_representative_or_else_the_parent_holds_the_right() -> None:
    born, on = date(2005, 1, 1), date(2024, 1, 1)
    assert rights.right_holder(born, on, "lacks") == "parent"
    assert rights.right_holder(born, on, "lacks_and_has_representative") == "representative"


def test_capacity_does_not_matter_while_the_parent_holds_the_right() -> None:
    assert rights.right_holder(date(2015, 1, 1), date(2024, 1, 1), "lacks_and_has_representative") == "parent"


def test_at_25_there_is_no_new_request_but_the_plan_may_run_to_the_end_of_the_year() -> None:
    born = date(2001, 10, 3)
    assert rights.may_be_requested(born, date(2026, 10, 2))
    assert not rights.may_be_requested(born, date(2026, 10, 3))
    assert rights.right_holder(born, date(2026, 10, 3)) == "nobody"
    assert rights.plan_may_run_until(born) == date(2027, 7, 31)
    assert rights.plan_may_run_until(born, date(2027, 6, 30)) == date(2027, 6, 30)


def test_ages_and_years() -> None:
    born = date(2008, 2, 29)
    assert rights.age_on(born, date(2026, 2, 28)) == 17
    assert rights.age_on(born, date(2026, 3, 1)) == 18
    assert rights.must_regard_age(born, date(2026, 3, 1))
    assert rights.is_young_person(born, date(2026, 3, 1))
    assert rights.is_under_five(date(2021, 6, 1), date(2026, 5, 31))
    assert rights.in_or_past_year_nine(date(2010, 9, 1), date(2024, 9, 1))
    assert not rights.in_or_past_year_nine(date(2010, 9, 1), date(2024, 8, 31))


def test_the_six_month_bar_ends_the_day_after_six_months() -> None:
    assert rights.reassessment_bar_ends(date(2025, 1, 1)) == date(2025, 7, 2)
    assert not rights.reassessment_may_be_refused(None, date(2025, 7, 2))
