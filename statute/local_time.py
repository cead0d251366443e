"""Convert between instants and calendar days in England.

The law counts days in England, so every instant is converted to a local day once, where it enters the program. The
arithmetic follows the Summer Time Order 2002 (SI 2002/262): summer time runs from 01:00 GMT on the last Sunday of March
to 01:00 GMT on the last Sunday of October. It reads no time-zone files, so an update of a time-zone library cannot change
the dates of a running case.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache

_HOUR = timedelta(hours=1)


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


@cache
def _change(year: int, month: int) -> datetime:
    day = _last_sunday(year, month)
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


def _is_summer(instant: datetime) -> bool:
    return _change(instant.year, 3) <= instant < _change(instant.year, 10)


def london_date(instant: datetime) -> date:
    """The calendar day in England at an instant.

    Raises ValueError for an instant without a time zone, because its day is unknown.
    """
    if instant.utcoffset() is None:
        raise ValueError("This time has no time zone, so its day is unknown. Add one, such as +00:00.")
    return london_time(instant).date()


def london_time(instant: datetime) -> datetime:
    """The local time in England at an instant with a time zone, returned without a time zone."""
    utc = instant.astimezone(UTC)
    return (utc + _HOUR if _is_summer(utc) else utc).replace(tzinfo=None)


def start_of_day(day: date) -> datetime:
    """Midnight at the start of a calendar day in England, in UTC.

    The clocks change at 01:00 GMT, after midnight, so each day has exactly one midnight.
    """
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return midnight - _HOUR if _is_summer(midnight - _HOUR) else midnight


def next_hour(hour: int, after: datetime) -> datetime:
    """The next instant after `after` at which it is `hour` o'clock in England."""
    passed = timedelta(hours=hour)
    today = start_of_day(london_date(after)) + passed
    return today if today > after else start_of_day(london_date(after) + timedelta(days=1)) + passed
