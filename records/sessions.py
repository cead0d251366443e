"""Who is signed in. The records keep a hash of the session's secret, so that who reads them cannot enter with it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.orm import Session

from records.tables import SESSIONS


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session: whose (as JSON), since when, when it was last used, and when it ends whatever happens."""

    session_hash: str
    person: dict[str, Any]
    begun_at: datetime
    seen_at: datetime
    expires_at: datetime


def begin(session: Session, row: SessionRow) -> None:
    """Keep a new session."""
    session.execute(insert(SESSIONS).values(**asdict(row)))


def find(session: Session, session_hash: str) -> SessionRow | None:
    """A session by the hash of its secret, or None."""
    row = session.execute(select(SESSIONS).where(SESSIONS.c.session_hash == session_hash)).mappings().first()
    return SessionRow(**row) if row else None


def seen(session: Session, session_hash: str, at: datetime) -> None:
    """Note that a session was used."""
    session.execute(update(SESSIONS).where(SESSIONS.c.session_hash == session_hash).values(seen_at=at))


def end(session: Session, session_hash: str) -> None:
    """End a session."""
    session.execute(delete(SESSIONS).where(SESSIONS.c.session_hash == session_hash))


def clear(session: Session, unused_since: datetime, now: datetime) -> None:
    """Remove the sessions that have run out."""
    session.execute(
        delete(SESSIONS).where(or_(SESSIONS.c.seen_at < unused_since, SESSIONS.c.expires_at < now))
    )
