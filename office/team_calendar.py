"""The calendar of a team for its managers: limits, meetings, sittings and hearings of its cases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from casework.access.permissions import Person
from casework.case.appointments import ARRANGED
from casework.processes.registry import BY_KIND
from office.calendar_days import KINDS, LIMIT, CalendarDay, days_of_process, meetings_in
from office.permits import permits
from office.team_scope import team_scope
from records import staff, team_calendar
from records.tray import Within


def may_choose(person: Person, team: str) -> bool:
    """Whether a person manages a team."""
    teams = team_scope(person).teams
    return teams is None or team in teams


def within_team(person: Person, team: str) -> Within:
    """Return the cases of a team as the person sees them: without those that are sealed to them."""
    return Within(person.id, frozenset({team}), own=False)


def dated(session: Session, person: Person, team: str, first: date, last: date) -> list[CalendarDay]:
    """Return the meetings of the team's cases and the days of their processes, such as hearings, in a period, in order."""
    found = [
        *_process_days(session, person, team, first, last),
        *_meetings(session, person, team, first, last),
    ]
    return sorted(found, key=lambda one: (one.on, one.kind, one.of, one.text))


def _process_days(
    session: Session, person: Person, team: str, first: date, last: date
) -> Iterator[CalendarDay]:
    within, chosen = within_team(person, team), permits(person, BY_KIND.values())
    for row in team_calendar.open_processes(session, within, (first, last), KINDS, chosen, datetime.now(UTC)):
        process = BY_KIND[row.kind]
        path = f"{process.group.shown.address}/{row.process_id}"
        for on, text in days_of_process(process, row):
            if first <= on <= last:
                yield CalendarDay(on, text, process.title, row.process_id, path, f"{row.process_id}|{text}")


def _meetings(session: Session, person: Person, team: str, first: date, last: date) -> Iterator[CalendarDay]:
    """Yield the meetings that the officers of the team arranged."""
    arranged = team_calendar.arranged(session, within_team(person, team), ARRANGED)
    return (one for one in meetings_in(arranged) if first <= one.on <= last)


def limits_on(session: Session, person: Person, team: str, on: date, most: int) -> list[CalendarDay]:
    """Return the first limits of the team's cases that end on a day, each with the officer of the case."""
    names = staff.names(session)
    return [
        CalendarDay(
            one.due_on,
            f"{one.title}: last day ({names.get(one.officer, one.officer) if one.officer else 'not assigned'})",
            LIMIT,
            one.case_id,
            f"/cases/{one.case_id}",
            f"{one.case_id}|{one.title}",
        )
        for one in team_calendar.limits_on(session, within_team(person, team), on, most)
    ]
