"""The register of staff: people with the roles and teams of their last sign-in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Role
from records import staff


def registered_person(session: Session, person_id: str) -> Person | None:
    """Return a person on the register of staff, or None."""
    content = staff.find(session, person_id)
    return of_json(content) if content is not None else None


def as_json(person: Person) -> dict[str, Any]:
    """Return a person in the form that the records store."""
    return {
        "id": person.id,
        "name": person.name,
        "roles": sorted(person.roles),
        "teams": sorted(person.teams),
    }


def of_json(content: Mapping[str, Any]) -> Person:
    """Return a person from the form that the records store."""
    return Person(
        content["id"],
        content["name"],
        frozenset(Role(role) for role in content["roles"]),
        frozenset(content["teams"]),
    )
