"""Write dates and citations for people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def short_date(day: date) -> str:
    """A day as "4 March 2024"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def long_date(day: date) -> str:
    """A day as "Monday 4 March 2024"."""
    return f"{_DAYS[day.weekday()]} {short_date(day)}"


def month_and_day(month: int, day: int) -> str:
    """A day of any year as "15 February"."""
    return f"{day} {_MONTHS[month - 1]}"


def days(n: int) -> str:
    """A number of days as "1 day" or "42 days"."""
    return f"{n} day{'' if n == 1 else 's'}"


def citation_in_full(citation: str) -> str:
    """The first source in a citation, with the names of the instruments in full."""
    first = re.split(r";(?![^(]*\))", citation)[0].strip()
    for short, full in (
        ("SEND Regs 2014", "SEND Regulations 2014"),
        ("CFA 2014", "Children and Families Act 2014"),
        ("CFA", "Children and Families Act 2014"),
        ("SI 2015/62", "SEND (Detained Persons) Regulations 2015 (SI 2015/62)"),
        ("SI 2017/1306", "SEND (First-tier Tribunal Recommendations Power) Regulations 2017 (SI 2017/1306)"),
        ("HESC Rules 2008", "Tribunal Procedure (Health, Education and Social Care Chamber) Rules 2008"),
    ):
        if first.startswith(short):
            return full + first[len(short) :]
    return first


def capital(sentence: str) -> str:
    """Put the first letter of a sentence in capitals."""
    return sentence[:1].upper() + sentence[1:]


def listed(words: Iterable[str], joined: str = "and") -> str:
    """List words as "one, two and three", or with another word before the last."""
    *most, last = words
    return f"{', '.join(most)} {joined} {last}" if most else last
