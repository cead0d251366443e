"""The columns that each person has chosen for a list."""

from __future__ import annotations

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from records.tables import LIST_COLUMNS
from records.upsert import upsert


def columns_of(session: Session, person: str, name: str) -> list[str] | None:
    """Return the columns that a person has chosen for a list, or None."""
    mine = and_(LIST_COLUMNS.c.person == person, LIST_COLUMNS.c.list == name)
    found = session.scalar(select(LIST_COLUMNS.c.columns).where(mine))
    return [str(one) for one in found] if found is not None else None


def keep_columns(session: Session, person: str, name: str, columns: list[str]) -> None:
    """Keep the columns that a person has chosen for a list."""
    upsert(
        session, LIST_COLUMNS, {"person": person, "list": name, "columns": columns}, key=("person", "list")
    )
