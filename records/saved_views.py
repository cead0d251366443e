"""The views of the work tray that each person has saved."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from records.tables import SAVED_VIEWS
from records.upsert import upsert


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
    }
    upsert(session, SAVED_VIEWS, row, key=("person", "name"))


def views_of(session: Session, person: str) -> list[SavedView]:
    """Return a person's views, by name."""
    columns = (SAVED_VIEWS.c.view_id, SAVED_VIEWS.c.name, SAVED_VIEWS.c.query)
    query = select(*columns).where(SAVED_VIEWS.c.person == person).order_by(SAVED_VIEWS.c.name)
    return [SavedView(*row) for row in session.execute(query)]


def remove_view(session: Session, person: str, view_id: str) -> None:
    """Delete one of the person's own views."""
    session.execute(
        delete(SAVED_VIEWS).where(SAVED_VIEWS.c.person == person, SAVED_VIEWS.c.view_id == view_id)
    )
