"""Seals, grants and the access log."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, bindparam, delete, insert, or_, select, union, update
from sqlalchemy.orm import Session

from records.tables import ACCESS_LOG, CASES, CHILD_SEALS, CHILDREN, GRANTS, SEALS
from records.upsert import insert_new, upsert

_GRANTS = (
    select(GRANTS).where(GRANTS.c.case_id == bindparam("of_case")).order_by(GRANTS.c.at, GRANTS.c.grant_id)
)


def _seals_of_case() -> CompoundSelect[Any]:
    """Return the query for the instants at which a case or its child was sealed."""
    own, same_child = CHILDREN.alias("sealed_child"), CHILDREN.alias("same_child")
    survivor = (
        select(same_child.c.survivor)
        .join(CASES, CASES.c.child_id == same_child.c.child_id)
        .where(CASES.c.case_id == bindparam("of_case"))
    )
    with_child = (
        select(CHILD_SEALS.c.at)
        .join(own, own.c.child_id == CHILD_SEALS.c.child_id)
        .where(own.c.survivor.in_(survivor))
    )
    return union(select(SEALS.c.at).where(SEALS.c.case_id == bindparam("of_case")), with_child)


_SEALED = _seals_of_case()


@dataclass(frozen=True, slots=True)
class Grant:
    """A person's permission to read one case. `kind` is `named` or `broken_glass`; `until` is None if it has no end."""

    grant_id: str
    case_id: str
    person: str
    kind: str
    reason: str
    by: str
    at: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the access log: who asked for which right on what, and why it was refused, if it was."""

    entry_id: str
    at: datetime
    person: str
    roles: str
    right: str
    thing: str | None
    allowed: bool
    why: str | None
    via: str


def seal(session: Session, case_id: str, by: str, reason: str, at: datetime) -> None:
    """Seal a case. A case that is sealed keeps the seal that it has."""
    insert_new(session, SEALS, {"case_id": case_id, "by": by, "reason": reason, "at": at}, key=("case_id",))


def unseal(session: Session, case_id: str) -> None:
    """Remove the seal from a case. The access log keeps who set it and who removed it."""
    session.execute(delete(SEALS).where(SEALS.c.case_id == case_id))


def is_sealed(session: Session, case_id: str) -> bool:
    """Return whether a case is sealed, by its own seal or through its child."""
    return sealed_since(session, case_id) is not None


def sealed_since(session: Session, case_id: str) -> datetime | None:
    """Return when the last seal was set on a case or its child; None if the case is not sealed."""
    return max(session.scalars(_SEALED, {"of_case": case_id}), default=None)


def seal_child(
    session: Session, child_id: str, by: str, reason: str, at: datetime, merge_id: str | None = None
) -> None:
    """Seal all cases of a child, including future ones. `merge_id` is the merge that needs the seal, if any."""
    row = {"child_id": child_id, "by": by, "reason": reason, "at": at, "merge_id": merge_id}
    upsert(session, CHILD_SEALS, row, key=("child_id",))


def unseal_child(session: Session, child_ids: Sequence[str]) -> None:
    """Remove the seals from the records of a child. Seals on single cases stay."""
    session.execute(delete(CHILD_SEALS).where(CHILD_SEALS.c.child_id.in_(child_ids)))


def unseal_merge(session: Session, merge_id: str) -> None:
    """Remove the seal that a merge set."""
    session.execute(delete(CHILD_SEALS).where(CHILD_SEALS.c.merge_id == merge_id))


def is_child_sealed(session: Session, child_ids: Sequence[str]) -> bool:
    """Return whether any of a child's records has a seal on the whole child."""
    query = select(CHILD_SEALS.c.child_id).where(CHILD_SEALS.c.child_id.in_(child_ids))
    return session.scalar(query.limit(1)) is not None


def seal_of_child(session: Session, child_id: str) -> Seal | None:
    """Return the seal on one record of a child, or None."""
    row = session.execute(select(CHILD_SEALS).where(CHILD_SEALS.c.child_id == child_id)).mappings().first()
    return Seal(row["child_id"], row["by"], row["reason"], row["at"]) if row else None


@cache
def sealed_ids() -> CompoundSelect[Any]:
    """Select the cases that are sealed themselves or through any record of their child."""
    return union(select(SEALS.c.case_id), select(CASES.c.case_id).where(_has_sealed_child()))


def sealed_among(session: Session, case_ids: Collection[str]) -> list[str]:
    """Return which of some cases are sealed."""
    if not case_ids:
        return []
    themselves = select(SEALS.c.case_id).where(SEALS.c.case_id.in_(case_ids))
    with_child = select(CASES.c.case_id).where(CASES.c.case_id.in_(case_ids), _has_sealed_child())
    return sorted(session.scalars(union(themselves, with_child)))


@cache
def _has_sealed_child() -> ColumnElement[bool]:
    """Return the condition that a record of the child of a case is sealed.

    It is nested so that both databases begin with the few seals. As a join, SQLite begins with all cases, and every list
    of cases asks this.
    """
    own, same_child = CHILDREN.alias("sealed_child"), CHILDREN.alias("same_child")
    survivors = select(own.c.survivor).where(own.c.child_id.in_(select(CHILD_SEALS.c.child_id)))
    sealed_children = select(same_child.c.child_id).where(same_child.c.survivor.in_(survivors))
    return CASES.c.child_id.in_(sealed_children)


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal on a case or a child: who set it, why and when."""

    case_id: str
    by: str
    reason: str
    at: datetime


def seals(session: Session) -> list[Seal]:
    """Return every seal, newest first."""
    query = select(SEALS).order_by(SEALS.c.at.desc(), SEALS.c.case_id)
    return [Seal(**row) for row in session.execute(query).mappings()]


def sealed_to(session: Session, person: str, at: datetime) -> set[str]:
    """Return the sealed cases that a person may not read.

    The person is not the case's officer, is not named for it and has not broken the glass.
    """
    found = sealed_ids().subquery()
    query = select(found.c.case_id)
    open_ = or_(GRANTS.c.until.is_(None), GRANTS.c.until > at)
    named = select(GRANTS.c.case_id).where(GRANTS.c.person == person, open_)
    own = select(CASES.c.case_id).where(CASES.c.officer == person)
    return set(session.scalars(query.where(found.c.case_id.not_in(named), found.c.case_id.not_in(own))))


def grant_to_named(
    session: Session, case_id: str, person: str, *, reason: str, by: str, at: datetime
) -> Grant:
    """Let a named person read a sealed case until the grant is ended."""
    return _add(session, Grant(_new_id(), case_id, person, "named", reason, by, at, None))


def grant_broken_glass(
    session: Session, case_id: str, person: str, *, reason: str, at: datetime, until: datetime
) -> Grant:
    """Let a person who broke the glass read a case until an instant."""
    return _add(session, Grant(_new_id(), case_id, person, "broken_glass", reason, person, at, until))


def _new_id() -> str:
    return f"grant-{secrets.token_hex(8)}"


def _add(session: Session, given: Grant) -> Grant:
    session.execute(insert(GRANTS).values(**asdict(given)))
    return given


def end_grants(session: Session, case_id: str, person: str, at: datetime) -> None:
    """End every grant of a person for a case."""
    session.execute(
        update(GRANTS).where(GRANTS.c.case_id == case_id, GRANTS.c.person == person).values(until=at)
    )


def grants_of(session: Session, case_id: str, at: datetime) -> list[Grant]:
    """Return the grants on a case that are current at an instant."""
    found = [Grant(**row) for row in session.execute(_GRANTS, {"of_case": case_id}).mappings()]
    return [one for one in found if one.until is None or one.until > at]


def log(session: Session, entry: dict[str, Any]) -> None:
    """Add a line to the access log."""
    session.execute(insert(ACCESS_LOG).values(entry_id=f"access-{secrets.token_hex(8)}", **entry))


def entries(
    session: Session,
    *,
    person: str | None = None,
    thing: str | None = None,
    refused: bool = False,
    limit: int = 200,
    offset: int = 0,
) -> Sequence[Entry]:
    """Return lines of the access log, newest first, optionally only of one person or thing, or only refusals."""
    query = select(ACCESS_LOG).order_by(ACCESS_LOG.c.at.desc(), ACCESS_LOG.c.entry_id)
    query = query.limit(limit).offset(offset)
    if refused:
        query = query.where(ACCESS_LOG.c.allowed.is_(False))
    if person is not None:
        query = query.where(ACCESS_LOG.c.person == person)
    if thing is not None:
        query = query.where(ACCESS_LOG.c.thing == thing)
    return [Entry(**row) for row in session.execute(query).mappings()]
