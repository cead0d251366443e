"""Where the people of a process meet: an address, a room or the link of a video call."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from records.tables import MEETING_PLACES
from records.upsert import upsert


def place_of(session: Session, process_id: str) -> str | None:
    """Return the place of a process, or None."""
    return session.scalar(select(MEETING_PLACES.c.place).where(MEETING_PLACES.c.case_id == process_id))


def save_place(session: Session, process_id: str, place: str, by: str, at: datetime) -> None:
    """Store the place of a process; an empty one removes it."""
    if not place:
        session.execute(delete(MEETING_PLACES).where(MEETING_PLACES.c.case_id == process_id))
        return
    row = {"case_id": process_id, "place": place, "by": by, "at": at}
    upsert(session, MEETING_PLACES, row, key=("case_id",))
