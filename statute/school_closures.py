"""When schools are closed: read from the text of a CSV or ICS file, per authority and setting.

A closure proposes an exception; a person accepts it. Only the text is taken: where it lies is the caller's affair.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from statute.exceptions import closure_window
from statute.facts import ExceptionClaim
from statute.pack import Ground

EVERY_SETTING = "*"
LEAST_DAYS = 28
"""Only a closure unbroken for four weeks or more can be a ground (regs 5(4), 10(4), 27(3))."""

_FIRST_YEAR, _MOST_DAYS = 2000, 366
_COLUMNS = ("authority", "setting", "first_closed_day", "reopens_on")


@dataclass(frozen=True, slots=True)
class Closure:
    """A setting is closed from its first closed day up to, and not including, the day on which it re-opens."""

    authority: str
    setting: str
    first_closed_day: date
    reopens_on: date
    name: str = ""

    @property
    def days(self) -> int:
        """The number of calendar days for which it is closed without a break."""
        return (self.reopens_on - self.first_closed_day).days


class BadRow(NamedTuple):
    """A row that could not be read: its line in the file, counted from 1, and what to do about it."""

    line: int
    problem: str


class Closures(NamedTuple):
    """What a file holds: the closures that could be read, and the rows that could not."""

    closures: tuple[Closure, ...]
    bad_rows: tuple[BadRow, ...]


def closures_from_csv(text: str) -> Closures:
    """The closures in a CSV with the columns authority, setting (or *), first_closed_day, reopens_on and perhaps name."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), skipinitialspace=True)
    try:
        header = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    except csv.Error as error:
        return Closures((), (BadRow(1, f"This line is not CSV ({error}); save the file as CSV again."),))
    absent = [name for name in _COLUMNS if name not in header]
    if absent:
        return Closures(
            (), (BadRow(1, f"The first line must name the columns; missing: {', '.join(absent)}."),)
        )
    reader.fieldnames = header
    found: list[Closure] = []
    bad: list[BadRow] = []
    try:
        for row in reader:
            closure = _closure(row, reader.line_num, bad)
            if closure is not None:
                found.append(closure)
    except csv.Error as error:
        bad.append(
            BadRow(reader.line_num, f"This line is not CSV ({error}); the lines after it were not read.")
        )
    return Closures(tuple(found), tuple(bad))


def _closure(row: dict[str, str | None], line: int, bad: list[BadRow]) -> Closure | None:
    values = {name: (row.get(name) or "").strip() for name in (*_COLUMNS, "name")}
    if not any(values.values()):
        return None
    if empty := [name for name in _COLUMNS if not values[name]]:
        bad.append(BadRow(line, f"This row lacks {', '.join(empty)}; fill it in."))
        return None
    days: list[date] = []
    for name in ("first_closed_day", "reopens_on"):
        try:
            days.append(date.fromisoformat(values[name]))
        except ValueError:
            bad.append(BadRow(line, f"{name} is {values[name]!r}; write it as YYYY-MM-DD."))
            return None
    return _checked(
        Closure(values["authority"], values["setting"], days[0], days[1], values["name"]), line, bad
    )


def _checked(closure: Closure, line: int, bad: list[BadRow]) -> Closure | None:
    if closure.days <= 0:
        bad.append(
            BadRow(
                line, f"It re-opens on {closure.reopens_on}, not after it closes; correct one of the days."
            )
        )
        return None
    if closure.first_closed_day.year < _FIRST_YEAR or closure.days > _MOST_DAYS:
        bad.append(
            BadRow(
                line,
                f"It closes on {closure.first_closed_day} for {closure.days} days, which no school does; correct the year.",
            )
        )
        return None
    return closure


def closures_from_ics(text: str, authority: str, setting: str = EVERY_SETTING) -> Closures:
    """The closures in a calendar file: each all-day event, its DTEND being the day of re-opening (RFC 5545)."""
    found: list[Closure] = []
    bad: list[BadRow] = []
    event: dict[str, str] | None = None
    began = 0
    for line, content in _unfolded(text):
        name, _, value = content.partition(":")
        name = name.split(";")[0].strip().upper()
        if name == "BEGIN" and value.strip().upper() == "VEVENT":
            event, began = {}, line
        elif name == "END" and value.strip().upper() == "VEVENT":
            if event is not None and (closure := _ics_closure(event, authority, setting, began, bad)):
                found.append(closure)
            event = None
        elif event is not None:
            event.setdefault(name, value.strip())
    if event is not None:
        bad.append(BadRow(began, "This event does not end; the file may be cut off."))
    return Closures(tuple(found), tuple(bad))


def _unfolded(text: str) -> Iterable[tuple[int, str]]:
    began, content = 1, ""
    for line, part in enumerate(text.splitlines(), 1):
        if part[:1] in (" ", "\t"):
            content += part[1:]
            continue
        if content:
            yield began, content
        began, content = line, part
    if content:
        yield began, content


def _ics_closure(
    event: dict[str, str], authority: str, setting: str, line: int, bad: list[BadRow]
) -> Closure | None:
    if "RRULE" in event:
        bad.append(
            BadRow(line, "A repeating event cannot be read; give each closure as an event of its own.")
        )
        return None
    first = _ics_day(event.get("DTSTART", ""))
    if first is None:
        bad.append(BadRow(line, "This event has no day on which it starts; add DTSTART as YYYYMMDD."))
        return None
    end = _ics_end(event, first)
    if end is None:
        wrong = "DTEND" if "DTEND" in event else "DURATION"
        bad.append(BadRow(line, f"{wrong} is {event[wrong]!r}; give DTEND, as YYYYMMDD."))
        return None
    return _checked(Closure(authority, setting, first, end, event.get("SUMMARY", "")), line, bad)


def _ics_end(event: dict[str, str], first: date) -> date | None:
    """The day of re-opening: DTEND, or the start and a DURATION in days or weeks, or the day after the start."""
    if "DTEND" in event:
        return _ics_day(event["DTEND"])
    if "DURATION" not in event:
        return first + timedelta(days=1)
    found = re.fullmatch(r"\+?P(\d{1,3})([DW])", event["DURATION"])
    return first + timedelta(days=int(found[1]) * (7 if found[2] == "W" else 1)) if found else None


def _ics_day(value: str) -> date | None:
    if not re.match(r"\d{8}(T|$)", value):
        return None
    try:
        return date(int(value[:4]), int(value[4:6]), int(value[6:8]))
    except ValueError:
        return None


def proposed_exceptions(
    closures: Iterable[Closure],
    asked_on: date,
    *,
    authority: str,
    setting: str,
    ground: Ground,
) -> tuple[ExceptionClaim, ...]:
    """The exceptions on a ground of closure that a person might accept when a setting was asked for advice on a day.

    A proposal has no reason, evidence or approval, and so excuses nothing until a person adds them.
    """
    return tuple(
        ExceptionClaim(
            ground=ground.written[0],
            from_=closure.first_closed_day,
            to=closure.reopens_on - timedelta(days=1),
            advice_asked_on=asked_on,
            closed_from=closure.first_closed_day,
            reopens_on=closure.reopens_on,
        )
        for closure in closures
        if closure.authority == authority
        and closure.setting in (setting, EVERY_SETTING)
        and closure.days >= (ground.least_days or LEAST_DAYS)
        and closure_window(closure.first_closed_day, closure.reopens_on).holds(asked_on)
    )
