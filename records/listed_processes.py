"""Pages of the lists of processes: the database chooses what a person may see, counts it and sorts it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, or_, select, tuple_, update
from sqlalchemy.orm import Session

from records.permitted import Permit, has_person, permitted
from records.processes import ProcessRow, rows_of
from records.tables import PROCESSES
from records.tables.processes import IS_NOT_PLACED


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which processes to return: those that a person may see `at` a moment, open or over.

    `of_person` restricts them to those of which that person is one of the people.
    """

    permits: Sequence[Permit]
    at: datetime
    over: bool | None = None
    of_person: str | None = None


def number(session: Session, wanted: Wanted) -> int:
    """Return how many processes there are."""
    return session.scalar(_chosen(select(func.count()), wanted)) or 0


def page(
    session: Session, wanted: Wanted, *, latest_first: bool = False, limit: int, offset: int = 0
) -> list[ProcessRow]:
    """Return a page of them by the day in the list, the earliest first unless `latest_first`.

    The page is chosen from an index before its rows are read, because each row holds its whole state.
    """
    first = PROCESSES.c.listed_on.desc() if latest_first else PROCESSES.c.listed_on
    order = (first, PROCESSES.c.process_id)
    chosen = _chosen(select(PROCESSES.c.process_id), wanted).order_by(*order).limit(limit).offset(offset)
    ids = list(session.scalars(chosen))
    return rows_of(session, select(PROCESSES).where(PROCESSES.c.process_id.in_(ids)).order_by(*order))


def those(session: Session, wanted: Wanted, process_ids: Collection[str]) -> list[ProcessRow]:
    """Return those of some processes that are among the wanted ones."""
    query = _chosen(select(PROCESSES), wanted).where(PROCESSES.c.process_id.in_(list(process_ids)))
    return rows_of(session, query.order_by(PROCESSES.c.listed_on, PROCESSES.c.process_id))


def page_of_children(
    session: Session, wanted: Wanted, *, limit: int, after: tuple[str, str] | None
) -> list[ProcessRow]:
    """Return up to `limit` of those of children without a case, by record and id, after the place (record, id)."""
    query = _chosen(select(PROCESSES), wanted).where(PROCESSES.c.child_id.is_not(None))
    if after is not None:
        query = query.where(tuple_(PROCESSES.c.child_id, PROCESSES.c.process_id) > tuple_(*after))
    return rows_of(session, query.order_by(PROCESSES.c.child_id, PROCESSES.c.process_id).limit(limit))


def without_place(session: Session, today: date, limit: int) -> list[ProcessRow]:
    """Return processes whose day in the list was not worked out for their last step, or may be another day today."""
    ended = PROCESSES.c.listed_until <= today
    query = select(PROCESSES).where(or_(IS_NOT_PLACED, ended)).order_by(PROCESSES.c.process_id)
    return rows_of(session, query.limit(limit))


def place(session: Session, row: ProcessRow, on: date, until: date | None) -> bool:
    """Store the day of a process in the list. Returns False if it has taken another step since it was read."""
    its_step = (PROCESSES.c.process_id == row.process_id, PROCESSES.c.seq == row.seq)
    stored = {"listed_on": on, "listed_until": until, "listed_seq": row.seq}
    changed = session.execute(
        update(PROCESSES).where(*its_step).values(**stored).returning(PROCESSES.c.process_id)
    )
    return changed.first() is not None


def _chosen(query: Select[Any], wanted: Wanted) -> Select[Any]:
    query = query.select_from(PROCESSES).where(permitted(wanted.permits, wanted.at))
    if wanted.over is not None:
        query = query.where(PROCESSES.c.is_over.is_(wanted.over))
    if wanted.of_person is not None:
        query = query.where(has_person(wanted.of_person))
    return query
