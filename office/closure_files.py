"""School closures from the text of a CSV or calendar file, per authority and setting.

A closure proposes an exception; a person accepts it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple

from icalendar import Component, Event
from icalendar.error import IncompleteComponent, InvalidCalendar

from statute.local_time import london_time
from statute.school_closures import EVERY_SETTING, Closure
from statute.strict_reading import Repeated, check_columns
from statute.written_date import read_day

_FIRST_YEAR, _MOST_DAYS = 2000, 366
_COLUMNS = ("authority", "setting", "first_closed_day", "reopens_on")
_TERM = re.compile(r"\bterms?\b", re.IGNORECASE)
_NO_TERM = re.compile(r"half[ -]?term|holiday|break|vacation|clos", re.IGNORECASE)


class BadRow(NamedTuple):
    """A row that could not be read: its line in the file, counted from 1, and what to do about it."""

    line: int
    problem: str


class LeftOut(NamedTuple):
    """An event that is not taken as a closure: its line in the file, counted from 1, its name, and why.

    `closure` is what it becomes if a person chooses it; None if it cannot be one.
    """

    line: int
    name: str
    why: str
    closure: Closure | None = None


class Closures(NamedTuple):
    """What a file holds: its closures, the rows that could not be read, and the events that are no closures."""

    closures: tuple[Closure, ...]
    bad_rows: tuple[BadRow, ...]
    left_out: tuple[LeftOut, ...] = ()

    def names(self) -> list[str]:
        """Return the names of what was read and of what was left out."""
        return [*(one.name for one in self.closures), *(one.name for one in self.left_out)]

    def may_be_chosen(self) -> list[tuple[Closure, bool]]:
        """Return each closure that a person may choose, by day, and whether it is taken unless they say otherwise."""
        others = [(one.closure, False) for one in self.left_out if one.closure is not None]
        return sorted([*((one, True) for one in self.closures), *others], key=_by_day)


def _by_day(choice: tuple[Closure, bool]) -> tuple[str, date, date, str]:
    closure, _ = choice
    return closure.authority, closure.first_closed_day, closure.reopens_on, closure.setting


def closures_from_csv(text: str) -> Closures:
    """Return the closures in a CSV with the columns authority, setting (or *), first_closed_day, reopens_on, perhaps name."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), skipinitialspace=True)
    try:
        header = [(name or "").strip().lower() for name in reader.fieldnames or ()]
        check_columns(header)
    except Repeated as error:
        return Closures((), (BadRow(1, str(error)),))
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
            closure = _from_row(row, reader.line_num, bad)
            if closure is not None:
                found.append(closure)
    except csv.Error as error:
        bad.append(
            BadRow(
                reader.reader.line_num, f"This line is not CSV ({error}); the lines after it were not read."
            )
        )
    return Closures(tuple(found), tuple(bad))


def _from_row(row: dict[str, str | None], line: int, bad: list[BadRow]) -> Closure | None:
    values = {name: (row.get(name) or "").strip() for name in (*_COLUMNS, "name")}
    if not any(values.values()):
        return None
    if empty := [name for name in _COLUMNS if not values[name]]:
        bad.append(BadRow(line, f"This row has no {', '.join(empty)}; fill it in."))
        return None
    days: list[date] = []
    for name in ("first_closed_day", "reopens_on"):
        try:
            days.append(read_day(values[name]))
        except ValueError as wrong:
            bad.append(BadRow(line, f"{name} is {values[name]!r}, which {wrong}."))
            return None
    closure = Closure(values["authority"], values["setting"], days[0], days[1], values["name"])
    if problem := _problem(closure):
        bad.append(BadRow(line, problem))
        return None
    return closure


def _problem(closure: Closure) -> str | None:
    if closure.days <= 0:
        return f"It re-opens on {closure.reopens_on}, not after it closes; correct one of the days."
    if closure.first_closed_day.year < _FIRST_YEAR or closure.days > _MOST_DAYS:
        return (
            f"It closes on {closure.first_closed_day} for {closure.days} days, which no school does; "
            "correct the year."
        )
    return None


def closures_from_ics(
    text: str, authority: str, setting: str = EVERY_SETTING, only: Collection[str] = ()
) -> Closures:
    """Return the closures in a calendar file: its events of whole days, DTEND being the day of re-opening (RFC 5545).

    Cancelled events, meetings of some hours and school terms are left out, each with the reason. `only` names the
    events that are closures; then every other event is left out.
    """
    begins = [number for number, line in enumerate(text.splitlines(), 1) if _is(line, "BEGIN:VEVENT")]
    ends = sum(_is(line, "END:VEVENT") for line in text.splitlines())
    bad: list[BadRow] = []
    if len(begins) > ends:
        bad.append(BadRow(begins[-1], "This event does not end; the file may be cut off."))
        text = "\n".join([*text.splitlines()[: begins[-1] - 1], "END:VCALENDAR"])
        text = text if "BEGIN:VCALENDAR" in text.upper() else text.removesuffix("END:VCALENDAR")
    try:
        events = [
            event
            for part in Component.from_ical(text, multiple=True)
            for event in part.walk("VEVENT")
            if isinstance(event, Event)
        ]
    except (ValueError, IndexError):
        return Closures((), (BadRow(1, "This is not a calendar file; save it as .ics again."),))
    found: list[Closure] = []
    left_out: list[LeftOut] = []
    chosen = {name.strip().casefold() for name in only}
    for line, event in zip(begins, events, strict=False):
        name = " ".join(str(event.get("SUMMARY", "")).split())
        if why := _why_never(event):
            left_out.append(LeftOut(line, name, why))
            continue
        why = _why_not_chosen(name, chosen)
        closure, problem = _read(event, authority, setting, name)
        if why:
            left_out.append(LeftOut(line, name, why, closure))
        elif closure is not None:
            found.append(closure)
        else:
            bad.append(BadRow(line, problem))
    return Closures(tuple(found), tuple(sorted(bad)), tuple(left_out))


class _DaysUnclearError(ValueError):
    """The days of an event cannot be told; the message says what to write."""


def _is(line: str, content: str) -> bool:
    return line.strip().upper() == content


def _why_never(event: Event) -> str | None:
    """Return why an event cannot be a closure, whatever a person chooses; None if it can."""
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return "It is cancelled."
    return "It lasts some hours, not whole days." if _is_meeting(event) else None


def _why_not_chosen(name: str, chosen: Collection[str]) -> str | None:
    """Return why an event is not taken as a closure; `chosen` holds the names that a person chose, if they did."""
    if chosen:
        return None if name.casefold() in chosen else "It is not among the events that you chose."
    if _TERM.search(name) and not _NO_TERM.search(name):
        return "It is a term, when schools are open."
    return None


def _read(event: Event, authority: str, setting: str, name: str) -> tuple[Closure | None, str]:
    """Return the closure that an event describes, or None and what is wrong with it."""
    try:
        closure = Closure(authority, setting, *_whole_days(event), name)
    except _DaysUnclearError as unclear:
        return None, str(unclear)
    problem = _problem(closure)
    return (None, problem) if problem else (closure, "")


def _is_meeting(event: Event) -> bool:
    """Whether an event lasts less than a day and says from which hour."""
    try:
        first, end = event.start, event.end
        return isinstance(first, datetime) and isinstance(end, datetime) and end - first < timedelta(days=1)
    except (InvalidCalendar, IncompleteComponent, TypeError):
        return False


def _whole_days(event: Event) -> tuple[date, date]:
    """The first day of an event and the day after its last, in England. Raises _DaysUnclearError."""
    if "RRULE" in event or "RDATE" in event:
        raise _DaysUnclearError("A repeating event cannot be read; give each closure as an event of its own.")
    try:
        first = event.start
    except (InvalidCalendar, IncompleteComponent):
        raise _DaysUnclearError(
            "This event has no day on which it starts; add DTSTART as YYYYMMDD."
        ) from None
    try:
        end = event.end
    except (InvalidCalendar, IncompleteComponent):
        wrong = "DTEND" if "DTEND" in event else "DURATION"
        raise _DaysUnclearError(f"{wrong} cannot be read; give DTEND, as YYYYMMDD.") from None
    return _day(first), _day(end)


def _day(moment: date | datetime) -> date:
    if not isinstance(moment, datetime):
        return moment
    try:
        local = moment if moment.utcoffset() is None else london_time(moment)
    except OverflowError:
        raise _DaysUnclearError("This event is in no year that a calendar has; correct the year.") from None
    if local.hour or local.minute or local.second:
        raise _DaysUnclearError(
            f"It has the time {local:%H:%M}, and a closure is whole days; give it as an all-day event."
        )
    return local.date()
