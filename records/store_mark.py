"""The mark that the records share with Temporal's store, and the lost cases that a person accepted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from records.tables import CASES, INTAKES, STORE_MARKS
from records.upsert import insert_new

_PLACE = 1


@dataclass(frozen=True, slots=True)
class StoreMark:
    """The mark of the records.

    `next_mark` is the one that Temporal's store may hold already. `accepted` are the cases whose difference between the
    stores a person accepted.
    """

    mark: str | None
    next_mark: str | None
    accepted: frozenset[str]

    def matches(self, other: str | None) -> bool:
        """Return whether Temporal's store may hold this mark, which is so if either store has none yet."""
        return other is None or self.mark is None or other in (self.mark, self.next_mark)


def find(session: Session) -> StoreMark:
    """Return the mark of the records."""
    row = session.execute(select(STORE_MARKS).where(STORE_MARKS.c.place == _PLACE)).first()
    return (
        StoreMark(row.mark, row.next_mark, frozenset(row.accepted))
        if row
        else StoreMark(None, None, frozenset())
    )


def propose(session: Session, mark: str, at: datetime) -> None:
    """Store the mark that Temporal's store is about to get."""
    _change(session, at, next_mark=mark)


def settle(session: Session, mark: str, at: datetime) -> None:
    """Store the mark that Temporal's store now has."""
    _change(session, at, mark=mark, next_mark=None)


def accept(session: Session, case_ids: Iterable[str], at: datetime) -> None:
    """Store the cases whose difference between the stores a person accepted."""
    known = find(session).accepted
    _change(session, at, accepted=sorted(known | set(case_ids)))


def _change(session: Session, at: datetime, **values: object) -> None:
    first: dict[str, object] = {
        "place": _PLACE,
        "mark": None,
        "next_mark": None,
        "changed_at": at,
        "accepted": [],
    }
    insert_new(session, STORE_MARKS, first, key=("place",))
    session.execute(update(STORE_MARKS).where(STORE_MARKS.c.place == _PLACE).values(changed_at=at, **values))


@dataclass(frozen=True, slots=True)
class KnownCases:
    """The ids of the cases in the records. `last_changed` are open cases, the last changed first."""

    known: frozenset[str]
    open: frozenset[str]
    last_changed: tuple[str, ...]


def known_cases(session: Session, last: int) -> KnownCases:
    """Return the ids of the cases in the records, with the `last` open ones that changed last."""
    still = select(CASES.c.case_id).where(CASES.c.closed_on.is_(None))
    changed = still.order_by(CASES.c.changed_at.desc(), CASES.c.case_id).limit(last)
    known = {*session.scalars(select(CASES.c.case_id)), *session.scalars(select(INTAKES.c.case_id))}
    return KnownCases(frozenset(known), frozenset(session.scalars(still)), tuple(session.scalars(changed)))
