"""The authority's profile as it is now, and every version that it had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from records import incomplete_messages
from records.tables import PROFILE, PROFILE_VERSIONS
from records.upsert import upsert

_NAME = "authority"
_CONTENT = select(PROFILE.c.content).where(PROFILE.c.name == _NAME)


@dataclass(frozen=True, slots=True)
class ProfileVersion:
    """A version of the profile: its number, its content, when it was made, who made it, and why."""

    version: int
    content: dict[str, Any]
    changed_at: datetime
    by: str | None
    because: str | None


def keep_profile(
    session: Session, content: dict[str, Any], by: str | None, at: datetime, because: str | None = None
) -> None:
    """Replace the profile, and keep it as the next version if it differs from the one before."""
    if profile_content(session) != content:
        row = {"version": version_now(session) + 1, "content": content, "changed_at": at, "by": by}
        session.execute(insert(PROFILE_VERSIONS).values(**row, because=because))
    row = {"name": _NAME, "content": content, "changed_at": at, "by": by}
    upsert(session, PROFILE, row, key=("name",))
    incomplete_messages.look_again(session, at)


def profile_content(session: Session) -> dict[str, Any] | None:
    """Return the profile's content, or None if none was loaded."""
    return session.scalar(_CONTENT)


def version_now(session: Session) -> int:
    """Return the number of the version that is in force, 0 before the first."""
    return session.scalar(select(func.max(PROFILE_VERSIONS.c.version))) or 0


def versions_of_profile(session: Session) -> list[ProfileVersion]:
    """Return every version, newest first."""
    query = select(PROFILE_VERSIONS).order_by(PROFILE_VERSIONS.c.version.desc())
    return [ProfileVersion(**row) for row in session.execute(query).mappings()]
