"""The calendar feed of each person who has switched one on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.tables import CALENDAR_FEEDS
from records.upsert import upsert


def feed_of(session: Session, person: str) -> str | None:
    """Return the id of a person's calendar feed, or None if it is off."""
    return session.scalar(select(CALENDAR_FEEDS.c.feed_id).where(CALENDAR_FEEDS.c.person == person))


def owner_of_feed(session: Session, feed_id: str) -> str | None:
    """Return the person whose calendar feed has this id, or None."""
    return session.scalar(select(CALENDAR_FEEDS.c.person).where(CALENDAR_FEEDS.c.feed_id == feed_id))


def keep_feed(session: Session, person: str, feed_id: str, at: datetime) -> None:
    """Switch a person's calendar feed on under an id. An earlier id no longer works."""
    upsert(session, CALENDAR_FEEDS, {"person": person, "feed_id": feed_id, "made_at": at}, key=("person",))


def remove_feed(session: Session, person: str) -> bool:
    """Switch a person's calendar feed off. Returns whether it was on."""
    gone = CALENDAR_FEEDS.delete().where(CALENDAR_FEEDS.c.person == person)
    return session.execute(gone.returning(CALENDAR_FEEDS.c.person)).first() is not None
