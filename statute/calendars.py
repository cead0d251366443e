"""Working days in England, as the mediation regulations and the Tribunal's rules mean them.

A working day is a day other than a Saturday, a Sunday, Christmas Day, Good Friday or a bank holiday in England and
Wales. The definition inside SI 2014/1530 has not been verified; HESC Rules 2008 r.1(3) has the same words.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from dateutil.easter import easter

from statute.errors import OutsideCalendar

_DATA = Path(__file__).parent / "data" / "bank_holidays_england.json"
_DAY = timedelta(days=1)

__all__ = [
    "BankHoliday",
    "OutsideCalendar",
    "WorkingDays",
    "computed_bank_holidays",
    "england",
    "published_bank_holidays",
]


class BankHoliday(NamedTuple):
    """One bank holiday. `computed` marks a day found by rule, beyond the published table."""

    on: date
    name: str
    one_off: bool = False
    computed: bool = False


class WorkingDays:
    """A calendar of working days. Immutable; every answer takes the same short time, however far it reaches.

    Days outside the calendar raise OutsideCalendar.
    """

    __slots__ = ("_first", "_holidays", "_last", "_tribunal", "_working", "bank_holidays")

    def __init__(self, bank_holidays: Iterable[BankHoliday], first: date, last: date) -> None:
        self.bank_holidays = tuple(sorted(bank_holidays))
        self._first, self._last = first.toordinal(), last.toordinal()
        self._holidays = frozenset(holiday.on.toordinal() for holiday in self.bank_holidays)
        self._working = [
            day
            for day in range(self._first, self._last + 1)
            if day % 7 not in (6, 0) and day not in self._holidays
        ]
        self._tribunal = [day for day in self._working if not _tribunal_is_away(date.fromordinal(day))]

    def _inside(self, day: date) -> int:
        ordinal = day.toordinal()
        if not self._first <= ordinal <= self._last:
            first, last = date.fromordinal(self._first), date.fromordinal(self._last)
            raise OutsideCalendar(f"{day} is outside the calendar, which runs from {first} to {last}.")
        return ordinal

    def _counted(self, table: list[int], day: date, days: int) -> date:
        ordinal = self._inside(day)
        position = bisect_right(table, ordinal)
        if days > 0:
            position += days - 1
        elif days < 0:
            position += days if position and table[position - 1] < ordinal else days - 1
        else:
            return day
        if not 0 <= position < len(table):
            raise OutsideCalendar(f"{days} working days from {day} is outside the calendar.")
        return date.fromordinal(table[position])

    def is_working_day(self, day: date) -> bool:
        """Whether a day is a working day."""
        ordinal = self._inside(day)
        return ordinal % 7 not in (6, 0) and ordinal not in self._holidays

    def next_working_day(self, day: date) -> date:
        """The first working day after a day."""
        return self._counted(self._working, day, 1)

    def last_working_day(self, day: date) -> date:
        """The day itself if it is a working day, else the last working day before it."""
        return day if self.is_working_day(day) else self._counted(self._working, day, -1)

    def add_working_days(self, day: date, days: int) -> date:
        """The Nth working day after a day (before it, for a negative N). The day itself is not counted."""
        return self._counted(self._working, day, days)

    def is_tribunal_working_day(self, day: date) -> bool:
        """Whether a day counts for the Tribunal: a working day outside August and 25 December to 1 January."""
        return self.is_working_day(day) and not _tribunal_is_away(day)

    def add_tribunal_working_days(self, day: date, days: int) -> date:
        """The Nth day after a day that counts for the Tribunal (HESC Rules 2008 r.12(3)(b))."""
        return self._counted(self._tribunal, day, days)


def _tribunal_is_away(day: date) -> bool:
    return day.month == 8 or (day.month == 12 and day.day >= 25) or (day.month == 1 and day.day == 1)


def _monday_on_or_after(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def computed_bank_holidays(year: int) -> tuple[BankHoliday, ...]:
    """The bank holidays of a year by rule alone: what is known of a year that is not yet published.

    Sources: Banking and Financial Dealings Act 1971 Sch. 1, and the substitute days proclaimed in every year since:
    New Year's Day moves to Monday, Christmas Day and Boxing Day to the next free weekdays.
    """
    sunday = easter(year)
    christmas, boxing = date(year, 12, 25), date(year, 12, 26)
    if christmas.weekday() == 5:
        christmas, boxing = date(year, 12, 27), date(year, 12, 28)
    elif christmas.weekday() == 6:
        christmas = date(year, 12, 27)
    elif boxing.weekday() == 5:
        boxing = date(year, 12, 28)
    new_year = date(year, 1, 1)
    days = (
        (_monday_on_or_after(new_year) if new_year.weekday() >= 5 else new_year, "New Year's Day"),
        (sunday - 2 * _DAY, "Good Friday"),
        (sunday + _DAY, "Easter Monday"),
        (_monday_on_or_after(date(year, 5, 1)), "Early May bank holiday"),
        (_monday_on_or_after(date(year, 5, 25)), "Spring bank holiday"),
        (_monday_on_or_after(date(year, 8, 25)), "Summer bank holiday"),
        (christmas, "Christmas Day"),
        (boxing, "Boxing Day"),
    )
    return tuple(sorted(BankHoliday(on, name, computed=True) for on, name in days))


@lru_cache(maxsize=1)
def published_bank_holidays() -> tuple[BankHoliday, ...]:
    """The bank holidays of England and Wales as published, one-off days included."""
    table = json.loads(_DATA.read_text(encoding="utf-8"))
    return tuple(
        BankHoliday(date.fromisoformat(row["on"]), row["name"], bool(row.get("one_off")))
        for row in table["days"]
    )


@lru_cache(maxsize=64)
def _england(extra: frozenset[date]) -> WorkingDays:
    table = json.loads(_DATA.read_text(encoding="utf-8"))
    first, last = table["computed_from"], table["computed_to"]
    days = list(published_bank_holidays())
    published = range(table["complete_from"], table["complete_to"] + 1)
    for year in range(first, last + 1):
        if year not in published:
            days += computed_bank_holidays(year)
    days += [BankHoliday(day, "Proclaimed bank holiday", one_off=True) for day in extra]
    return WorkingDays(days, date(first, 1, 1), date(last, 12, 31))


def england(extra: Iterable[date] = ()) -> WorkingDays:
    """The calendar of England, 1998 to 2060, with any newly proclaimed bank holidays added to it.

    2012 to 2028 are as published; other years are computed by rule and marked `computed`.
    """
    return _england(frozenset(extra))
