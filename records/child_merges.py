"""Merges and splits of children's records, with who made them and why."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from records.tables import CHILD_MERGES, CHILDREN


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge of two records. `content` is what a split needs: the cases of each, and the versions before and after."""

    merge_id: str
    merged: str
    survivor: str
    by: str
    reason: str
    at: datetime
    content: dict[str, Any]
    split_by: str | None = None
    split_at: datetime | None = None
    split_because: str | None = None


def new_id() -> str:
    """Return a random id."""
    return f"merge-{secrets.token_hex(6)}"


def merge(session: Session, made: Merge, moved: Sequence[str]) -> None:
    """Point a record, and those `moved` with it, to the surviving record."""
    session.execute(insert(CHILD_MERGES).values(asdict(made)))
    session.execute(
        update(CHILDREN).where(CHILDREN.c.child_id == made.merged).values(merged_into=made.survivor)
    )
    session.execute(
        update(CHILDREN).where(CHILDREN.c.child_id.in_(list(moved))).values(survivor=made.survivor)
    )


def split(session: Session, made: Merge, returned: Sequence[str], by: str, why: str, at: datetime) -> None:
    """Separate a record, and those `returned` with it, from the surviving record."""
    session.execute(
        update(CHILD_MERGES)
        .where(CHILD_MERGES.c.merge_id == made.merge_id)
        .values(split_by=by, split_because=why, split_at=at)
    )
    session.execute(update(CHILDREN).where(CHILDREN.c.child_id == made.merged).values(merged_into=None))
    session.execute(
        update(CHILDREN).where(CHILDREN.c.child_id.in_(list(returned))).values(survivor=made.merged)
    )


def standing(session: Session, merged: str) -> Merge | None:
    """Return the merge of a record that has not been split, or None."""
    query = select(CHILD_MERGES).where(CHILD_MERGES.c.merged == merged, CHILD_MERGES.c.split_at.is_(None))
    row = session.execute(query).mappings().first()
    return Merge(**row) if row else None


def of_group(session: Session, child_ids: Sequence[str]) -> list[Merge]:
    """Return every merge of some records, including those that were split, oldest first."""
    mine = CHILD_MERGES.c.merged.in_(child_ids) | CHILD_MERGES.c.survivor.in_(child_ids)
    query = select(CHILD_MERGES).where(mine).order_by(CHILD_MERGES.c.at, CHILD_MERGES.c.merge_id)
    return [Merge(**row) for row in session.execute(query).mappings()]


def merged_with(session: Session, child_id: str) -> list[str]:
    """Return a record and all records merged into it, directly or through another."""
    found, to_look_at = [child_id], [child_id]
    while to_look_at:
        query = select(CHILDREN.c.child_id).where(CHILDREN.c.merged_into.in_(to_look_at))
        to_look_at = list(session.scalars(query))
        found += to_look_at
    return found
