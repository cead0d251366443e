"""What a person's day is made of: the clocks of their cases, what changed in them, replies, and undelivered letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from casework.case.next_job import READ_ALWAYS
from casework.letters.dispatch import TASKS
from records.tables import CASES, LEDGER, OBLIGATIONS, OUTBOX, SEEN_CHANGES
from records.upsert import upsert

_OWED = ("running", "overdue")
_ENDS = ("case_closed", "window_closed")
"""The lines of the service itself that change a case."""


@dataclass(frozen=True, slots=True)
class CaseClock:
    """An obligation of a case, as far as the next job and the calendar need it."""

    case_id: str
    rule: str
    role: str | None
    title: str
    of: str | None
    kind: str
    duty_holder: str
    due_on: date
    status: str
    closed_on: date | None

    @property
    def is_owed(self) -> bool:
        """Whether it is still to be met."""
        return self.status in _OWED and self.closed_on is None


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the ledger of a case."""

    case_id: str
    event: str
    text: str
    of: str | None
    on: date | None
    by: str | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A letter or message that an officer must see to."""

    case_id: str
    dispatch_id: str
    kind: str
    to_role: str
    of: str | None
    status: str
    on: date
    problem: str | None


_CLOCK = tuple(OBLIGATIONS.c[name] for name in CaseClock.__slots__)


def clocks_of(session: Session, case_ids: Collection[str]) -> dict[str, list[CaseClock]]:
    """Return the clocks that decide the next job of some cases, by case."""
    wanted = or_(_is_owed(), OBLIGATIONS.c.role.in_([str(role) for role in READ_ALWAYS]))
    query = select(*_CLOCK).where(OBLIGATIONS.c.case_id.in_(list(case_ids)), wanted)
    found: dict[str, list[CaseClock]] = defaultdict(list)
    for row in session.execute(query.order_by(OBLIGATIONS.c.case_id, OBLIGATIONS.c.place)):
        found[row.case_id].append(CaseClock(*row))
    return found


def limits_between(session: Session, person: str, first: date, last: date) -> list[CaseClock]:
    """Return the limits that are owed in a person's own open cases and end in a period, the earliest first."""
    query = (
        select(*_CLOCK)
        .join(CASES, CASES.c.case_id == OBLIGATIONS.c.case_id)
        .where(_is_own(person), _is_owed(), OBLIGATIONS.c.kind == "limit")
        .where(OBLIGATIONS.c.due_on.between(first, last))
        .order_by(OBLIGATIONS.c.due_on, OBLIGATIONS.c.case_id, OBLIGATIONS.c.place)
    )
    return [CaseClock(*row) for row in session.execute(query)]


def arranged_in(
    session: Session, person: str, events: Iterable[str]
) -> list[tuple[str, str, dict[str, Any]]]:
    """Return case, event and fields of some acts in a person's own open cases, in the order of recording."""
    query = (
        select(LEDGER.c.case_id, LEDGER.c.event, LEDGER.c.fields)
        .join(CASES, CASES.c.case_id == LEDGER.c.case_id)
        .where(_is_own(person), LEDGER.c.event.in_(list(events)))
        .order_by(LEDGER.c.case_id, LEDGER.c.number)
    )
    return [(row.case_id, row.event, row.fields) for row in session.execute(query)]


def changes_since(
    session: Session,
    person: str,
    since: datetime,
    *,
    only: Iterable[str] | None = None,
    without: Iterable[str] = (),
    limit: int,
) -> tuple[list[Change], int]:
    """Return what others or the service recorded in a person's own cases since an instant, newest first, and its number.

    `only` limits it to some events, and `without` leaves some out. Reminders and alerts are no changes.
    """
    conditions = [
        CASES.c.officer == person,
        CASES.c.changed_at > since,
        LEDGER.c.recorded_at > since,
        or_(LEDGER.c.by.is_(None), LEDGER.c.by != person),
        LEDGER.c.event.not_in(list(without)),
        or_(LEDGER.c.kind.in_(("opening", "act")), LEDGER.c.event.in_(_ENDS)),
    ]
    if only is not None:
        # SQLite would otherwise read all lines of these events in place of those of the person's cases
        conditions.append((LEDGER.c.event + "").in_(list(only)))
    joined = CASES.join(LEDGER, CASES.c.case_id == LEDGER.c.case_id)
    columns = [LEDGER.c[name] for name in Change.__slots__]
    query = select(*columns).select_from(joined).where(*conditions)
    newest = query.order_by(LEDGER.c.recorded_at.desc(), LEDGER.c.case_id, LEDGER.c.number.desc())
    found = [Change(*row) for row in session.execute(newest.limit(limit))]
    if len(found) < limit:
        return found, len(found)
    return found, session.scalar(select(func.count()).select_from(joined).where(*conditions)) or 0


def undelivered(session: Session, person: str) -> list[Undelivered]:
    """Return the letters and messages of a person's own open cases that did not arrive, oldest first."""
    columns = [OUTBOX.c[name] for name in Undelivered.__slots__]
    own = select(CASES.c.case_id).where(_is_own(person))
    query = select(*columns).where(OUTBOX.c.case_id.in_(own), OUTBOX.c.status.in_(TASKS))
    return [Undelivered(*row) for row in session.execute(query.order_by(OUTBOX.c.queued_at, OUTBOX.c.place))]


def own_cases(session: Session, person: str) -> list[str]:
    """Return the ids of a person's own open cases."""
    return list(session.scalars(select(CASES.c.case_id).where(_is_own(person))))


def seen_until(session: Session, person: str) -> datetime | None:
    """Return until when a person has seen the changes in their cases, or None if they have never said so."""
    at: datetime | None = session.scalar(
        select(SEEN_CHANGES.c.seen_at).where(SEEN_CHANGES.c.person == person)
    )
    return at


def mark_seen(session: Session, person: str, until: datetime) -> None:
    """Keep that a person has seen the changes in their cases until an instant. It never goes back."""
    before = seen_until(session, person)
    if before is None or until > before:
        upsert(session, SEEN_CHANGES, {"person": person, "seen_at": until}, key=("person",))


def _is_own(person: str) -> ColumnElement[bool]:
    return and_(CASES.c.officer == person, CASES.c.closed_on.is_(None))


def _is_owed() -> ColumnElement[bool]:
    return and_(OBLIGATIONS.c.status.in_(_OWED), OBLIGATIONS.c.closed_on.is_(None))
