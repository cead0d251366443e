"""A person's calendar as a private feed that calendar programs read: switched on, renewed, switched off and read.

The feed has the rights that the person has now. Nothing in it names a child: it holds dates, what is due, and ids.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from icalendar import Calendar, Event
from sqlalchemy.orm import Session

from casework.access.permissions import Person
from office.calendar_days import CalendarDay, days_of
from office.register_of_staff import registered_person
from records import calendar_feeds
from records.database import Database

BACK, AHEAD = timedelta(days=31), timedelta(days=400)
"""How far a feed reaches back and ahead."""
_PRODUCT = "-//ehcp//calendar of a case officer//EN"
_EVERY = timedelta(hours=1)
"""How often a calendar program is asked to read the feed."""


def switch_on(database: Database, person: Person) -> None:
    """Switch a person's feed on under a new address. An earlier address no longer works."""
    with database.write() as session:
        calendar_feeds.keep_feed(session, person.id, secrets.token_hex(12), datetime.now(UTC))


def switch_off(database: Database, person: Person) -> None:
    """Switch a person's feed off."""
    with database.write() as session:
        calendar_feeds.remove_feed(session, person.id)


def path_of(session: Session, person: Person, key: bytes) -> str | None:
    """Return the path of a person's feed, signed with the console's key, or None if it is off."""
    feed_id = calendar_feeds.feed_of(session, person.id)
    return f"/feeds/{feed_id}/{_signature(feed_id, key)}.ics" if feed_id is not None else None


def reader_of(session: Session, feed_id: str, signature: str, key: bytes) -> Person | None:
    """Return the person whose feed has this address, with the rights of their last sign-in, or None."""
    if not hmac.compare_digest(signature.encode(), _signature(feed_id, key).encode()):
        return None
    owner = calendar_feeds.owner_of_feed(session, feed_id)
    if owner is None:
        return None
    found = registered_person(session, owner)
    return found if found is not None and found.roles else None


def feed(session: Session, person: Person, today: date, address: str) -> bytes:
    """Return a person's calendar as an iCalendar file. `address` is that of the console, for links."""
    return as_icalendar(days_of(session, person, today - BACK, today + AHEAD), today, address)


def as_icalendar(days: Iterable[CalendarDay], today: date, address: str) -> bytes:
    """Return days as an iCalendar file, each an event for the whole day."""
    calendar = Calendar()
    for name, value in (
        ("version", "2.0"), ("prodid", _PRODUCT), ("calscale", "GREGORIAN"), ("method", "PUBLISH"), ("x-wr-calname", "EHC plans"),
    ):  # fmt: skip
        calendar.add(name, value)
    calendar.add("refresh-interval", _EVERY, parameters={"VALUE": "DURATION"})
    for one in days:
        event = Event()
        event.add("uid", f"{sha256(one.key.encode()).hexdigest()[:32]}@ehcp")
        event.add("dtstamp", datetime.combine(today, time(), tzinfo=UTC))
        event.add("dtstart", one.on)
        event.add("dtend", one.on + timedelta(days=1))
        event.add("summary", f"{one.of}: {one.text}")
        event.add("url", f"{address}{one.path}")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical(sorted=False))


def _signature(feed_id: str, key: bytes) -> str:
    return hmac.new(key, feed_id.encode(), sha256).hexdigest()
