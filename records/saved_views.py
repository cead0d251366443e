"""The views of the work tray that people have saved, each for themselves."""

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
    """A view by its name, and the query of the address that shows it."""

    view_id: str
    name: str
    query: str


def save_view(session: Session, person: str, name: str, query: str, at: datetime) -> None:
    """Keep a view under a name, in place of the one that has it."""
    row = {
        "view_id": f"view-{secrets.token_hex(6)}",
        "person": person,
        "name": name,
        "query": query,
        "at": at,
    }
    upsert(session, SAVED_VIEWS, row, key=("person", "name"))


def views_of(session: Session, person: str) -> list[SavedView]:
    """The views of a person, by name."""
    columns = (SAVED_VIEWS.c.view_id, SAVED_VIEWS.c.name, SAVED_VIEWS.c.query)
    query = select(*columns).where(SAVED_VIEWS.c.person == person).order_by(SAVED_VIEWS.c.name)
    return [SavedView(*row) for row in session.execute(query)]


def remove_view(session: Session, person: str, view_id: str) -> None:
    """Remove a view of a person's own."""
    session.execute(
        delete(SAVED_VIEWS).where(SAVED_VIEWS.c.person == person, SAVED_VIEWS.c.view_id == view_id)
    )
