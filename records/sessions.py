"""Sign-in sessions.

The records keep only a hash of each secret, so that a reader of the records cannot sign in with it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from records.tables import SESSIONS

IDLE = timedelta(minutes=30)
"""How long a session lasts without use."""
LONGEST = timedelta(hours=12)
"""The longest that a session lasts."""
REMEMBERED = timedelta(days=14)
"""How long after its end it is known whose a session was, so that what they typed too late can be kept for them."""


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session: its person (as JSON), its start, its last use, and when it ends at the latest."""

    session_hash: str
    person: dict[str, Any]
    begun_at: datetime
    seen_at: datetime
    expires_at: datetime

    def is_over(self, at: datetime) -> bool:
        """Return whether the session has ended at an instant."""
        return at >= self.expires_at or at - self.seen_at >= IDLE


def begin(session: Session, row: SessionRow) -> None:
    """Store a new session."""
    session.execute(insert(SESSIONS).values(**asdict(row)))


def find(session: Session, session_hash: str) -> SessionRow | None:
    """Return a session by the hash of its secret, or None."""
    row = session.execute(select(SESSIONS).where(SESSIONS.c.session_hash == session_hash)).mappings().first()
    return SessionRow(**row) if row else None


def seen(session: Session, session_hash: str, at: datetime) -> None:
    """Record that a session was used."""
    session.execute(update(SESSIONS).where(SESSIONS.c.session_hash == session_hash).values(seen_at=at))


def end(session: Session, session_hash: str) -> None:
    """End a session."""
    session.execute(delete(SESSIONS).where(SESSIONS.c.session_hash == session_hash))


def end_of(session: Session, person_id: str, at: datetime) -> int:
    """End every session of a person. Returns how many were still valid."""
    found = [row for row in _all(session) if row.person["id"] == person_id]
    for row in found:
        end(session, row.session_hash)
    return sum(not row.is_over(at) for row in found)


def open_at(session: Session, at: datetime) -> list[SessionRow]:
    """Return the sessions that are valid at an instant, last used first."""
    return [row for row in _all(session) if not row.is_over(at)]


def clear(session: Session, now: datetime) -> None:
    """Delete the sessions that ended two weeks ago.

    Until then it is known whose they were, so that what a person had typed on a page left open can be kept for them.
    """
    session.execute(delete(SESSIONS).where(SESSIONS.c.expires_at < now - REMEMBERED))


def _all(session: Session) -> list[SessionRow]:
    """Return every stored session. They are those of two weeks, so there are few."""
    query = select(SESSIONS).order_by(SESSIONS.c.seen_at.desc(), SESSIONS.c.session_hash)
    return [SessionRow(**row) for row in session.execute(query).mappings()]
