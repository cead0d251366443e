"""What managers watch: breached limits, exceptions that wait for approval, and batches of acts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    TextClause,
    and_,
    case,
    exists,
    false,
    func,
    or_,
    select,
    text,
    true,
    update,
)
from sqlalchemy.orm import Session

from records.tables import BATCHES, CASES, LATE_ACTS, LEDGER, OBLIGATIONS, WATCHED, is_owed_limit
from records.tray import Within, seen
from records.upsert import insert_new

_OF_LINE = ("number", "event", "on", "of", "fields", "by")
_PLANNED, _CLAIMED = "breach_acknowledged", "exception_claimed"


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit of an open case that is past its due date and not excused."""

    case_id: str
    officer: str | None
    team: str | None
    rule: str
    title: str
    citation: str
    of: str | None
    due_on: date


@dataclass(frozen=True, slots=True)
class Watched:
    """A line of the ledger that managers' pages show."""

    case_id: str
    officer: str | None
    team: str | None
    number: int
    event: str
    on: date | None
    of: str | None
    fields: dict[str, Any]
    by: str | None


@dataclass(frozen=True, slots=True)
class BackDated:
    """An act that tells a person, with a day before it was recorded. A case that was taken over keeps its own marks."""

    case_id: str
    officer: str | None
    team: str | None
    event: str
    on: date
    of: str | None
    fields: dict[str, Any]
    by: str | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Batch:
    """Acts that were recorded together, and when they were undone."""

    batch_id: str
    kind: str
    by: str
    at: datetime
    content: dict[str, Any]
    undone_at: datetime | None


def breaches(
    session: Session,
    within: Within,
    today: date,
    only: Collection[str] | None = None,
    *,
    page: tuple[int, int] | None = None,
) -> list[Breach]:
    """Return the limits that are past on a day, oldest first, including those that their workflow has not noticed yet.

    A limit that has been closed since, for example by a refusal or an order, no longer counts. `only` limits them to
    some cases. `page` is the most rows and how many come before them: then those without a plan come first.
    """
    columns = (
        CASES.c.case_id, CASES.c.officer, CASES.c.team, OBLIGATIONS.c.rule, OBLIGATIONS.c.title,
        OBLIGATIONS.c.citation, OBLIGATIONS.c.of, OBLIGATIONS.c.due_on,
    )  # fmt: skip
    query = (
        select(*columns)
        .join(OBLIGATIONS, OBLIGATIONS.c.case_id == CASES.c.case_id)
        .where(_is_missed(within, today), CASES.c.case_id.in_(list(only)) if only is not None else true())
    )
    in_order = (OBLIGATIONS.c.due_on, CASES.c.case_id, OBLIGATIONS.c.place)
    if page is None:
        query = query.order_by(*in_order)
    else:
        query = query.order_by(_has_plan(), *in_order).limit(page[0]).offset(page[1])
    return [Breach(*row) for row in session.execute(query)]


def count_breaches(session: Session, within: Within, today: date) -> tuple[int, int]:
    """Return how many limits `breaches` lists, and how many of them have no plan that was recorded after they were missed."""
    without = func.sum(case((_has_plan(), 0), else_=1))
    query = (
        select(func.count(), without)
        .select_from(CASES)
        .join(OBLIGATIONS, OBLIGATIONS.c.case_id == CASES.c.case_id)
        .where(_is_missed(within, today))
    )
    every, unanswered = session.execute(query).one()
    return int(every), int(unanswered or 0)


def _is_missed(within: Within, today: date) -> ColumnElement[bool]:
    return and_(
        seen(within),
        is_owed_limit(),
        OBLIGATIONS.c.due_on < today,
        or_(OBLIGATIONS.c.excused_from.is_(None), OBLIGATIONS.c.excused_from > today),
    )


def _has_plan() -> ColumnElement[bool]:
    """Return the condition that the last plan for a missed limit took effect after its day."""
    return func.coalesce(_last_plan() > OBLIGATIONS.c.due_on, false())


def _last_plan() -> ScalarSelect[date | None]:
    """Return the day of the last plan for the limit of an outer query; None without one, or where it has no day."""
    return (
        select(LEDGER.c.on)
        .where(
            LEDGER.c.case_id == OBLIGATIONS.c.case_id,
            text(WATCHED),
            LEDGER.c.event == _PLANNED,
            LEDGER.c.fields["rule"].as_string() == OBLIGATIONS.c.rule,
            LEDGER.c.fields["whose"].as_string().is_not_distinct_from(OBLIGATIONS.c.of),
        )
        .order_by(LEDGER.c.number.desc())
        .limit(1)
        .correlate(OBLIGATIONS)
        .scalar_subquery()
    )


def count_unapproved_claims(session: Session, within: Within) -> int:
    """Return how many claimed exceptions of open cases no one has approved: of each, the last claim counts."""
    query = select(func.count()).select_from(LEDGER).join(CASES, CASES.c.case_id == LEDGER.c.case_id)
    return session.scalar(query.where(*_waits_for_approval(within))) or 0


def unapproved_claims(
    session: Session, within: Within, *, limit: int | None = None, offset: int = 0
) -> tuple[list[Watched], int]:
    """Return a page of the claims that `count_unapproved_claims` counts, oldest first, and how many there are in all.

    They are counted while they are found, because finding them reads every claim. A page after the last is empty, and its
    number is 0.
    """
    page = (
        select(LEDGER.c.case_id, LEDGER.c.number, func.count().over().label("in_all"))
        .join(CASES, CASES.c.case_id == LEDGER.c.case_id)
        .where(*_waits_for_approval(within))
        .order_by(LEDGER.c.recorded_at, LEDGER.c.case_id, LEDGER.c.number)
        .limit(limit)
        .offset(offset)
        .subquery()
    )
    query = (
        select(CASES.c.case_id, CASES.c.officer, CASES.c.team, *(LEDGER.c[name] for name in _OF_LINE), page.c.in_all)
        .select_from(page)
        .join(LEDGER, and_(LEDGER.c.case_id == page.c.case_id, LEDGER.c.number == page.c.number))
        .join(CASES, CASES.c.case_id == LEDGER.c.case_id)
        .order_by(LEDGER.c.recorded_at, LEDGER.c.case_id, LEDGER.c.number)
    )  # fmt: skip
    rows = session.execute(query).all()
    return [Watched(*row[:-1]) for row in rows], int(rows[0].in_all) if rows else 0


def _waits_for_approval(within: Within) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for the last claim of an exception of an open case, if no one has approved it.

    A later claim of the same exception is looked for only where this one has no approval, which most have.
    """
    later = LEDGER.alias("later")
    same = and_(
        later.c.case_id == LEDGER.c.case_id,
        later.c.number > LEDGER.c.number,
        later.c.event == _CLAIMED,
        _ground(later.c.fields).is_not_distinct_from(_ground(LEDGER.c.fields)),
        later.c.of.is_not_distinct_from(LEDGER.c.of),
    )
    return (
        seen(within),
        LEDGER.c.event == _CLAIMED,
        func.coalesce(LEDGER.c.fields["approved_by"].as_string(), "") == "",
        ~exists().where(same),
    )


def _ground(fields: Any) -> ColumnElement[str]:
    return cast(ColumnElement[str], fields["ground"].as_string())


def watched(session: Session, within: Within, only: Collection[str] | None = None) -> list[Watched]:
    """Return the claimed exceptions and acknowledged breaches of open cases, in the order they were recorded.

    `only` limits them to some cases.
    """
    columns = (
        CASES.c.case_id, CASES.c.officer, CASES.c.team, *(LEDGER.c[name] for name in _OF_LINE),
    )  # fmt: skip
    query = (
        select(*columns)
        .join(CASES, CASES.c.case_id == LEDGER.c.case_id)
        .where(seen(within), text(WATCHED), CASES.c.case_id.in_(list(only)) if only is not None else true())
        .order_by(LEDGER.c.recorded_at, LEDGER.c.case_id, LEDGER.c.number)
    )
    return [Watched(*row) for row in session.execute(query)]


def back_dated(
    session: Session,
    within: Within,
    events: Iterable[str],
    since: datetime,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> list[BackDated]:
    """Return the acts of these kinds that were recorded after their day since an instant, newest first."""
    columns = (
        CASES.c.case_id, CASES.c.officer, CASES.c.team, LEDGER.c.event, LEDGER.c.on, LEDGER.c.of, LEDGER.c.fields,
        LEDGER.c.by, LEDGER.c.recorded_at,
    )  # fmt: skip
    query = (
        select(*columns)
        .join(CASES, CASES.c.case_id == LEDGER.c.case_id)
        .where(*_back_dated(within, events, since))
        .order_by(LEDGER.c.recorded_at.desc(), LEDGER.c.case_id, LEDGER.c.number)
        .limit(limit)
        .offset(offset)
    )
    return [BackDated(*row) for row in session.execute(query)]


def count_back_dated(session: Session, within: Within, events: Iterable[str], since: datetime) -> int:
    """Return how many acts `back_dated` lists."""
    query = (
        select(func.count())
        .select_from(LEDGER)
        .join(CASES, CASES.c.case_id == LEDGER.c.case_id)
        .where(*_back_dated(within, events, since))
    )
    return session.scalar(query) or 0


def _back_dated(
    within: Within, events: Iterable[str], since: datetime
) -> tuple[ColumnElement[bool] | TextClause, ...]:
    taken_over = LEDGER.c.request_id.contains("-intake-")
    return (
        seen(within),
        text(LATE_ACTS),
        # SQLite would otherwise read all lines of these events from the index of events
        (LEDGER.c.event + "").in_(list(events)),
        LEDGER.c.recorded_at >= since,
        or_(LEDGER.c.request_id.is_(None), ~taken_over),
    )


def begin_batch(session: Session, batch: Batch) -> bool:
    """Store a batch before its acts are recorded. Returns False if it is already stored."""
    row = {
        "batch_id": batch.batch_id, "kind": batch.kind, "by": batch.by, "at": batch.at, "content": batch.content,
        "undone_at": None,
    }  # fmt: skip
    return insert_new(session, BATCHES, row, key=("batch_id",))


def change_batch(
    session: Session, batch_id: str, content: dict[str, Any], undone_at: datetime | None = None
) -> None:
    """Store the result of a batch."""
    session.execute(
        update(BATCHES).where(BATCHES.c.batch_id == batch_id).values(content=content, undone_at=undone_at)
    )


def find_batch(session: Session, batch_id: str) -> Batch | None:
    """Return a batch by its id, or None."""
    row = session.execute(select(BATCHES).where(BATCHES.c.batch_id == batch_id)).mappings().first()
    return Batch(**row) if row else None


def batches_of(session: Session, person: str, kind: str, since: datetime) -> list[Batch]:
    """Return a person's batches of one kind of act since an instant, newest first."""
    mine = (BATCHES.c.by == person, BATCHES.c.kind == kind, BATCHES.c.at >= since)
    query = select(BATCHES).where(*mine).order_by(BATCHES.c.at.desc())
    return [Batch(**row) for row in session.execute(query).mappings()]
