"""Late advice by service, from the obligations of the read model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.case.advisers import FAMILYS_OWN
from records.caseload import Seen, visible
from records.tables import CASES, OBLIGATIONS
from statute.clock_roles import ClockRole


@dataclass(frozen=True, slots=True)
class Service:
    """The advice of one service in open and closed cases. Days late are calendar days after the six-week limit."""

    of: str
    asked: int
    received: int
    received_late: int
    waiting: int
    overdue: int
    longest_overdue: int
    days_late_on_average: float


def services(session: Session, today: date, seen: Seen) -> list[Service]:
    """Return every service that was asked, the one with the most overdue advice first.

    The family is no service. Sealed cases that the reader may not see do not count.


    Outstanding advice counts as overdue only in open cases that still need it, not if the case has ended or a plan was
    refused.
    """
    query = (
        select(
            OBLIGATIONS.c.of,
            OBLIGATIONS.c.due_on,
            OBLIGATIONS.c.met_on,
            func.coalesce(OBLIGATIONS.c.closed_on, CASES.c.closed_on),
        )
        .join(CASES, CASES.c.case_id == OBLIGATIONS.c.case_id)
        .where(
            OBLIGATIONS.c.role == ClockRole.RETURN_ADVICE,
            OBLIGATIONS.c.of.not_in(FAMILYS_OWN),
            visible(seen),
        )
    )
    found: dict[str, list[tuple[date, date | None, date | None]]] = {}
    for of, due, met, closed in session.execute(query):
        found.setdefault(of, []).append((due, met, closed))
    told = [_service(of, rows, today) for of, rows in found.items()]
    return sorted(told, key=lambda one: (-one.overdue, -one.longest_overdue, one.of))


def _service(of: str, rows: list[tuple[date, date | None, date | None]], today: date) -> Service:
    late = [(met - due).days for due, met, _ in rows if met is not None and met > due]
    waiting = [due for due, met, closed in rows if met is None and closed is None]
    overdue = [(today - due).days for due in waiting if due < today]
    every = [*late, *overdue]
    return Service(
        of=of,
        asked=len(rows),
        received=sum(met is not None for _, met, _ in rows),
        received_late=len(late),
        waiting=len(waiting),
        overdue=len(overdue),
        longest_overdue=max(overdue, default=0),
        days_late_on_average=round(sum(every) / len(every), 1) if every else 0.0,
    )
