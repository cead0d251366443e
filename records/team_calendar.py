"""The calendar of a team: how many limits end on each day, the limits of a day, and the meetings and open processes of its cases."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from records.permitted import Permit, permitted
from records.processes import DatedProcess, dated
from records.tables import CASES, LEDGER, OBLIGATIONS, PROCESS_CASES, PROCESSES, is_owed_limit
from records.tray import Within, seen


@dataclass(frozen=True, slots=True)
class TeamLimit:
    """A limit that is owed in a case of the team, with the officer of the case."""

    case_id: str
    title: str
    due_on: date
    officer: str | None


def limit_counts(session: Session, within: Within, first: date, last: date) -> dict[date, int]:
    """Return how many limits are owed and end on each day of a period."""
    query = (
        select(OBLIGATIONS.c.due_on, func.count())
        .where(
            # SQLite would otherwise read all obligations of each case of the team in place of those of the period
            (OBLIGATIONS.c.case_id + "").in_(select(CASES.c.case_id).where(seen(within))),
            is_owed_limit(),
            OBLIGATIONS.c.due_on.between(first, last),
        )
        .group_by(OBLIGATIONS.c.due_on)
    )
    return {row[0]: int(row[1]) for row in session.execute(query)}


def limits_on(session: Session, within: Within, on: date, most: int) -> list[TeamLimit]:
    """Return the first limits that are owed and end on a day."""
    query = (
        select(OBLIGATIONS.c.case_id, OBLIGATIONS.c.title, OBLIGATIONS.c.due_on, CASES.c.officer)
        .join(CASES, CASES.c.case_id == OBLIGATIONS.c.case_id)
        .where(_owed_between(within, on, on))
        .order_by(OBLIGATIONS.c.case_id, OBLIGATIONS.c.place)
        .limit(most)
    )
    return [TeamLimit(*row) for row in session.execute(query)]


def open_processes(
    session: Session,
    within: Within,
    period: tuple[date, date],
    kinds: tuple[Collection[str], Collection[str]],
    permits: Sequence[Permit],
    at: datetime,
) -> list[DatedProcess]:
    """Return the open processes that may have a day in a period, concern the open cases of the team and that a person may
    see.
    """
    cases = select(CASES.c.case_id).where(seen(within))
    several = select(PROCESS_CASES.c.process_id).where(PROCESS_CASES.c.case_id.in_(cases))
    concerned = or_(
        PROCESSES.c.case_id.in_(cases),
        and_(PROCESSES.c.case_id.is_(None), PROCESSES.c.process_id.in_(several)),
    )
    return dated(session, period, kinds, concerned, permitted(permits, at))


def arranged(
    session: Session, within: Within, events: Iterable[str]
) -> list[tuple[str, str, dict[str, Any]]]:
    """Return case, event and fields of some acts in the open cases of the team, in the order of recording."""
    query = (
        select(LEDGER.c.case_id, LEDGER.c.event, LEDGER.c.fields)
        .join(CASES, CASES.c.case_id == LEDGER.c.case_id)
        .where(seen(within), LEDGER.c.event.in_(list(events)))
        .order_by(LEDGER.c.case_id, LEDGER.c.number)
    )
    return [(row.case_id, row.event, row.fields) for row in session.execute(query)]


def _owed_between(within: Within, first: date, last: date) -> ColumnElement[bool]:
    return and_(
        seen(within),
        is_owed_limit(),
        OBLIGATIONS.c.due_on.between(first, last),
    )
