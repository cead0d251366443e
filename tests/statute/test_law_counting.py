"""Each counting convention, at its edges."""

from datetime import date

import pytest

from statute import counting as count
from statute.calendars import england

ENGLAND = england()


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2023, 12, 30), 2, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2027, 9, 1), -5, date(2027, 4, 1)),
        (date(2024, 7, 31), -5, date(2024, 2, 29)),
    ],
)
def test_months_end_on_the_corresponding_date_or_the_months_last(start: date, months: int, end: date) -> None:
    assert count.months_after(start, months) == end


def test_a_period_beginning_with_a_day_ends_the_day_before_the_corresponding_date() -> None:
    assert count.months_beginning_with(date(2026, 3, 10), 12) == date(2027, 3, 9)
    assert count.months_beginning_with(date(2023, 3, 1), 12) == date(2024, 2, 29)
    assert count.months_beginning_with(date(2024, 2, 29), 12) == date(2025, 2, 27)
    assert count.days_beginning_with(date(2027, 1, 10), 15) == date(2027, 1, 24)


def test_weeks_and_days_after_leave_the_first_day_out() -> None:
    assert count.weeks_after(date(2024, 3, 4), 20) == date(2024, 7, 22)
    assert count.days_after(date(2026, 10, 12), 15) == date(2026, 10, 27)
    assert count.weeks_before(date(2026, 11, 5), 2) == date(2026, 10, 22)
    assert count.before_fixed_date(2028, 3, 1) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("raw", "rolled"),
    [
        (date(2026, 8, 1), date(2026, 9, 1)),
        (date(2025, 8, 31), date(2025, 9, 1)),
        (date(2026, 12, 25), date(2027, 1, 4)),
        (date(2027, 1, 1), date(2027, 1, 4)),
        (date(2026, 12, 24), date(2026, 12, 24)),
        (date(2027, 2, 28), date(2027, 3, 1)),
        (date(2027, 3, 26), date(2027, 3, 30)),
        (date(2027, 7, 31), date(2027, 8, 2)),
        (date(2022, 12, 24), date(2022, 12, 28)),
    ],
)
def test_an_appeal_rolls_to_the_first_working_day_after_august_christmas_or_a_closed_day(
    raw: date, rolled: date
) -> None:
    assert count.roll_for_the_tribunal(raw, ENGLAND) == rolled


def test_the_old_authority_has_the_day_of_the_move_or_fifteen_working_days_from_learning() -> None:
    move = date(2026, 12, 14)
    assert count.transfer_day(move, date(2026, 11, 1), 15, ENGLAND) == move
    assert count.transfer_day(move, date(2026, 12, 1), 15, ENGLAND) == date(2026, 12, 21)
    assert count.transfer_day(move, date(2027, 1, 4), 15, ENGLAND) == date(2027, 1, 22)


def test_a_transferred_plan_is_reviewed_by_the_later_of_two_days() -> None:
    moved = date(2026, 12, 21)
    assert count.later_of_review_and_transfer(date(2026, 11, 1), moved) == date(2027, 10, 31)
    assert count.later_of_review_and_transfer(date(2025, 11, 1), moved) == date(2027, 3, 20)
    assert count.later_of_review_and_transfer(None, moved) == date(2027, 3, 20)


def test_working_days_beginning_with_a_day_count_it_only_if_it_is_one() -> None:
    assert count.working_days_beginning_with(date(2026, 12, 1), 1, ENGLAND) == date(2026, 12, 1)
    assert count.working_days_beginning_with(date(2026, 12, 5), 1, ENGLAND) == date(2026, 12, 7)
