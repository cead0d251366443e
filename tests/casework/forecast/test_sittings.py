"""The sittings of the coming months: the days of the week that the council names, without bank holidays."""

from __future__ import annotations

from datetime import date

from casework.forecast.sittings import panel_year

FIRSTS = (date(2026, 4, 1), date(2026, 5, 1))
EASTER_MONDAY, EARLY_MAY = date(2026, 4, 6), date(2026, 5, 4)


def is_working(day: date) -> bool:
    return day.weekday() < 5 and day not in (EASTER_MONDAY, EARLY_MAY)


def test_a_day_of_the_panel_that_is_a_bank_holiday_is_no_sitting() -> None:
    found = panel_year(FIRSTS, ("monday",), 10, is_working, 50)
    assert found is not None
    assert [(one.sittings, one.places) for one in found.months] == [(3, 30), (3, 30)]
    assert (found.sittings, found.lost, found.places, found.is_enough) == (6, 2, 60, True)


def test_places_are_shared_among_the_days_and_missing_places_are_seen() -> None:
    found = panel_year(FIRSTS, ("friday", "tuesday"), 9, is_working, 80)
    assert found is not None and found.days == ("tuesday", "friday")
    assert (found.places_a_sitting, found.sittings, found.places) == (4.5, 17, 76.5)
    assert found.is_enough is False


def test_without_days_there_is_nothing_to_say_and_without_places_no_sum() -> None:
    assert panel_year(FIRSTS, (), 9, is_working, 80) is None
    found = panel_year(FIRSTS, ("monday",), None, is_working, 80)
    assert found is not None and found.places is None and found.is_enough is None
