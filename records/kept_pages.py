"""Pages that the console keeps for some hours, and forms that it keeps until their person sees to them, both encrypted."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import and_, delete, false, insert, or_, select, true
from sqlalchemy.orm import Session

from records.sessions import LONGEST, REMEMBERED
from records.tables import KEPT_PAGES


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page or form, for one session of one person. `address` is where it belongs; `content` is encrypted.

    `is_form` is whether it holds what the person typed, and not the answer to a form.
    """

    kept_id: str
    session_hash: str
    person: str
    address: str
    content: bytes
    kept_at: datetime
    is_form: bool = False


def put(session: Session, kept: KeptPage) -> None:
    """Keep a page. Pages that are older than a session can be are deleted, and forms that no one saw to for two weeks."""
    is_form = KEPT_PAGES.c.is_form == true()
    old_page = and_(KEPT_PAGES.c.is_form == false(), KEPT_PAGES.c.kept_at < kept.kept_at - LONGEST)
    old_form = and_(is_form, KEPT_PAGES.c.kept_at < kept.kept_at - REMEMBERED)
    session.execute(delete(KEPT_PAGES).where(or_(old_page, old_form)))
    session.execute(insert(KEPT_PAGES).values(**asdict(kept)))


def find(session: Session, kept_id: str) -> KeptPage | None:
    """Return what is kept under an id, or None."""
    row = session.execute(select(KEPT_PAGES).where(KEPT_PAGES.c.kept_id == kept_id)).mappings().first()
    return KeptPage(**row) if row else None


def forms_of(session: Session, person: str) -> list[KeptPage]:
    """Return the forms that are kept for a person, newest first."""
    query = (
        select(KEPT_PAGES)
        .where(KEPT_PAGES.c.person == person, KEPT_PAGES.c.is_form == true())
        .order_by(KEPT_PAGES.c.kept_at.desc(), KEPT_PAGES.c.kept_id)
    )
    return [KeptPage(**row) for row in session.execute(query).mappings()]


def drop_form(session: Session, kept_id: str, person: str) -> bool:
    """Delete a form that is kept for a person. Returns whether there was one."""
    mine = and_(
        KEPT_PAGES.c.kept_id == kept_id, KEPT_PAGES.c.person == person, KEPT_PAGES.c.is_form == true()
    )
    return session.execute(delete(KEPT_PAGES).where(mine).returning(KEPT_PAGES.c.kept_id)).first() is not None


def drop_of_session(session: Session, session_hash: str) -> None:
    """Delete what is kept for a session."""
    session.execute(delete(KEPT_PAGES).where(KEPT_PAGES.c.session_hash == session_hash))


def drop_of_person(session: Session, person: str) -> None:
    """Delete what is kept for a person."""
    session.execute(delete(KEPT_PAGES).where(KEPT_PAGES.c.person == person))
