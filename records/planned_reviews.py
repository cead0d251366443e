"""The days that officers accepted from the year planner of reviews."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from records.tables import PLANNED_REVIEWS
from records.upsert import upsert


def accept(session: Session, process_id: str, case_id: str, meeting_on: date, by: str, at: datetime) -> None:
    """Store the day that a person accepted for the meeting of a review, in place of an earlier one."""
    row = {"process_id": process_id, "case_id": case_id, "meeting_on": meeting_on, "by": by, "at": at}
    upsert(session, PLANNED_REVIEWS, row, key=("process_id",))


def withdraw(session: Session, process_ids: Collection[str]) -> None:
    """Forget the accepted days of reviews, so that a day is proposed for each again."""
    session.execute(delete(PLANNED_REVIEWS).where(PLANNED_REVIEWS.c.process_id.in_(process_ids)))


def accepted(session: Session) -> dict[str, date]:
    """Return the accepted day of each review that has one, by the id of the review."""
    query = select(PLANNED_REVIEWS.c.process_id, PLANNED_REVIEWS.c.meeting_on)
    return {row.process_id: row.meeting_on for row in session.execute(query)}


def accepted_for(session: Session, process_id: str) -> date | None:
    """Return the accepted day of one review, or None."""
    return session.scalar(
        select(PLANNED_REVIEWS.c.meeting_on).where(PLANNED_REVIEWS.c.process_id == process_id)
    )
