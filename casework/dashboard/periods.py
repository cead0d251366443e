"""The periods of published figures: a calendar year, an academic or financial year, or a month."""

from __future__ import annotations

import calendar
import re
from typing import Final

from statute.written_date import month_number, read_day

_YEAR = re.compile(r"(?:19|20)\d\d")
_TWO_YEARS = re.compile(r"((?:19|20)\d\d)[-/]?(?:20)?(\d\d)")
_MONTH = re.compile(r"((?:19|20)\d\d)-(\d\d)")
_NAMED_MONTH = re.compile(r"([A-Za-z]{3,9})[ -]((?:19|20)\d\d)")
ACADEMIC: Final = "academic"
"""The periods of a metric that are school years. They are written 2023/24, financial years 2023-24."""


class NotAPeriod(ValueError):  # noqa: N818 - named for what is wrong
    """A cell names no period."""


def period_in(written: str) -> str:
    """Return a period as 2023, 2023-24 or 2023-04 month, from what a file says. Raises NotAPeriod."""
    text = written.strip()
    if _YEAR.fullmatch(text):
        return text
    if (found := _TWO_YEARS.fullmatch(text)) is not None and int(found[2]) == (int(found[1]) + 1) % 100:
        return f"{found[1]}-{found[2]}"
    if (found := _MONTH.fullmatch(text)) is not None and 1 <= int(found[2]) <= 12:
        return f"{text} month"
    if (found := _NAMED_MONTH.fullmatch(text)) is not None and (number := month_number(found[1])) is not None:
        return f"{found[2]}-{number:02} month"
    try:
        day = read_day(text.replace("/", "-") if text[:4].isdigit() else _day_first(text))
    except ValueError:
        raise NotAPeriod(text) from None
    return f"{day.year}-{day.month:02} month"


def _day_first(text: str) -> str:
    """Return 31/12/2022 as 2022-12-31, which is how the health service writes the end of a month."""
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else text


def period_label(period: str, years: str) -> str:
    """Return a period as a page says it: 2023, 2023/24 for a school year, 2023-24, or April 2023."""
    if period.endswith(" month"):
        year, month = period.removesuffix(" month").split("-")
        return f"{calendar.month_name[int(month)]} {year}"
    return period.replace("-", "/") if years == ACADEMIC else period
