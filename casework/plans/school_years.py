"""School years: the day each begins, and the national curriculum year of a child by their date of birth."""

from __future__ import annotations

from datetime import date

_BEGINS = 9
"""The month in which a school year begins."""
_RECEPTION = 5
"""The age that a child reaches in the year of Reception, the national curriculum year 0."""


def school_year_of(day: date) -> int:
    """Return the calendar year in which the school year that contains a day began."""
    return day.year if day.month >= _BEGINS else day.year - 1


def begins_on(year: int) -> date:
    """Return the first day of the school year that begins in a calendar year."""
    return date(year, _BEGINS, 1)


def year_by_age(born_on: date, day: date) -> int:
    """Return the national curriculum year of a child who is taught with their age group (Reception is 0, Nursery is -1)."""
    return school_year_of(day) - school_year_of(born_on) - _RECEPTION
