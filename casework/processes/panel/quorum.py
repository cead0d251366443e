"""The quorum of a sitting: education, health and social care must each have a member there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from statute.words import listed

ROLES: Mapping[str, str] = {"education": "education", "health": "health", "social_care": "social care"}
"""The services that must each have a member there."""
OTHER_ROLES = ("chair", "parent_carer_forum", "setting", "early_years", "other")


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the panel: an opaque id, and the service or role."""

    id: str
    role: str


def missing_services(members: Iterable[Member], present: Iterable[str] | None) -> tuple[str, ...]:
    """The services that had no member there; all of them before attendance is recorded (None)."""
    named = frozenset(present or ())
    there = {member.role for member in members if member.id in named}
    return tuple(role for role in ROLES if role not in there)


def bad_members(members: Iterable[Member], chair: str) -> str | None:
    """What is wrong with the members of a sitting, in one sentence; None if nothing is."""
    found = list(members)
    for member in found:
        if member.role not in (*ROLES, *OTHER_ROLES):
            return (
                f"There is no role {member.role!r} on a panel; choose from {listed((*ROLES, *OTHER_ROLES))}."
            )
    for role, said in ROLES.items():
        if all(member.role != role for member in found):
            return f"The panel has no member for {said}, so it cannot be quorate; name one."
    if len({member.id for member in found}) < len(found):
        return "A member is named twice; name each once."
    if chair not in {member.id for member in found}:
        return f"The chair {chair} is not one of the members; choose a member as chair."
    return None
