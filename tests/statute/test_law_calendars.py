"""Working days in England, held against two published lists."""

from datetime import date, timedelta

import holidays
import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays

from statute.calendars import (
    NoSuchCalendar,
    OutsideCalendar,
    computed_bank_holidays,
    england,
    load_release,
    newest_release,
    release_ids,
)

ENGLAND = england()


def every_day(first: int, last: int) -> list[date]:
    start, end = date(first, 1, 1), date(last, 12, 31)
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


def test_the_table_is_the_one_that_the_government_publishes() -> None:
    published = BankHolidays(use_cached_holidays=True).get_holidays(division="england-and-wales")
    theirs = {row["date"] for row in published}
    ours = {holiday.on for holiday in newest_release().bank_holidays}
    common = range(2014, min(max(theirs).year, 2028) + 1)
    assert {on for on in ours if on.year in common} == {on for on in theirs if on.year in common}


def test_working_days_are_those_of_another_library_until_2050() -> None:
    theirs = holidays.country_holidays("GB", subdiv="ENG", years=range(2014, 2051))
    for day in every_day(2014, 2050):
        expected = day.weekday() < 5 and day not in theirs
        assert ENGLAND.is_working_day(day) == expected, day


def test_years_beyond_the_table_are_marked_as_computed() -> None:
    beyond = [holiday for holiday in ENGLAND.bank_holidays if holiday.on.year > 2028]
    within = [holiday for holiday in ENGLAND.bank_holidays if 2012 <= holiday.on.year <= 2028]
    assert all(holiday.computed for holiday in beyond) and not any(holiday.computed for holiday in within)
    assert max(holiday.on.year for holiday in beyond) >= 2050


@pytest.mark.parametrize(
    ("on", "name"),
    [
        (date(2020, 5, 8), "VE day"),
        (date(2022, 6, 3), "Platinum Jubilee"),
        (date(2022, 9, 19), "State Funeral"),
        (date(2023, 5, 8), "coronation"),
    ],
)
def test_one_off_days_are_there(on: date, name: str) -> None:
    found = next(holiday for holiday in ENGLAND.bank_holidays if holiday.on == on)
    assert found.one_off and name in found.name


def test_the_rule_gives_every_ordinary_year_of_the_table() -> None:
    unusual = {holiday.on.year for holiday in newest_release().bank_holidays if holiday.one_off}
    for year in set(range(2013, 2029)) - unusual:
        assert {h.on for h in computed_bank_holidays(year)} == {
            h.on for h in newest_release().bank_holidays if h.on.year == year
        }


def test_adding_working_days_is_walking_over_them() -> None:
    for day in every_day(2026, 2027):
        for n in (1, 3, 15, -1, -4):
            step, walked, left = (1 if n > 0 else -1), day, abs(n)
            while left:
                walked += timedelta(days=step)
                left -= ENGLAND.is_working_day(walked)
            assert ENGLAND.add_working_days(day, n) == walked
    assert ENGLAND.add_working_days(date(2026, 12, 25), 0) == date(2026, 12, 25)


def test_the_tribunal_is_away_in_august_and_over_the_new_year() -> None:
    assert not ENGLAND.is_tribunal_working_day(date(2026, 8, 4))
    assert not ENGLAND.is_tribunal_working_day(date(2026, 12, 29))
    assert not ENGLAND.is_tribunal_working_day(date(2027, 1, 1))
    assert ENGLAND.is_tribunal_working_day(date(2026, 12, 24))
    assert ENGLAND.add_tribunal_working_days(date(2026, 7, 31), 1) == date(2026, 9, 1)


def test_a_proclaimed_holiday_is_added_without_touching_the_calendar_of_others() -> None:
    funeral = date(2027, 5, 12)
    assert ENGLAND.is_working_day(funeral)
    assert not england(extra=[funeral]).is_working_day(funeral)
    assert england(extra=[funeral]) is england(extra=(funeral, funeral))
    assert ENGLAND.is_working_day(funeral)


def test_the_last_and_the_next_working_day() -> None:
    assert ENGLAND.last_working_day(date(2026, 12, 27)) == date(2026, 12, 24)
    assert ENGLAND.last_working_day(date(2026, 12, 24)) == date(2026, 12, 24)
    assert ENGLAND.next_working_day(date(2026, 12, 24)) == date(2026, 12, 29)


def test_a_day_outside_the_calendar_is_refused_in_a_sentence() -> None:
    with pytest.raises(OutsideCalendar, match="outside the calendar, which runs from 1998"):
        ENGLAND.is_working_day(date(1997, 12, 31))
    with pytest.raises(OutsideCalendar):
        ENGLAND.add_working_days(date(2060, 12, 31), 1)


def test_a_release_is_named_after_its_date_and_stays_loadable_by_its_id() -> None:
    for release_id in release_ids():
        release = load_release(release_id)
        assert release_id == f"england-{date.fromisoformat(release_id.removeprefix('england-'))}"
        assert len(release.hash) == 64
        assert england(release=release_id) is england(release=release.id)
    assert newest_release() is load_release(release_ids()[-1])
    assert england() is england(release=newest_release().id)
    with pytest.raises(NoSuchCalendar, match="Use one of: england-"):
        england(release="england-1999-01-01")
