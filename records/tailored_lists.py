"""The tailored lists that were made, each kept as it was, whether it was sent or not."""

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
    """A list as it was made: `content` holds what it was made for, and its entries and near misses."""

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
    """Keep a list, and give it an id that says nothing unless it has one."""
    list_id = list_id or f"list-{secrets.token_hex(8)}"
    row = {"list_id": list_id, "case_id": case_id, "made_at": at, "by": by, "content": content}
    session.execute(insert(TAILORED_LISTS).values(**row, hash=digest(content)))
    return list_id


def find_list(session: Session, list_id: str) -> KeptList | None:
    """A list by its id, or None."""
    row = (
        session.execute(select(TAILORED_LISTS).where(TAILORED_LISTS.c.list_id == list_id)).mappings().first()
    )
    return KeptList(**row) if row else None


def lists_of(session: Session, case_id: str) -> list[KeptList]:
    """The lists of a case, oldest first."""
    query = (
        select(TAILORED_LISTS).where(TAILORED_LISTS.c.case_id == case_id).order_by(TAILORED_LISTS.c.made_at)
    )
    return [KeptList(**row) for row in session.execute(query).mappings()]
