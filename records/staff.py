"""The register of staff: who has signed in, with the roles and teams that they last had."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from records.tables import STAFF
from records.upsert import upsert


def know(session: Session, person_id: str, content: dict[str, Any], at: datetime) -> None:
    """Keep how somebody signed in last."""
    upsert(session, STAFF, {"person_id": person_id, "content": content, "seen_at": at}, key=("person_id",))


def find(session: Session, person_id: str) -> dict[str, Any] | None:
    """Somebody as they signed in last, or None who never did."""
    content: dict[str, Any] | None = session.scalar(
        select(STAFF.c.content).where(STAFF.c.person_id == person_id)
    )
    return content


def forget_roles(session: Session, person_id: str) -> bool:
    """Forget what somebody might do when they signed in last, until they do so again: whether they ever did."""
    content = find(session, person_id)
    if content is None:
        return False
    without = {**content, "roles": [], "teams": []}
    session.execute(update(STAFF).where(STAFF.c.person_id == person_id).values(content=without))
    return True


def names(session: Session) -> dict[str, str]:
    """What everybody who ever signed in is called, by id."""
    return {
        row.person_id: str(row.content.get("name") or row.person_id) for row in session.execute(select(STAFF))
    }


def people(session: Session) -> list[dict[str, Any]]:
    """Everybody who ever signed in, as they did last, by name."""
    found: list[dict[str, Any]] = list(session.scalars(select(STAFF.c.content)))
    return sorted(found, key=lambda one: str(one.get("name")))
