"""Who is told of facts over HTTP, and what is still to be told.

A delivery is queued in the transaction that appends its line to the ledger. A cursor over the ledger would need a
global order, and two transactions that commit in another order than they began would hide a line from it for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, case, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from records.tables import LEDGER, WEBHOOK_DELIVERIES, WEBHOOKS
from records.upsert import insert_new

MOST_TRIED_AGAIN = 20
"""How many deliveries of one webhook are tried again at once; while there are so many, new facts wait for them."""
KEPT_FOR = timedelta(days=30)
"""How long a delivery that arrived is remembered."""

_WANTING = select(WEBHOOKS.c.webhook_id, WEBHOOKS.c.events).where(WEBHOOKS.c.ended_at.is_(None))


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address for facts. No `events` means all; `ended_at` is when it is told nothing more, and why.

    `secret` is encrypted (engine.webhook_secrets). `failures` counts the attempts that failed since the last that
    arrived; until `paused_until` no attempt is made.
    """

    webhook_id: str
    url: str
    events: Sequence[str]
    secret: str
    created_at: datetime
    created_by: str
    ended_at: datetime | None = None
    ended_why: str | None = None
    failures: int = 0
    paused_until: datetime | None = None

    def is_paused(self, at: datetime) -> bool:
        """Return whether it is paused at an instant."""
        return self.paused_until is not None and at < self.paused_until


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
    """Tell a webhook nothing more; what waits for it is dropped, and its secret is deleted."""
    running = (WEBHOOKS.c.webhook_id == webhook_id, WEBHOOKS.c.ended_at.is_(None))
    session.execute(update(WEBHOOKS).where(*running).values(ended_at=at, ended_why=why, secret=""))
    waits = (WEBHOOK_DELIVERIES.c.webhook_id == webhook_id, WEBHOOK_DELIVERIES.c.ended_at.is_(None))
    session.execute(delete(WEBHOOK_DELIVERIES).where(*waits))


def keep_secret(session: Session, webhook_id: str, secret: str) -> None:
    """Replace the stored secret of a webhook."""
    session.execute(update(WEBHOOKS).where(WEBHOOKS.c.webhook_id == webhook_id).values(secret=secret))


def pause(session: Session, webhook_id: str, until: datetime) -> None:
    """Count a failure of a webhook, and pause it until an instant."""
    values = {"failures": WEBHOOKS.c.failures + 1, "paused_until": until}
    session.execute(update(WEBHOOKS).where(WEBHOOKS.c.webhook_id == webhook_id).values(**values))


def resume(session: Session, webhook_id: str) -> None:
    """Note that a webhook answers again."""
    failed = (WEBHOOKS.c.webhook_id == webhook_id, WEBHOOKS.c.failures > 0)
    session.execute(update(WEBHOOKS).where(*failed).values(failures=0, paused_until=None))


def queue(session: Session, case_id: str, lines: Sequence[tuple[int, str]], now: datetime) -> None:
    """Queue lines of a ledger, by number and event, for every webhook that wants them."""
    wanting = session.execute(_WANTING).all()
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


def with_new_facts(session: Session, now: datetime) -> list[str]:
    """Return the webhooks that have a fact to be told for the first time, and not too many that are tried again.

    Those that are paused at this instant are not returned.
    """
    new = func.sum(case((WEBHOOK_DELIVERIES.c.attempts == 0, 1), else_=0))
    query = (
        select(WEBHOOK_DELIVERIES.c.webhook_id)
        .join(WEBHOOKS, WEBHOOKS.c.webhook_id == WEBHOOK_DELIVERIES.c.webhook_id)
        .where(
            WEBHOOK_DELIVERIES.c.ended_at.is_(None),
            or_(WEBHOOKS.c.paused_until.is_(None), WEBHOOKS.c.paused_until <= now),
        )
        .group_by(WEBHOOK_DELIVERIES.c.webhook_id)
        .having(new > 0, func.count() - new < MOST_TRIED_AGAIN)
    )
    return list(session.scalars(query))


def next_new(session: Session, webhook_id: str, now: datetime) -> Delivery | None:
    """Return the oldest fact that a webhook was never told; None also while too many are tried again or it is paused."""
    webhook = find(session, webhook_id)
    if webhook is not None and webhook.is_paused(now):
        return None
    waiting = (WEBHOOK_DELIVERIES.c.webhook_id == webhook_id, WEBHOOK_DELIVERIES.c.ended_at.is_(None))
    tried = select(func.count()).where(*waiting, WEBHOOK_DELIVERIES.c.attempts > 0)
    if (session.scalar(tried) or 0) >= MOST_TRIED_AGAIN:
        return None
    query = (
        select(WEBHOOK_DELIVERIES)
        .where(*waiting, WEBHOOK_DELIVERIES.c.attempts == 0)
        .order_by(WEBHOOK_DELIVERIES.c.queued_at, WEBHOOK_DELIVERIES.c.case_id, WEBHOOK_DELIVERIES.c.number)
        .limit(1)
    )
    row = session.execute(query).mappings().first()
    return Delivery(**row) if row else None


def tried_again(session: Session) -> list[Delivery]:
    """Return the deliveries that did not arrive and are tried again."""
    query = (
        select(WEBHOOK_DELIVERIES)
        .where(WEBHOOK_DELIVERIES.c.ended_at.is_(None), WEBHOOK_DELIVERIES.c.attempts > 0)
        .order_by(WEBHOOK_DELIVERIES.c.next_at)
    )
    return [Delivery(**row) for row in session.execute(query).mappings()]


def delivery(session: Session, webhook_id: str, case_id: str, number: int) -> Delivery | None:
    """Return one delivery, or None."""
    query = select(WEBHOOK_DELIVERIES).where(
        WEBHOOK_DELIVERIES.c.webhook_id == webhook_id,
        WEBHOOK_DELIVERIES.c.case_id == case_id,
        WEBHOOK_DELIVERIES.c.number == number,
    )
    row = session.execute(query).mappings().first()
    return Delivery(**row) if row else None


def put_off(session: Session, one: Delivery, until: datetime, answer: str, now: datetime) -> None:
    """Note an attempt that did not arrive; the next is at an instant."""
    session.execute(
        update(WEBHOOK_DELIVERIES)
        .where(*_is(one))
        .values(
            next_at=until,
            last_answer=answer,
            attempts=one.attempts + 1,
            first_tried_at=one.first_tried_at or now,
        )
    )


def finish(
    session: Session, one: Delivery, outcome: str, answer: str | None, at: datetime, *, attempts: int = 0
) -> None:
    """Note the end of a delivery, `arrived`, `failed` or `withheld`, after some more attempts."""
    session.execute(
        update(WEBHOOK_DELIVERIES)
        .where(*_is(one))
        .values(
            ended_at=at,
            next_at=None,
            outcome=outcome,
            last_answer=answer,
            attempts=one.attempts + attempts,
            first_tried_at=one.first_tried_at or (at if attempts else None),
        )
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
