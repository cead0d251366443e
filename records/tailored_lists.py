"""Tailored lists, kept unchanged whether they were sent or not."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from records.canonical import digest
from records.tables import TAILORED_LISTS


@dataclass(frozen=True, slots=True)
class KeptList:
    """A tailored list. `content` holds its criteria, its entries and the near misses."""

    list_id: str
    case_id: str
    made_at: datetime
    by: str | None
    content: dict[str, Any]
    hash: str


def keep_list(
    session: Session,
    case_id: str,
    content: dict[str, Any],
    by: str | None,
    at: datetime,
    list_id: str | None = None,
) -> str:
    """Store a list under the given id or a random one. Returns the id."""
    list_id = list_id or f"list-{secrets.token_hex(8)}"
    row = {"list_id": list_id, "case_id": case_id, "made_at": at, "by": by, "content": content}
    session.execute(insert(TAILORED_LISTS).values(**row, hash=digest(content)))
    return list_id


def find_list(session: Session, list_id: str) -> KeptList | None:
    """Return a list by its id, or None."""
    row = (
        session.execute(select(TAILORED_LISTS).where(TAILORED_LISTS.c.list_id == list_id)).mappings().first()
    )
    return KeptList(**row) if row else None


def lists_of(session: Session, case_id: str) -> list[KeptList]:
    """Return the lists of a case, oldest first."""
    query = (
        select(TAILORED_LISTS).where(TAILORED_LISTS.c.case_id == case_id).order_by(TAILORED_LISTS.c.made_at)
    )
    return [KeptList(**row) for row in session.execute(query).mappings()]
