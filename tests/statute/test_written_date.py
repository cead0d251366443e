"""Dates as people write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statute.words import long_date, short_date
from statute.written_date import month_number, read_day

DAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-28", "28 nov 2026", "28 November 2026", "28 NOV. 2026", "28th November 2026", " 28  november  2026 ",
        "28-Nov-2026", "Saturday 28 November 2026", "Sat 28 Nov 2026", "Nov 28, 2026", "November 28 2026",
    ],
)  # fmt: skip
def test_a_date_is_read_with_the_name_of_its_month(written: str) -> None:
    assert read_day(written) == DAY


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_every_date_that_we_write_is_read(day: date) -> None:
    assert read_day(day.isoformat()) == read_day(short_date(day)) == read_day(long_date(day)) == day


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("28 nov 26", "has a year of two digits; write all four, such as 2026-03-04 or 4 March 2026"),
        ("28/11/26", "has a year of two digits; write all four, such as 2026-03-04 or 4 March 2026"),
        ("26-11-28", "has a year of two digits; write all four, such as 2026-03-04 or 4 March 2026"),
        ("2026-02-30", "is not a real date: February 2026 has 28 days; correct the day"),
        ("31 April 2026", "is not a real date: April 2026 has 30 days; correct the day"),
        ("2026-13-01", "is not a real date: the month must be from 01 to 12; correct the month"),
        ("0000-01-01", "is not a date; write it as YYYY-MM-DD, such as 2026-03-04"),
        ("28/11/2026", "is not a date; write it as YYYY-MM-DD, such as 2026-03-04"),
        ("28 ma 2026", "is not a date; write it as YYYY-MM-DD, such as 2026-03-04"),
        ("20261128", "is not a date; write it as YYYY-MM-DD, such as 2026-03-04"),
        ("2026-W48-6", "is not a date; write it as YYYY-MM-DD, such as 2026-03-04"),
        ("tomorrow", "is not a date; write it as YYYY-MM-DD, such as 2026-03-04"),
        ("", "is not a date; write it as YYYY-MM-DD, such as 2026-03-04"),
        ("1" * 5000, "is not a date; write it as YYYY-MM-DD, such as 2026-03-04"),
    ],
)
def test_what_is_no_date_says_what_to_write(written: str, said: str) -> None:
    with pytest.raises(ValueError) as wrong:
        read_day(written)
    assert str(wrong.value) == said


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_a_sentence(written: str) -> None:
    try:
        day = read_day(written)
    except ValueError as wrong:
        assert str(wrong).startswith(("is not a", "has a year"))
    else:
        assert day + timedelta() == day


def test_a_month_is_known_by_three_letters_or_more() -> None:
    assert [month_number(each) for each in ("nov", "Sept.", "MARCH", "ju", "11", "")] == [
        11,
        9,
        3,
        None,
        None,
        None,
    ]
