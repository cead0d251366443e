"""The days that officers accepted from the year planner of reviews."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from records.caseload import Seen, visible
from records.processes import ProcessRow
from records.tables import CASES, PLANNED_REVIEWS, PROCESSES
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


def of_cases(
    session: Session, kinds: Collection[str], seen: Seen
) -> list[tuple[ProcessRow, str | None, str | None]]:
    """Return the processes of some kinds in the cases that a person may see, each with the officer and the team of its case."""
    query = (
        select(PROCESSES, CASES.c.officer.label("officer"), CASES.c.team.label("its_team"))
        .join(CASES, CASES.c.case_id == PROCESSES.c.case_id)
        .where(PROCESSES.c.kind.in_(kinds), visible(seen))
        .order_by(PROCESSES.c.process_id)
    )
    names = {column.name for column in PROCESSES.c}
    return [
        (ProcessRow(**{name: row[name] for name in names}), row["officer"], row["its_team"])
        for row in session.execute(query).mappings()
    ]
