"""The authority's profile, as it was loaded last."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.tables import PROFILE
from records.upsert import upsert

_NAME = "authority"


def keep_profile(session: Session, content: dict[str, Any], by: str | None, at: datetime) -> None:
    """Replace the profile."""
    row = {"name": _NAME, "content": content, "changed_at": at, "by": by}
    upsert(session, PROFILE, row, key=("name",))


def profile_content(session: Session) -> dict[str, Any] | None:
    """Return the profile's content, or None if none was loaded."""
    return session.scalar(select(PROFILE.c.content).where(PROFILE.c.name == _NAME))
