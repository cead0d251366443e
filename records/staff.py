"""The register of staff: everyone who has signed in, with the roles and teams of their last sign-in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casework.case.actor import OPERATOR_ID
from records.tables import STAFF
from records.upsert import upsert

THE_OPERATOR = "System operator"
"""What pages call the actor of a command that names no one. It can stand by itself or after "by", as a name does."""


def save_sign_in(session: Session, person_id: str, content: dict[str, Any], at: datetime) -> None:
    """Store a person's last sign-in."""
    upsert(session, STAFF, {"person_id": person_id, "content": content, "seen_at": at}, key=("person_id",))


def find(session: Session, person_id: str) -> dict[str, Any] | None:
    """Return a person as of their last sign-in, or None if they have never signed in."""
    content: dict[str, Any] | None = session.scalar(
        select(STAFF.c.content).where(STAFF.c.person_id == person_id)
    )
    return content


def forget_roles(session: Session, person_id: str) -> bool:
    """Delete a person's stored roles until they sign in again. Returns whether they had ever signed in."""
    content = find(session, person_id)
    if content is None:
        return False
    without = {**content, "roles": [], "teams": []}
    session.execute(update(STAFF).where(STAFF.c.person_id == person_id).values(content=without))
    return True


def names(session: Session) -> dict[str, str]:
    """Return the names of everyone who has signed in, by id, and of the command that names no one."""
    return {OPERATOR_ID: THE_OPERATOR} | {
        row.person_id: str(row.content.get("name") or row.person_id) for row in session.execute(select(STAFF))
    }


def people(session: Session) -> list[dict[str, Any]]:
    """Return everyone who has signed in, as of their last sign-in, by name."""
    found: list[dict[str, Any]] = list(session.scalars(select(STAFF.c.content)))
    return sorted(found, key=lambda one: str(one.get("name")))
