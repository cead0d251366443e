"""How a field of the council details is written into an input and read from it: lines, yes or no, days and numbers by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from statute.words import short_date
from statute.written_date import read_day


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of field: how a value is written, how text is read, and the error where it cannot be used."""

    written: Callable[[Any], str]
    read: Callable[[str], Any]
    wrong: str = ""


def written(kind: str, value: Any) -> str:
    """Return a value as an input shows it. Nothing is an empty text."""
    if value is None:
        return ""
    return KINDS[kind].written(value) if kind in KINDS else str(value)


def read(kind: str, text: str) -> Any:
    """Return the value of an input; None if it is empty. Text that cannot be read stays text, which the details refuse."""
    stripped = text.replace("\r\n", "\n").strip()
    if kind == "lines":
        return _lines(stripped)
    if not stripped:
        return None
    return KINDS[kind].read(stripped) if kind in KINDS else stripped


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _day_written(value: Any) -> str:
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return short_date(day)


def _day_read(text: str) -> str:
    try:
        return read_day(text).isoformat()
    except ValueError:
        return text


def _by_name(text: str, of: Callable[[str], Any]) -> dict[str, Any]:
    """Return the values of lines such as "safeguarding: 31 July 2027", by their names."""
    parts = (line.partition(":") for line in _lines(text))
    return {name.strip(): of(value.strip()) for name, _, value in parts}


def _numbers(text: str) -> dict[str, str]:
    return {name.replace(" ", "_"): value for name, value in _by_name(text, str).items()}


KINDS: dict[str, Kind] = {
    "lines": Kind(lambda value: "\n".join(map(str, value)), _lines),
    "flag": Kind(lambda value: "yes" if value is True else "no", lambda text: text == "yes"),
    "day": Kind(_day_written, _day_read, "Enter a real date, such as 1 September 2026"),
    "days": Kind(
        lambda value: "\n".join(f"{name}: {_day_written(day)}" for name, day in value.items()),
        lambda text: _by_name(text, _day_read),
        "Enter each check on its own line with its last day, such as safeguarding: 31 July 2027",
    ),
    "numbers": Kind(
        lambda value: "\n".join(f"{name.replace('_', ' ')}: {number}" for name, number in value.items()),
        _numbers,
        "Enter each limit on its own line with a whole number from 1 to 104, such as longest weeks: 12",
    ),
}
"""The kinds of field, besides plain text, numbers and lists of options."""
