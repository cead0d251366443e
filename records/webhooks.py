"""Who is told of facts over HTTP, and what is still to be told.

A delivery is queued in the transaction that appends its line to the ledger. A cursor over the ledger would need a
global order, and two transactions that commit in another order than they began would hide a line from it for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.orm import Session

from records.tables import LEDGER, WEBHOOK_DELIVERIES, WEBHOOKS
from records.upsert import insert_new

LEASE = timedelta(seconds=60)
"""How long a delivery that was begun is left to whoever began it; longer than any attempt lasts."""
KEPT_FOR = timedelta(days=30)
"""How long a delivery that arrived is remembered."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Somebody's address for facts. No `events` means all; `ended_at` when it is told nothing more, and why."""

    webhook_id: str
    url: str
    events: Sequence[str]
    secret: str
    created_at: datetime
    created_by: str
    ended_at: datetime | None = None
    ended_why: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One fact for one webhook. `number` is that of the line in its ledger; `next_at` the next attempt."""

    webhook_id: str
    case_id: str
    number: int
    queued_at: datetime
    next_at: datetime | None
    attempts: int
    first_tried_at: datetime | None
    ended_at: datetime | None
    outcome: str | None
    last_answer: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """What is told of a line of the ledger: no texts, no particulars, nobody's name."""

    case_id: str
    number: int
    seq: int
    kind: str
    event: str
    on: date | None
    stage: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How many deliveries of a webhook arrived, wait and failed, and what was answered last to one that did not arrive."""

    arrived: int
    waiting: int
    failed: int
    last_answer: str | None


def add(session: Session, webhook: Webhook) -> bool:
    """Keep a webhook unless there is one with its id; whether it was kept."""
    return insert_new(session, WEBHOOKS, asdict(webhook), key=("webhook_id",))


def find(session: Session, webhook_id: str) -> Webhook | None:
    """A webhook by its id, or None."""
    row = session.execute(select(WEBHOOKS).where(WEBHOOKS.c.webhook_id == webhook_id)).mappings().first()
    return Webhook(**row) if row else None


def every(session: Session) -> list[Webhook]:
    """All webhooks, the newest first."""
    query = select(WEBHOOKS).order_by(WEBHOOKS.c.created_at.desc(), WEBHOOKS.c.webhook_id)
    return [Webhook(**row) for row in session.execute(query).mappings()]


def end(session: Session, webhook_id: str, why: str, at: datetime) -> None:
    """Tell a webhook nothing more; what waits for it is dropped."""
    running = (WEBHOOKS.c.webhook_id == webhook_id, WEBHOOKS.c.ended_at.is_(None))
    session.execute(update(WEBHOOKS).where(*running).values(ended_at=at, ended_why=why))
    waits = (WEBHOOK_DELIVERIES.c.webhook_id == webhook_id, WEBHOOK_DELIVERIES.c.ended_at.is_(None))
    session.execute(delete(WEBHOOK_DELIVERIES).where(*waits))


def queue(session: Session, case_id: str, lines: Sequence[tuple[int, str]], now: datetime) -> None:
    """Queue lines of a ledger, by number and event, for every webhook that wants them."""
    wanting = session.execute(
        select(WEBHOOKS.c.webhook_id, WEBHOOKS.c.events).where(WEBHOOKS.c.ended_at.is_(None))
    ).all()
    rows = [
        {
            "webhook_id": webhook_id,
            "case_id": case_id,
            "number": number,
            "queued_at": now,
            "next_at": now,
            "attempts": 0,
        }
        for webhook_id, events in wanting
        for number, event in lines
        if not events or event in events
    ]
    if rows:
        session.execute(insert(WEBHOOK_DELIVERIES), rows)


def due(session: Session, now: datetime) -> list[str]:
    """The webhooks for which something is to be sent now."""
    query = (
        select(WEBHOOK_DELIVERIES.c.webhook_id)
        .where(WEBHOOK_DELIVERIES.c.ended_at.is_(None), WEBHOOK_DELIVERIES.c.next_at <= now)
        .distinct()
    )
    return list(session.scalars(query))


def claim(session: Session, webhook_id: str, now: datetime) -> Delivery | None:
    """Take what is to be sent next to a webhook; nobody else is given it for as long as the lease lasts."""
    waiting = (
        select(WEBHOOK_DELIVERIES)
        .where(
            WEBHOOK_DELIVERIES.c.webhook_id == webhook_id,
            WEBHOOK_DELIVERIES.c.ended_at.is_(None),
            WEBHOOK_DELIVERIES.c.next_at <= now,
        )
        .order_by(
            WEBHOOK_DELIVERIES.c.next_at,
            WEBHOOK_DELIVERIES.c.queued_at,
            WEBHOOK_DELIVERIES.c.case_id,
            WEBHOOK_DELIVERIES.c.number,
        )
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = session.execute(waiting).mappings().first()
    if row is None:
        return None
    found = replace(
        Delivery(**row),
        next_at=now + LEASE,
        attempts=row["attempts"] + 1,
        first_tried_at=row["first_tried_at"] or now,
    )
    session.execute(
        update(WEBHOOK_DELIVERIES)
        .where(*_is(found))
        .values(next_at=found.next_at, attempts=found.attempts, first_tried_at=found.first_tried_at)
    )
    return found


def put_off(session: Session, one: Delivery, until: datetime, answer: str) -> None:
    """Leave a delivery that did not arrive until an instant."""
    session.execute(update(WEBHOOK_DELIVERIES).where(*_is(one)).values(next_at=until, last_answer=answer))


def finish(session: Session, one: Delivery, outcome: str, answer: str | None, at: datetime) -> None:
    """Note the end of a delivery: `arrived`, `failed` or `withheld`."""
    session.execute(
        update(WEBHOOK_DELIVERIES)
        .where(*_is(one))
        .values(ended_at=at, next_at=None, outcome=outcome, last_answer=answer)
    )


def line_of(session: Session, one: Delivery) -> Line | None:
    """What a delivery tells."""
    columns = [LEDGER.c[name] for name in Line.__slots__]
    query = select(*columns).where(LEDGER.c.case_id == one.case_id, LEDGER.c.number == one.number)
    row = session.execute(query).mappings().first()
    return Line(**row) if row else None


def deliveries_of(session: Session, webhook_id: str) -> list[Delivery]:
    """The deliveries of a webhook, oldest first."""
    query = (
        select(WEBHOOK_DELIVERIES)
        .where(WEBHOOK_DELIVERIES.c.webhook_id == webhook_id)
        .order_by(WEBHOOK_DELIVERIES.c.queued_at, WEBHOOK_DELIVERIES.c.case_id, WEBHOOK_DELIVERIES.c.number)
    )
    return [Delivery(**row) for row in session.execute(query).mappings()]


def standing(session: Session, webhook_id: str) -> Standing:
    """How the deliveries of a webhook stand."""
    mine = WEBHOOK_DELIVERIES.c.webhook_id == webhook_id
    counted = {
        str(row[0]): int(row[1])
        for row in session.execute(
            select(WEBHOOK_DELIVERIES.c.outcome, func.count())
            .where(mine)
            .group_by(WEBHOOK_DELIVERIES.c.outcome)
        )
    }
    last = session.scalar(
        select(WEBHOOK_DELIVERIES.c.last_answer)
        .where(mine, WEBHOOK_DELIVERIES.c.last_answer.is_not(None))
        .order_by(WEBHOOK_DELIVERIES.c.queued_at.desc())
        .limit(1)
    )
    return Standing(counted.get("arrived", 0), counted.get("None", 0), counted.get("failed", 0), last)


def forget(session: Session, before: datetime) -> None:
    """Forget deliveries that arrived before an instant; those that failed are kept."""
    arrived = WEBHOOK_DELIVERIES.c.outcome.in_(("arrived", "withheld"))
    session.execute(delete(WEBHOOK_DELIVERIES).where(arrived, WEBHOOK_DELIVERIES.c.ended_at < before))


def _is(one: Delivery) -> tuple[ColumnElement[bool], ...]:
    return (
        WEBHOOK_DELIVERIES.c.webhook_id == one.webhook_id,
        WEBHOOK_DELIVERIES.c.case_id == one.case_id,
        WEBHOOK_DELIVERIES.c.number == one.number,
    )
