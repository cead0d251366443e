"""The letters and messages of many cases, by what has become of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, text, true, union
from sqlalchemy.orm import Session

from casework.letters.dispatch import RETRIED, Dispatch
from casework.letters.recipient_roles import INSIDE
from records.caseload import Seen, visible
from records.outbox import HELD
from records.tables import CASES, OUTBOX, UNDELIVERED

Status = Literal["missing", "held", "leaving", "undelivered", "sent", "recalled"]
STATUSES: tuple[Status, ...] = get_args(Status)
_COLUMNS = [OUTBOX.c[name] for name in Dispatch.__slots__]
_IS_REVIEW = and_(OUTBOX.c.leased_until.is_not(None), OUTBOX.c.leased_until == HELD)
_IS_MISSING = and_(
    OUTBOX.c.channel == "letter",
    OUTBOX.c.attempts > 0,
    OUTBOX.c.unsure_since.is_(None),
    or_(OUTBOX.c.problem.is_(None), ~OUTBOX.c.problem.endswith(RETRIED, autoescape=True)),
)
_STATUS = case(
    (OUTBOX.c.status.in_(("failed", "returned")), "undelivered"),
    (OUTBOX.c.status.in_(("second_look", "stale")), "held"),
    (OUTBOX.c.status.in_(("recalled", "replaced")), "recalled"),
    (OUTBOX.c.sent_at.is_not(None), "sent"),
    (_IS_REVIEW, "held"),
    (_IS_MISSING, "missing"),
    else_="leaving",
)
_OUTSIDE = OUTBOX.c.to_role.not_in(sorted(INSIDE))
_OPEN: tuple[Status, ...] = ("missing", "held", "leaving", "undelivered")
_UNFINISHED = OUTBOX.c.dispatch_id.in_(
    union(
        select(OUTBOX.c.dispatch_id).where(
            OUTBOX.c.sent_at.is_(None), OUTBOX.c.status.not_in(("recalled", "replaced"))
        ),
        select(OUTBOX.c.dispatch_id).where(text(UNDELIVERED)),
    )
)
"""Both halves are partial indexes, so that what has been sent is not read. With "or", SQLite reads all of it."""


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose letters to read: those of the cases that a person may see, or only of the cases whose officer they are."""

    seen: Seen
    own: bool

    @property
    def condition(self) -> ColumnElement[bool]:
        """The condition on the cases."""
        own = CASES.c.officer == self.seen.person if self.own else true()
        return and_(visible(self.seen), own)


@dataclass(frozen=True, slots=True)
class Listed:
    """A letter or message with what has become of it, and the officer of its case."""

    dispatch: Dispatch
    status: Status
    officer: str | None


def counts(session: Session, whose: Whose) -> dict[Status, int]:
    """Return the number of letters and messages that are not finished, by status."""
    query = (
        select(_STATUS, func.count())
        .select_from(OUTBOX)
        .join(CASES, CASES.c.case_id == OUTBOX.c.case_id)
        .where(_UNFINISHED, _OUTSIDE, whose.condition)
        .group_by(_STATUS)
    )
    found: dict[Status, int] = dict.fromkeys(_OPEN, 0)
    return found | {status: int(number) for status, number in session.execute(query)}


def page(session: Session, whose: Whose, status: Status, *, limit: int, offset: int = 0) -> list[Listed]:
    """Return the letters and messages of one status: those that are finished newest first, the others oldest first."""
    query = _listed().where(_OUTSIDE, whose.condition, _STATUS.in_([status]))
    if status in _OPEN:
        query = query.where(_UNFINISHED).order_by(OUTBOX.c.queued_at, OUTBOX.c.case_id, OUTBOX.c.place)
    elif status == "sent":
        query = query.where(OUTBOX.c.sent_at.is_not(None)).order_by(OUTBOX.c.sent_at.desc(), OUTBOX.c.place)
    else:
        query = query.order_by(OUTBOX.c.queued_at.desc(), OUTBOX.c.place)
    return _read(session, query.limit(limit).offset(offset))


def find(session: Session, dispatch_id: str) -> Listed | None:
    """Return a letter or message with what has become of it, or None."""
    found = _read(session, _listed().where(OUTBOX.c.dispatch_id == dispatch_id))
    return found[0] if found else None


def of_case(session: Session, case_id: str) -> dict[str, Status]:
    """Return what has become of each letter and message of a case, by its id."""
    query = select(OUTBOX.c.dispatch_id, _STATUS).where(OUTBOX.c.case_id == case_id)
    return {row[0]: row[1] for row in session.execute(query)}


def of_batch(session: Session, batch: str) -> list[Listed]:
    """Return the letters and messages of a mailing that waits for approval."""
    query = _listed().where(OUTBOX.c.batch == batch, OUTBOX.c.status == "second_look")
    return _read(session, query.order_by(OUTBOX.c.case_id, OUTBOX.c.place))


def _listed() -> Select[tuple[object, ...]]:
    of = OUTBOX.join(CASES, CASES.c.case_id == OUTBOX.c.case_id)
    return select(*_COLUMNS, _STATUS.label("fate"), CASES.c.officer.label("officer")).select_from(of)


def _read(session: Session, query: Select[tuple[object, ...]]) -> list[Listed]:
    found = []
    for row in map(dict, session.execute(query).mappings()):
        status, officer = row.pop("fate"), row.pop("officer")
        found.append(Listed(Dispatch(**row), status, officer))
    return found
