"""Disputes as they stand: mediations and appeals, each with what either side may or must still do."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, tuple_
from sqlalchemy.orm import Session

from records.seen import Seen, visible
from records.tables import CASES, DISPUTES
from records.upsert import upsert


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """A dispute: `person` is the mediator who sees it, `content` the whole of it, `seq` the step that it is of."""

    dispute_id: str
    case_id: str
    kind: str
    status: str
    person: str | None
    seq: int
    content: dict[str, Any]
    is_over: bool
    changed_at: datetime


def save(session: Session, row: DisputeRow) -> None:
    """Keep how a dispute stands."""
    upsert(session, DISPUTES, asdict(row), key=("dispute_id",))


def find(session: Session, dispute_id: str) -> DisputeRow | None:
    """A dispute by its id, or None."""
    row = session.execute(select(DISPUTES).where(DISPUTES.c.dispute_id == dispute_id)).mappings().first()
    return DisputeRow(**row) if row else None


def open_by_mediator(session: Session) -> dict[str, int]:
    """How many open disputes each mediator has; one who has none is not in it."""
    query = (
        select(DISPUTES.c.person, func.count().label("open"))
        .where(DISPUTES.c.person.is_not(None), DISPUTES.c.is_over.is_(False))
        .group_by(DISPUTES.c.person)
    )
    return {row.person: row.open for row in session.execute(query)}


def page_of_disputes(
    session: Session, seen: Seen | str, *, open_only: bool, limit: int, after: tuple[str, str] | None
) -> list[DisputeRow]:
    """The disputes that somebody sees, those of a case together: those after a case and an id, so many at most.

    `seen` are the cases that they see, or the mediator who sees their own disputes alone.
    """
    query = select(DISPUTES).join(CASES, CASES.c.case_id == DISPUTES.c.case_id)
    if isinstance(seen, str):
        query = query.where(DISPUTES.c.person == seen)
    else:
        query = query.where(or_(visible(seen), DISPUTES.c.person == seen.person))
    if open_only:
        query = query.where(DISPUTES.c.is_over.is_(False))
    place = tuple_(DISPUTES.c.case_id, DISPUTES.c.dispute_id)
    if after is not None:
        query = query.where(place > tuple_(*after))
    query = query.order_by(DISPUTES.c.case_id, DISPUTES.c.dispute_id).limit(limit)
    return [DisputeRow(**row) for row in session.execute(query).mappings()]


def outliving(session: Session, whose: Seen) -> list[tuple[str, str]]:
    """The open disputes whose case has closed, of the cases that somebody may see: dispute and case."""
    query = (
        select(DISPUTES.c.dispute_id, DISPUTES.c.case_id)
        .join(CASES, CASES.c.case_id == DISPUTES.c.case_id)
        .where(DISPUTES.c.is_over.is_(False), CASES.c.closed_on.is_not(None), visible(whose))
        .order_by(DISPUTES.c.dispute_id)
    )
    return [(row.dispute_id, row.case_id) for row in session.execute(query)]


def select_disputes(
    session: Session, *, case_id: str | None = None, person: str | None = None
) -> list[DisputeRow]:
    """The disputes of a case, of a mediator, or all, the last changed first."""
    query = select(DISPUTES).order_by(DISPUTES.c.changed_at.desc(), DISPUTES.c.dispute_id)
    if case_id is not None:
        query = query.where(DISPUTES.c.case_id == case_id)
    if person is not None:
        query = query.where(DISPUTES.c.person == person)
    return [DisputeRow(**row) for row in session.execute(query).mappings()]
