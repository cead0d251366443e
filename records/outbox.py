"""The outbox: what must leave the house, written in the transaction of the transition that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session

from records.tables import OUTBOX
from records.upsert import insert_new


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One message to one person. `dispatch_id` is its key everywhere, towards the provider too."""

    dispatch_id: str
    case_id: str
    on: date
    kind: str
    to_role: str
    about: str
    of: str | None
    text: str
    channel: str
    queued_at: datetime
    sent_at: datetime | None
    location: str | None
    attempts: int


_COLUMNS = [OUTBOX.c[name] for name in Dispatch.__slots__]


HELD = datetime(9999, 12, 31, tzinfo=UTC)
"""Until when a message is left that a person must look at first: it may have been sent already."""


def put(session: Session, dispatches: Sequence[Dispatch], *, held: bool = False) -> None:
    """Queue what is not queued yet, in the order given; what is held waits until a person releases it."""
    for place, dispatch in enumerate(dispatches):
        row = {**asdict(dispatch), "place": place, **({"leased_until": HELD} if held else {})}
        insert_new(session, OUTBOX, row, key=("dispatch_id",))


def held(session: Session) -> list[Dispatch]:
    """The messages that wait for a person to look at them, oldest first."""
    query = select(*_COLUMNS).where(OUTBOX.c.sent_at.is_(None), OUTBOX.c.leased_until == HELD)
    return _dispatches(session, query)


def release(session: Session, dispatch_id: str) -> None:
    """Let a message leave that was held."""
    session.execute(update(OUTBOX).where(OUTBOX.c.dispatch_id == dispatch_id).values(leased_until=None))


def claim(
    session: Session, *, now: datetime, limit: int = 50, lease: timedelta = timedelta(minutes=2)
) -> list[Dispatch]:
    """Take what is waiting, oldest first, for so long as the lease lasts; nobody else is given it meanwhile."""
    waiting = (
        select(OUTBOX.c.dispatch_id)
        .where(OUTBOX.c.sent_at.is_(None), or_(OUTBOX.c.leased_until.is_(None), OUTBOX.c.leased_until < now))
        .order_by(OUTBOX.c.queued_at, OUTBOX.c.case_id, OUTBOX.c.place)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = list(session.scalars(waiting))
    if not ids:
        return []
    mine = OUTBOX.c.dispatch_id.in_(ids)
    session.execute(
        update(OUTBOX).where(mine).values(leased_until=now + lease, attempts=OUTBOX.c.attempts + 1)
    )
    return _dispatches(session, select(*_COLUMNS).where(mine))


def mark_sent(session: Session, dispatch_id: str, at: datetime, location: str) -> None:
    """Note that a message left, and where its copy is."""
    session.execute(
        update(OUTBOX).where(OUTBOX.c.dispatch_id == dispatch_id).values(sent_at=at, location=location)
    )


def hold(session: Session, dispatch_id: str, until: datetime) -> None:
    """Leave a message that cannot be sent yet until an instant."""
    session.execute(update(OUTBOX).where(OUTBOX.c.dispatch_id == dispatch_id).values(leased_until=until))


def of_case(session: Session, case_id: str) -> list[Dispatch]:
    """The messages of a case, oldest first."""
    return _dispatches(session, select(*_COLUMNS).where(OUTBOX.c.case_id == case_id))


def unsent_letters(session: Session, case_id: str | None = None) -> list[Dispatch]:
    """The letters that have not left, of a case or of all, oldest first."""
    query = select(*_COLUMNS).where(OUTBOX.c.sent_at.is_(None), OUTBOX.c.channel == "letter")
    return _dispatches(session, query if case_id is None else query.where(OUTBOX.c.case_id == case_id))


def waiting(session: Session) -> int:
    """How many messages have not left."""
    return session.scalar(select(func.count()).select_from(OUTBOX).where(OUTBOX.c.sent_at.is_(None))) or 0


def _dispatches(session: Session, query: Select[Any]) -> list[Dispatch]:
    ordered = query.order_by(OUTBOX.c.queued_at, OUTBOX.c.case_id, OUTBOX.c.place)
    return [Dispatch(**row) for row in session.execute(ordered).mappings()]
