"""Pages and forms that the console keeps for a person for some hours, encrypted by the console."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from records.sessions import LONGEST
from records.tables import KEPT_PAGES


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page or form, for one session of one person. `address` is where it belongs; `content` is encrypted."""

    kept_id: str
    session_hash: str
    person: str
    address: str
    content: bytes
    kept_at: datetime


def put(session: Session, kept: KeptPage) -> None:
    """Keep a page, and delete those that are older than a session can be."""
    session.execute(delete(KEPT_PAGES).where(KEPT_PAGES.c.kept_at < kept.kept_at - LONGEST))
    session.execute(insert(KEPT_PAGES).values(**asdict(kept)))


def find(session: Session, kept_id: str) -> KeptPage | None:
    """Return what is kept under an id, or None."""
    row = session.execute(select(KEPT_PAGES).where(KEPT_PAGES.c.kept_id == kept_id)).mappings().first()
    return KeptPage(**row) if row else None


def drop_of_session(session: Session, session_hash: str) -> None:
    """Delete what is kept for a session."""
    session.execute(delete(KEPT_PAGES).where(KEPT_PAGES.c.session_hash == session_hash))


def drop_of_person(session: Session, person: str) -> None:
    """Delete what is kept for a person."""
    session.execute(delete(KEPT_PAGES).where(KEPT_PAGES.c.person == person))
