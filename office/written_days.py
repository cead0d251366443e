"""Dates as people write them in commands and files, also relative to today."""

from __future__ import annotations

import re
from datetime import date, timedelta

from statute.written_date import read_day

_RELATIVE = re.compile(r"today(?:([+-])(\d{1,5}))?")


def day_written(text: str, today: date) -> date:
    """Return the date of 2026-03-04, 4 March 2026, today or today-37. Raises ValueError with a sentence for the person."""
    if (relative := _RELATIVE.fullmatch(text)) is not None:
        sign, count = relative.groups()
        return today + timedelta(days=int(f"{sign}{count}") if count else 0)
    try:
        return read_day(text)
    except ValueError as wrong:
        raise ValueError(f"{text!r} {wrong}.") from None
