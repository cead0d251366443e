"""The forecasts of open cases, kept by the day on which they were made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from casework.forecast.came_true import Prediction
from casework.forecast.forecast import CaseForecast
from records.tables import CASE_FORECASTS, CASES
from records.tray import Within, seen

_WHOLE = (
    "final_on",
    "next_limit",
    "next_due_on",
    "chance_of_missing_next",
    "final_due_on",
    "chance_of_missing_final",
)
_COLUMNS = (*_WHOLE, "cause", "because", "would_help")
_DAY = CASE_FORECASTS.c.made_on


@dataclass(frozen=True, slots=True)
class Row:
    """A kept forecast, with the team and officer of the case as they are now."""

    made_on: date
    forecast: CaseForecast
    team: str | None
    officer: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Which forecasts to return: of limits that end in a period, with at least a chance; None means all."""

    first: date
    last: date
    least: float
    team: str | None = None
    officer: str | None = None
    cause: str | None = None


def keep(session: Session, made_on: date, forecasts: Iterable[CaseForecast]) -> int:
    """Replace the forecasts of a day and drop those that nothing counts any more. Returns how many there are.

    The newest day stays, and the first day of each week.
    """
    session.execute(delete(CASE_FORECASTS).where(CASE_FORECASTS.c.made_on == made_on))
    rows = [_row(made_on, one) for one in forecasts]
    if rows:
        session.execute(insert(CASE_FORECASTS), rows)
    days = sorted(session.scalars(select(_DAY).distinct()))
    first_of_week: dict[tuple[int, int], date] = {}
    for day in days:
        first_of_week.setdefault(day.isocalendar()[:2], day)
    kept = {*first_of_week.values(), *days[-1:]}
    gone = [day for day in days if day not in kept]
    if gone:
        session.execute(delete(CASE_FORECASTS).where(_DAY.in_(gone)))
    return len(rows)


def newest(session: Session) -> date | None:
    """Return the day of the newest forecasts, or None before the first."""
    found: date | None = session.scalar(select(func.max(_DAY)))
    return found


def of_case(session: Session, case_id: str) -> Row | None:
    """Return the newest forecast of an open case, or None if the newest day has none."""
    made_on = newest(session)
    query = _query().where(
        CASE_FORECASTS.c.made_on == made_on, CASES.c.case_id == case_id, CASES.c.closed_on.is_(None)
    )
    row = session.execute(query).mappings().first() if made_on is not None else None
    return _found(row) if row is not None else None


def likely(session: Session, within: Within, asked: Asked, limit: int, skip: int = 0) -> list[Row]:
    """Return the newest forecasts that a person may see, the most likely misses first."""
    query = _query().where(_matches(session, within, asked))
    query = query.order_by(
        CASE_FORECASTS.c.chance_of_missing_next.desc(), CASE_FORECASTS.c.next_due_on, CASES.c.case_id
    )
    return [_found(row) for row in session.execute(query.limit(limit).offset(skip)).mappings()]


def counted(session: Session, within: Within, asked: Asked) -> dict[tuple[str | None, str | None, str], int]:
    """Return how many there are by team, officer and cause."""
    keys = (CASES.c.team, CASES.c.officer, CASE_FORECASTS.c.cause)
    query = select(*keys, func.count()).select_from(CASE_FORECASTS).join(CASES, _same_case())
    query = query.where(_matches(session, within, asked)).group_by(*keys)
    return {(row[0], row[1], row[2]): row[3] for row in session.execute(query)}


def all_of(session: Session, within: Within | None = None) -> list[Row]:
    """Return every newest forecast of an open case that a person may see, by case; None means every case."""
    may = CASES.c.closed_on.is_(None) if within is None else seen(within)
    query = _query().where(CASE_FORECASTS.c.made_on == newest(session), may).order_by(CASES.c.case_id)
    return [_found(row) for row in session.execute(query).mappings()]


def predictions(session: Session, since: date) -> list[Prediction]:
    """Return what was said of the next limit of each case since a day, once a week, oldest first."""
    days = session.scalars(select(_DAY).where(CASE_FORECASTS.c.made_on >= since).distinct().order_by(_DAY))
    first: dict[tuple[int, int], date] = {}
    for day in days:
        first.setdefault(day.isocalendar()[:2], day)
    columns = ("case_id", "made_on", "next_limit", "next_due_on", "chance_of_missing_next", "cause")
    query = select(*(CASE_FORECASTS.c[name] for name in columns)).where(
        _DAY.in_(list(first.values())),
        CASE_FORECASTS.c.next_limit.is_not(None),
        CASE_FORECASTS.c.next_due_on > _DAY,
    )
    return [Prediction(*row) for row in session.execute(query.order_by(_DAY, CASE_FORECASTS.c.case_id))]


def _query() -> Any:
    columns = [CASE_FORECASTS.c[name] for name in ("made_on", "case_id", "final_from", "final_to", *_COLUMNS)]
    return select(*columns, CASES.c.team, CASES.c.officer).join(CASES, _same_case())


def _same_case() -> ColumnElement[bool]:
    return CASES.c.case_id == CASE_FORECASTS.c.case_id


def _matches(session: Session, within: Within, asked: Asked) -> ColumnElement[bool]:
    table = CASE_FORECASTS.c
    chosen: Sequence[ColumnElement[bool]] = [
        column == value if value else or_(column.is_(None), column == "")
        for column, value in (
            (CASES.c.team, asked.team),
            (CASES.c.officer, asked.officer),
            (table.cause, asked.cause),
        )
        if value is not None
    ]
    return and_(
        CASE_FORECASTS.c.made_on == newest(session),
        seen(within),
        table.next_due_on.between(asked.first, asked.last),
        table.chance_of_missing_next >= asked.least,
        *chosen,
    )


def _row(made_on: date, one: CaseForecast) -> dict[str, Any]:
    between = one.final_between or (None, None)
    return {
        "made_on": made_on,
        "case_id": one.case_id,
        "final_from": between[0],
        "final_to": between[1],
        **{name: getattr(one, name) for name in _COLUMNS},
    }


def _found(row: Any) -> Row:
    first, last = row["final_from"], row["final_to"]
    between = (first, last) if first is not None and last is not None else None
    told = CaseForecast(
        case_id=row["case_id"], final_between=between, **{name: row[name] for name in _COLUMNS}
    )
    return Row(row["made_on"], told, row["team"], row["officer"])
