"""The read model: every case as lists and pages need it. It can be rebuilt from the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, delete, func, insert, or_, select, tuple_
from sqlalchemy.orm import Session

from casework.case.law_pin import LawPin
from records import children
from records.rows import row_of
from records.tables import CASE_LIVES, CASE_SPANS, CASES, OBLIGATIONS
from records.upsert import upsert
from statute.status_by_day import StatusByDay, StatusOnDay

_OF_CASE: BindParameter[str] = bindparam("of_case")
_FIND = select(CASES).where(CASES.c.case_id == _OF_CASE)
_NO_OBLIGATIONS = delete(OBLIGATIONS).where(OBLIGATIONS.c.case_id == _OF_CASE)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as a list shows it. `child_id` is filled in on saving, because the ledger does not hold it."""

    case_id: str
    stage: str
    officer: str | None
    team: str | None
    received_on: date | None
    rag: str
    next_due_on: date | None
    next_due_rule: str | None
    next_due_title: str | None
    breached: bool
    turn: str
    turn_back_on: date | None
    seq: int
    rule_pack: str
    rule_pack_hash: str
    calendar: str
    calendar_hash: str
    opened_at: datetime
    changed_at: datetime
    closed_on: date | None
    child_id: str | None = None

    @property
    def pin(self) -> LawPin:
        """The law that is pinned to the case."""
        return LawPin(self.rule_pack, self.rule_pack_hash, self.calendar, self.calendar_hash)


@dataclass(frozen=True, slots=True)
class ObligationRow:
    """An obligation as of the last change of its case; `on` gives its status on any later day.

    `closed_on` is the day it was closed without being met. `excused_from` is the first day from which an accepted
    exception excuses it if it is late.
    """

    rule: str
    role: str | None
    title: str
    citation: str
    of: str | None
    kind: str
    duty_holder: str
    verified: bool
    started_on: date
    due_on: date
    raw_due_on: date | None
    met_on: date | None
    status: str
    days_late: int
    excused_by: str | None
    excused_from: date | None
    safe_on: date | None
    earliest_final: date | None
    closed_on: date | None
    by_day: dict[str, Any]

    def on(self, day: date) -> StatusOnDay:
        """Return its status on a day, if nothing more is recorded in its case."""
        return StatusByDay.from_json(self.by_day).on(day)


def save(session: Session, row: CaseRow, obligations: Sequence[ObligationRow]) -> None:
    """Insert or replace a case and its obligations."""
    child_id = children.record_of_case(session, row.case_id)
    upsert(session, CASES, row_of(row) | {"child_id": child_id}, key=("case_id",))
    session.execute(_NO_OBLIGATIONS, {"of_case": row.case_id})
    if obligations:
        session.execute(
            insert(OBLIGATIONS),
            [
                {"case_id": row.case_id, "place": place, **row_of(one)}
                for place, one in enumerate(obligations)
            ],
        )


def lock(session: Session, case_id: str) -> None:
    """Lock a case for writing until this transaction ends."""
    session.execute(select(CASES.c.case_id).where(CASES.c.case_id == case_id).with_for_update())


def remove(session: Session, case_id: str) -> None:
    """Delete a case from the read model. Its ledger stays."""
    for table in (CASE_SPANS, CASE_LIVES, OBLIGATIONS, CASES):
        session.execute(delete(table).where(table.c.case_id == case_id))


def ids(session: Session) -> list[str]:
    """Return the id of every case in the read model."""
    return list(session.scalars(select(CASES.c.case_id).order_by(CASES.c.case_id)))


def find(session: Session, case_id: str) -> CaseRow | None:
    """Return a case, or None."""
    row = session.execute(_FIND, {"of_case": case_id}).mappings().first()
    return CaseRow(**row) if row else None


def known(session: Session, case_ids: Sequence[str]) -> frozenset[str]:
    """Return which of some cases the records hold."""
    return frozenset(session.scalars(select(CASES.c.case_id).where(CASES.c.case_id.in_(case_ids))))


def starting_with(session: Session, text: str, limit: int) -> list[CaseRow]:
    """Return the cases whose id starts with a text, in order of id."""
    query = select(CASES).where(CASES.c.case_id.startswith(text, autoescape=True)).order_by(CASES.c.case_id)
    return [CaseRow(**row) for row in session.execute(query.limit(limit)).mappings()]


def those(session: Session, case_ids: Sequence[str]) -> dict[str, CaseRow]:
    """Return some cases by id."""
    query = select(CASES).where(CASES.c.case_id.in_(case_ids))
    return {row["case_id"]: CaseRow(**row) for row in session.execute(query).mappings()}


def obligations_of(session: Session, case_id: str) -> list[ObligationRow]:
    """Return the obligations of a case by due date, rule and adviser."""
    names = [column for column in OBLIGATIONS.c if column.name not in ("case_id", "place")]
    query = select(*names).where(OBLIGATIONS.c.case_id == case_id).order_by(OBLIGATIONS.c.place)
    return [ObligationRow(**row) for row in session.execute(query).mappings()]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which cases to return; None means all."""

    stage: str | None = None
    rag: str | None = None
    due_by: date | None = None
    officer: str | None = None
    team: str | None = None
    open_only: bool = False


def filtered(query: Select[Any], filters: Filters) -> Select[Any]:
    """Return a query of cases with the conditions of its filters."""
    for column, wanted in (
        (CASES.c.stage, filters.stage),
        (CASES.c.rag, filters.rag),
        (CASES.c.officer, filters.officer),
        (CASES.c.team, filters.team),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    if filters.due_by is not None:
        query = query.where(CASES.c.next_due_on <= filters.due_by)
    if filters.open_only:
        query = query.where(CASES.c.closed_on.is_(None))
    return query


def select_cases(
    session: Session, filters: Filters | None = None, *, limit: int | None = None, after: str | None = None
) -> list[CaseRow]:
    """Return cases by next due date, those without one last. `after` is the last case of the page before."""
    query = filtered(select(CASES), filters or Filters())
    if after is not None and (last := find(session, after)) is not None:
        if last.next_due_on is None:
            query = query.where(CASES.c.next_due_on.is_(None), CASES.c.case_id > after)
        else:
            place = tuple_(CASES.c.next_due_on, CASES.c.case_id) > tuple_(last.next_due_on, after)
            query = query.where(or_(place, CASES.c.next_due_on.is_(None)))
    query = query.order_by(CASES.c.next_due_on.asc().nulls_last(), CASES.c.case_id)
    return [CaseRow(**row) for row in session.execute(query.limit(limit)).mappings()]


def counts(session: Session) -> dict[str, dict[str, int]]:
    """Return the number of cases in each stage and of each colour."""
    return {
        name: {
            str(row[0]): int(row[1]) for row in session.execute(select(column, func.count()).group_by(column))
        }
        for name, column in (("stage", CASES.c.stage), ("rag", CASES.c.rag))
    }
