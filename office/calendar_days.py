"""The days of a person's calendar: limits and meetings of their own cases, and the days of their processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right, scope_of
from casework.case.appointments import ARRANGED, appointment_of
from casework.processes.process import Process
from casework.processes.registry import BY_KIND
from office.permits import may_see_among
from records import day, processes
from records.processes import DatedProcess

WITH_DAYS = frozenset(
    kind for kind, one in BY_KIND.items() if type(one).calendar_days is not Process.calendar_days
)
"""The kinds of processes whose days are more than the next one that matters, which the records hold."""
KINDS = (WITH_DAYS, frozenset(BY_KIND) - WITH_DAYS)
"""These kinds, and all others."""


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """Something that falls on a day. `of` is the id of the case or process, and `path` its page. It names no one.

    `kind` is limit, meeting, or the title of a process. `key` stays the same if the day moves.
    """

    on: date
    text: str
    kind: str
    of: str
    path: str
    key: str


LIMIT, MEETING = "limit", "meeting"


def days_of(session: Session, person: Person, first: date, last: date) -> list[CalendarDay]:
    """Return what falls between two days in a person's calendar, in order of days."""
    found = [*_of_processes(session, person, first, last)]
    if scope_of(person, Right.SEE_CASE) is not None:
        found += [
            *_limits(session, person.id, first, last),
            *meetings_in(day.arranged_in(session, person.id, ARRANGED)),
        ]
    return sorted(
        (one for one in found if first <= one.on <= last),
        key=lambda one: (one.on, one.kind, one.of, one.text),
    )


def _limits(session: Session, person: str, first: date, last: date) -> Iterator[CalendarDay]:
    for one in day.limits_between(session, person, first, last):
        key = f"{one.case_id}|{one.rule}|{one.of or ''}"
        yield CalendarDay(
            one.due_on, f"{one.title}: last day", LIMIT, one.case_id, f"/cases/{one.case_id}", key
        )


def meetings_in(arranged: Iterable[tuple[str, str, Mapping[str, Any]]]) -> Iterator[CalendarDay]:
    """Yield the meetings in some acts: the case, the event and the fields of each."""
    for case_id, event, fields in arranged:
        meeting = appointment_of(event, fields)
        if meeting is not None:
            key = f"{case_id}|{event}|{meeting.on.isoformat()}"
            yield CalendarDay(meeting.on, meeting.text, MEETING, case_id, f"/cases/{case_id}", key)


def _of_processes(session: Session, person: Person, first: date, last: date) -> Iterator[CalendarDay]:
    rows = processes.dated_of_person(session, person.id, (first, last), KINDS)
    seen = may_see_among(session, person, [row.process_id for row in rows])
    for row in (one for one in rows if one.process_id in seen):
        process = BY_KIND[row.kind]
        path = f"{process.group.shown.address}/{row.process_id}"
        for on, text in days_of_process(process, row):
            yield CalendarDay(on, text, process.title, row.process_id, path, f"{row.process_id}|{text}")


def days_of_process(process: Process[Any], row: DatedProcess) -> tuple[tuple[date, str], ...]:
    """Return the days of a process: those of its state or, where it has no others, the next one that the records hold."""
    if row.content is not None:
        return process.calendar_days(process.state(row.content))
    return ((row.due_on, process.title),) if row.due_on is not None else ()
