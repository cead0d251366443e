"""Read a date as people write it: 2026-03-04, 4 March 2026 or 4 mar 2026. Pure."""

from __future__ import annotations

import calendar
import re
from datetime import date

HOW = "write it as YYYY-MM-DD, such as 2026-03-04"
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]+([a-z]+)\.?,?[ -]+(\d+)")
_AMERICAN = re.compile(r"([a-z]+)\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d+)")
_NUMBERS = re.compile(r"(\d+)[-/. ]+(\d+)[-/. ]+(\d+)")
_WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? +")
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}


def read_day(written: str) -> date:
    """The day that a text names.

    Raises ValueError. Its text is the end of a sentence that begins with the text, and says what is wrong and what to do.
    """
    if (found := _ISO.fullmatch(written)) is not None:
        return _real(*map(int, found.groups()))
    plain = _WEEKDAY.sub("", " ".join(written.split()).lower(), count=1)
    if (found := _NAMED.fullmatch(plain)) is not None:
        return _named(*found.groups())
    if (found := _AMERICAN.fullmatch(plain)) is not None:
        month, day, year = found.groups()
        return _named(day, month, year)
    numbers = _NUMBERS.fullmatch(plain)
    if numbers is not None and all(len(each) < 4 for each in numbers.groups()):
        raise ValueError(_TWO_DIGITS)
    raise ValueError(f"is not a date; {HOW}")


def month_number(written: str) -> int | None:
    """The number of a month from its name or the first three or more letters of it; None if it names no month."""
    plain = written.strip().strip(".").lower()
    if len(plain) < 3:
        return None
    return next((number for name, number in _MONTHS.items() if name.startswith(plain)), None)


_TWO_DIGITS = "has a year of two digits; write all four, such as 2026-03-04 or 4 March 2026"


def _named(day: str, month: str, year: str) -> date:
    number = month_number(month)
    if number is None:
        raise ValueError(f"is not a date; {HOW}")
    if len(year) == 2:
        raise ValueError(_TWO_DIGITS)
    if len(year) != 4:
        raise ValueError(f"is not a date; {HOW}")
    return _real(int(year), number, int(day))


def _real(year: int, month: int, day: int) -> date:
    if year < 1:
        raise ValueError(f"is not a date; {HOW}")
    if not 1 <= month <= 12:
        raise ValueError("is not a real date: the month must be from 01 to 12; correct the month")
    if not 1 <= day <= (most := calendar.monthrange(year, month)[1]):
        raise ValueError(
            f"is not a real date: {calendar.month_name[month]} {year} has {most} days; correct the day"
        )
    return date(year, month, day)
