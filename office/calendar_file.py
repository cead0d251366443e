"""Obligations as a calendar file (RFC 5545): one all-day event for the last day of each obligation.

An event keeps its UID from file to file, so a calendar that imports the file again moves the events it has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from statute.obligation import Obligation

_PRODUCT = "-//ehcp//statutory timeline//EN"
_REMINDER = timedelta(days=-7)


def calendar_file(obligations: Iterable[Obligation], *, case: str = "case", as_at: date) -> str:
    """Return the text of an .ics file with the last day of every obligation given.

    `case` is a reference without personal data: it becomes part of each UID. The time stamp is taken from `as_at`,
    so that the same facts give the same file.
    """
    calendar = Calendar()
    for name, value in (
        ("version", "2.0"),
        ("prodid", _PRODUCT),
        ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"),
    ):
        calendar.add(name, value)
    stamp = datetime.combine(as_at, time(), tzinfo=UTC)
    for obligation in obligations:
        calendar.add_component(_event(obligation, case, stamp))
    return str(calendar.to_ical(sorted=False), "utf-8")


def uid(obligation: Obligation, case: str) -> str:
    """Return a name for one obligation of one case that does not change when its last day does."""
    key = "|".join((case, obligation.rule, obligation.of or "", obligation.started_on.isoformat()))
    return f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@ehcp"


def _event(obligation: Obligation, case: str, stamp: datetime) -> Event:
    of = f" ({obligation.of.replace('_', ' ')})" if obligation.of else ""
    event = Event()
    event.add("uid", uid(obligation, case))
    event.add("dtstamp", stamp)
    event.add("dtstart", obligation.due_on)
    event.add("dtend", obligation.due_on + timedelta(days=1))
    event.add("summary", f"{obligation.title}{of}: last day")
    event.add("description", obligation.because)
    event.add("categories", [obligation.status])
    event.add("status", "CANCELLED" if obligation.status == "superseded" else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if obligation.met_on is None and obligation.status not in ("met", "late", "superseded", "closed"):
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", _REMINDER)
        alarm.add("description", obligation.title)
        event.add_component(alarm)
    return event
