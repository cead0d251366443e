"""School days: working days on which a school is not closed, and the sixth of an exclusion."""

from __future__ import annotations

from datetime import date

import pytest

from statute.calendars import england
from statute.counting import school_days_beginning_with
from statute.school_closures import Closure
from statute.school_days import closures_of, school_days

HALF_TERM = (date(2026, 5, 25), date(2026, 6, 1))
DAYS = school_days([HALF_TERM])


@pytest.mark.parametrize(
    ("day", "is_one"),
    [("2026-05-22", True), ("2026-05-23", False), ("2026-05-25", False), ("2026-05-29", False), ("2026-06-01", True), ("2026-05-04", False)],
)  # fmt: skip
def test_a_school_day_is_a_working_day_on_which_the_school_is_open(day: str, is_one: bool) -> None:
    assert DAYS.is_school_day(date.fromisoformat(day)) is is_one


def test_school_days_are_counted_across_a_half_term_and_a_bank_holiday() -> None:
    assert DAYS.add_school_days(date(2026, 5, 22), 1) == date(2026, 6, 1)
    assert DAYS.add_school_days(date(2026, 6, 1), -1) == date(2026, 5, 22)
    assert DAYS.add_school_days(date(2026, 5, 1), 1) == date(2026, 5, 5)
    assert DAYS.add_working_days(date(2026, 5, 22), 1) == date(2026, 5, 26)


@pytest.mark.parametrize(
    ("first", "sixth"),
    [
        ("2026-05-18", "2026-06-01"),
        ("2026-04-20", "2026-04-27"),
        ("2026-04-27", "2026-05-05"),
        ("2026-05-23", "2026-06-08"),
    ],
)
def test_the_sixth_school_day_counts_the_first_day_of_the_exclusion(first: str, sixth: str) -> None:
    assert school_days_beginning_with(date.fromisoformat(first), 6, DAYS) == date.fromisoformat(sixth)


def test_a_calendar_without_a_school_takes_every_working_day_for_a_school_day() -> None:
    assert england().add_school_days(date(2026, 5, 22), 1) == date(2026, 5, 26)
    assert school_days([]).add_school_days(date(2026, 5, 22), 1) == date(2026, 5, 26)


def test_closures_that_are_given_twice_count_once() -> None:
    rows = [Closure("Sample", setting, *HALF_TERM) for setting in ("*", "900002")]
    assert closures_of(rows) == (HALF_TERM,)
    assert school_days([HALF_TERM, (date(2026, 5, 27), date(2026, 6, 3))]).add_school_days(
        date(2026, 5, 22), 1
    ) == date(2026, 6, 3)
