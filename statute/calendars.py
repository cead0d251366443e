"""Working days in England, as the mediation regulations and the Tribunal's rules define them.

A working day is a day other than a Saturday, a Sunday, Christmas Day, Good Friday or a bank holiday in England and
Wales. The definition in SI 2014/1530 has not been verified; HESC Rules 2008 r.1(3) uses the same words.
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

from statute.content_hash import content_hash
from statute.errors import NoSuchCalendar, OutsideCalendar

_RELEASES = Path(__file__).parent / "bank_holidays"
_DAY = timedelta(days=1)

__all__ = [
    "BankHoliday",
    "NoSuchCalendar",
    "OutsideCalendar",
    "Release",
    "WorkingDays",
    "computed_bank_holidays",
    "england",
    "load_release",
    "newest_release",
    "release_ids",
]


class BankHoliday(NamedTuple):
    """One bank holiday. `computed` marks a day found by rule for a year outside the published table."""

    on: date
    name: str
    one_off: bool = False
    computed: bool = False


class WorkingDays:
    """A calendar of working days. It never changes, and counting takes the same time for any distance.

    Raises OutsideCalendar for days outside it.
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

    def add_school_days(self, day: date, days: int) -> date:
        """The Nth school day after a day. Without the closures of a school, every working day is taken for one."""
        return self.add_working_days(day, days)

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
    """The bank holidays of a year computed by rule, for years that are not yet published.

    Sources: Banking and Financial Dealings Act 1971 Sch. 1, and the substitute days proclaimed in every year since:
    New Year's Day moves to Monday, and Christmas Day and Boxing Day to the next free weekdays.
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


class Release(NamedTuple):
    """The bank holidays of England and Wales as we released them on a date, including one-off days.

    `published` holds the years that the government has published in full. Other years up to `last` are computed by rule.
    """

    id: str
    hash: str
    bank_holidays: tuple[BankHoliday, ...]
    published: range
    first: date
    last: date


@lru_cache(maxsize=1)
def release_ids() -> tuple[str, ...]:
    """The ids of all installed releases of the bank holidays, oldest first. Each id ends with its date."""
    return tuple(sorted(path.stem for path in _RELEASES.glob("*.json")))


@lru_cache(maxsize=16)
def load_release(release_id: str) -> Release:
    """Load a release by its id. Raises NoSuchCalendar if it is not installed."""
    if release_id not in release_ids():
        raise NoSuchCalendar(
            f"There is no release {release_id!r} of the bank holidays. Use one of: {', '.join(release_ids())}."
        )
    content = json.loads((_RELEASES / f"{release_id}.json").read_text(encoding="utf-8"))
    return Release(
        id=release_id,
        hash=content_hash(content),
        bank_holidays=tuple(
            BankHoliday(date.fromisoformat(row["on"]), row["name"], bool(row.get("one_off")))
            for row in content["days"]
        ),
        published=range(content["complete_from"], content["complete_to"] + 1),
        first=date(content["computed_from"], 1, 1),
        last=date(content["computed_to"], 12, 31),
    )


def newest_release() -> Release:
    """The newest installed release. A case that begins today is pinned to it."""
    return load_release(release_ids()[-1])


@lru_cache(maxsize=64)
def _england(release_id: str, extra: frozenset[date]) -> WorkingDays:
    release = load_release(release_id)
    days = list(release.bank_holidays)
    for year in range(release.first.year, release.last.year + 1):
        if year not in release.published:
            days += computed_bank_holidays(year)
    days += [BankHoliday(day, "Proclaimed bank holiday", one_off=True) for day in extra]
    return WorkingDays(days, release.first, release.last)


def england(extra: Iterable[date] = (), *, release: str | None = None) -> WorkingDays:
    """The calendar of England from one release of the bank holidays (by default the newest), plus `extra` days.

    It runs from 1998 to 2060. Published years are as published; other years are computed by rule and marked as computed.
    Raises NoSuchCalendar for a release that is not installed.
    """
    return _england(release or newest_release().id, frozenset(extra))
