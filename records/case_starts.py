"""Registered requests whose cases are not started, or not known to be started."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, select, update
from sqlalchemy.orm import Session

from records.tables import CASES, INTAKES, STARTS
from records.upsert import insert_new

_OF_CASE: BindParameter[str] = bindparam("of_case")
_STARTED = update(INTAKES).where(INTAKES.c.case_id == _OF_CASE).values(started=True)
_NOT_WAITING = delete(STARTS).where(STARTS.c.case_id == _OF_CASE)


@dataclass(frozen=True, slots=True)
class Start:
    """A case that is to be started.

    `opening` starts its workflow; it is None for a request that an earlier release registered. `recorded` is whether the
    records hold the case, so that its workflow has run.
    """

    case_id: str
    registered_at: datetime
    opening: dict[str, Any] | None
    recorded: bool


def add(session: Session, case_id: str, opening: Mapping[str, Any], at: datetime) -> None:
    """Store the opening of a request, in the transaction that registers it. The first opening stays."""
    insert_new(
        session, STARTS, {"case_id": case_id, "opening": opening, "registered_at": at}, key=("case_id",)
    )


def opening_of(session: Session, case_id: str) -> dict[str, Any] | None:
    """Return the opening of a case that is not known to be started, or None."""
    found: dict[str, Any] | None = session.scalar(select(STARTS.c.opening).where(STARTS.c.case_id == case_id))
    return found


def done(session: Session, case_id: str) -> None:
    """Record that the case of a request has been started completely."""
    session.execute(_STARTED, {"of_case": case_id})
    session.execute(_NOT_WAITING, {"of_case": case_id})


def to_start(session: Session, before: datetime) -> list[Start]:
    """Return the cases with an opening that were registered before an instant, oldest first."""
    query = select(STARTS.c.case_id, STARTS.c.registered_at, STARTS.c.opening, CASES.c.case_id.label("known"))
    query = query.outerjoin(CASES, CASES.c.case_id == STARTS.c.case_id).where(STARTS.c.registered_at < before)
    found = session.execute(query.order_by(STARTS.c.registered_at, STARTS.c.case_id))
    return [Start(row.case_id, row.registered_at, row.opening, row.known is not None) for row in found]


def not_started(session: Session, before: datetime) -> list[Start]:
    """Return every request registered before an instant whose case is not in the records, oldest first."""
    query = select(INTAKES.c.case_id, INTAKES.c.registered_at, STARTS.c.opening)
    query = query.outerjoin(STARTS, STARTS.c.case_id == INTAKES.c.case_id)
    query = query.outerjoin(CASES, CASES.c.case_id == INTAKES.c.case_id)
    query = query.where(
        INTAKES.c.started.is_(False), CASES.c.case_id.is_(None), INTAKES.c.registered_at < before
    )
    found = session.execute(query.order_by(INTAKES.c.registered_at, INTAKES.c.case_id))
    return [Start(row.case_id, row.registered_at, row.opening, False) for row in found]
