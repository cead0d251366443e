"""Days in England, by arithmetic, held against the time-zone database."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from statute.local_time import london_date, start_of_day

LONDON = ZoneInfo("Europe/London")


def test_every_day_from_2014_to_2050_begins_when_the_database_says() -> None:
    day = date(2014, 1, 1)
    while day.year <= 2050:
        theirs = datetime(day.year, day.month, day.day, tzinfo=LONDON).astimezone(UTC)
        assert start_of_day(day) == theirs
        assert london_date(theirs) == day
        assert london_date(theirs - timedelta(microseconds=1)) == day - timedelta(days=1)
        day += timedelta(days=1)


def test_every_hour_around_every_change_lies_on_the_day_that_the_database_says() -> None:
    for year in range(2014, 2051):
        for month in (3, 10):
            instant = datetime(year, month, 24, tzinfo=UTC)
            for _ in range(24 * 8):
                assert london_date(instant) == instant.astimezone(LONDON).date()
                assert (
                    london_date(instant + timedelta(minutes=59))
                    == (instant + timedelta(minutes=59)).astimezone(LONDON).date()
                )
                instant += timedelta(hours=1)


def test_an_instant_of_another_zone_is_the_same_instant() -> None:
    assert london_date(datetime(2024, 7, 1, 5, tzinfo=timezone(timedelta(hours=9)))) == date(2024, 6, 30)


def test_an_instant_without_a_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        london_date(datetime(2024, 7, 1, 5))  # noqa: DTZ001


def test_the_start_of_a_day_is_told_in_utc() -> None:
    assert start_of_day(date(2024, 7, 1)).tzinfo is UTC
