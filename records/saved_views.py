"""The views of the work tray that each person has saved."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from records.tables import SAVED_VIEWS
from records.upsert import upsert

COMES_BACK_FOR = timedelta(hours=1)
"""How long a view that was removed can come back."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """A saved view: its name and the query string that shows it."""

    view_id: str
    name: str
    query: str


def save_view(session: Session, person: str, name: str, query: str, at: datetime) -> None:
    """Save a view, replacing the person's view with the same name."""
    row = {
        "view_id": f"view-{secrets.token_hex(6)}",
        "person": person,
        "name": name,
        "query": query,
        "at": at,
        "removed_at": None,
    }
    upsert(session, SAVED_VIEWS, row, key=("person", "name"))


def views_of(session: Session, person: str) -> list[SavedView]:
    """Return a person's views, by name."""
    columns = (SAVED_VIEWS.c.view_id, SAVED_VIEWS.c.name, SAVED_VIEWS.c.query)
    query = (
        select(*columns).where(_of(person), SAVED_VIEWS.c.removed_at.is_(None)).order_by(SAVED_VIEWS.c.name)
    )
    return [SavedView(*row) for row in session.execute(query)]


def remove_view(session: Session, person: str, view_id: str, at: datetime) -> None:
    """Remove one of the person's own views. It can come back for an hour, and is deleted with a later removal."""
    session.execute(delete(SAVED_VIEWS).where(SAVED_VIEWS.c.removed_at < at - COMES_BACK_FOR))
    mine = update(SAVED_VIEWS).where(_of(person), SAVED_VIEWS.c.view_id == view_id)
    session.execute(mine.values(removed_at=at))


def restore_view(session: Session, person: str, view_id: str) -> None:
    """Bring back one of the person's own views that was removed."""
    mine = update(SAVED_VIEWS).where(_of(person), SAVED_VIEWS.c.view_id == view_id)
    session.execute(mine.values(removed_at=None))


def _of(person: str) -> ColumnElement[bool]:
    return SAVED_VIEWS.c.person == person
