"""Children's records: versions of their details, and the record that each case belongs to."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    false,
    func,
    insert,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.orm import Session

from casework.people.child import FIELDS, Child, Details, Version, current_of
from casework.people.child_matching import are_alike, may_join, name_key
from casework.people.name_parts import beginnings, parts_of
from records.tables import CASES, CHILD_DETAILS, CHILD_NAME_PARTS, CHILDREN, INTAKES

_AFTER_ALL = "\U0010ffff"
"""A character after all those of names."""
_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
OWN = CHILDREN.alias("own_child")
"""The record that a case was opened under; its `survivor` is the current one."""
HOLDER = CHILDREN.alias("surviving_child")

_CHILD_OF_CASE = select(INTAKES.c.child_id).where(INTAKES.c.case_id == bindparam("of_case"))


def new_id() -> str:
    """Return a random id."""
    return f"child-{''.join(secrets.choice(_ALPHABET) for _ in range(12))}"


def without_record(case_id: str) -> str:
    """Return a stand-in child id for a case whose child is not in the records.

    It matches no record and no other case.
    """
    return f"child-of-{case_id}"


def add(
    session: Session,
    child_id: str,
    details: Details,
    *,
    from_on: date,
    by: str | None,
    why: str,
    at: datetime,
) -> None:
    """Add a child with the first version of the details."""
    session.execute(
        insert(CHILDREN).values(
            child_id=child_id, created_at=at, merged_into=None, survivor=child_id, current=1
        )
    )
    _insert(session, child_id, Version(1, details, from_on, at, by, why))


def add_version(
    session: Session,
    child_id: str,
    details: Details,
    *,
    from_on: date,
    by: str | None,
    why: str,
    at: datetime,
) -> Version:
    """Add the next version of a child's details. It is current unless another version has a later first day."""
    lock(session, child_id)
    before = _versions(session, child_id)
    added = Version(before[-1].version + 1, details, from_on, at, by, why)
    _insert(session, child_id, added)
    current = current_of((*before, added)).version
    session.execute(update(CHILDREN).where(CHILDREN.c.child_id == child_id).values(current=current))
    return added


def lock(session: Session, *child_ids: str) -> None:
    """Lock these records until the transaction ends."""
    query = select(CHILDREN.c.child_id).where(CHILDREN.c.child_id.in_(sorted(child_ids)))
    session.execute(query.order_by(CHILDREN.c.child_id).with_for_update())


def lock_same(session: Session, asked: Details) -> None:
    """Let only one transaction at a time register a request for this child, by name, pupil number or NHS number.

    The lock ends with the transaction. SQLite has one writing transaction at a time, so it needs no lock.
    """
    if session.get_bind().dialect.name != "postgresql":
        return
    told = (f"name {name_key(asked.name)}", f"upn {asked.upn}", f"nhs {asked.nhs_number}")
    wanted = [
        one for one, value in zip(told, (asked.name, asked.upn, asked.nhs_number), strict=True) if value
    ]
    for key in sorted(_lock_number(one) for one in wanted):
        session.execute(select(func.pg_advisory_xact_lock(key)))


def _lock_number(said: str) -> int:
    """Return the number of an advisory lock. Two texts with one number only wait for each other."""
    return int.from_bytes(hashlib.sha256(f"same child: {said}".encode()).digest()[:8], signed=True)


def find(session: Session, child_id: str) -> Child | None:
    """Return the record with this id, even if it was merged into another, or None."""
    row = session.execute(select(CHILDREN).where(CHILDREN.c.child_id == child_id)).mappings().first()
    if row is None:
        return None
    versions = tuple(_versions(session, child_id))
    return Child(row["child_id"], row["created_at"], versions, row["merged_into"])


def surviving(session: Session, child_id: str) -> str | None:
    """Return the id of a child's current record: this one, or the one it was merged into.

    None if there is no such child.
    """
    return session.scalar(select(CHILDREN.c.survivor).where(CHILDREN.c.child_id == child_id))


def child_of_case(session: Session, case_id: str) -> Child | None:
    """Return the child of a case, or None if the records do not hold it."""
    child_id = survivor_of_case(session, case_id)
    return find(session, child_id) if child_id is not None else None


def survivor_of_case(session: Session, case_id: str) -> str | None:
    """Return the record of a case's child, the surviving one of those that were merged, or None."""
    query = select(OWN.c.survivor).join(INTAKES, INTAKES.c.child_id == OWN.c.child_id)
    return session.scalar(query.where(INTAKES.c.case_id == case_id))


def details_of_children(session: Session, child_ids: Iterable[str]) -> dict[str, Details]:
    """Return the current details of some children, by the record that was asked for, also a merged one."""
    query = (
        select(OWN.c.child_id.label("asked"), *_COLUMNS)
        .join(HOLDER, HOLDER.c.child_id == OWN.c.survivor)
        .join(CHILD_DETAILS, _IS_CURRENT)
        .where(OWN.c.child_id.in_(list(child_ids)))
    )
    return {row.pop("asked"): Details(**row) for row in map(dict, session.execute(query).mappings())}


def details_of_cases(session: Session, case_ids: Iterable[str]) -> dict[str, Details]:
    """Return the current details of the children of some cases, by case."""
    query = with_details(select(INTAKES.c.case_id, *_COLUMNS)).where(INTAKES.c.case_id.in_(list(case_ids)))
    return {row.pop("case_id"): Details(**row) for row in map(dict, session.execute(query).mappings())}


def group(session: Session, child_id: str) -> list[str]:
    """Return all records of the same child: the survivor and those merged into it."""
    mine = select(CHILDREN.c.survivor).where(CHILDREN.c.child_id == child_id).scalar_subquery()
    query = select(CHILDREN.c.child_id).where(CHILDREN.c.survivor == mine).order_by(CHILDREN.c.created_at)
    return list(session.scalars(query))


def known_by(session: Session, child_ids: Iterable[str]) -> list[tuple[str, date | None, str | None]]:
    """Return every name of a child with its date of birth and pupil number, from all versions of some records."""
    details = CHILD_DETAILS.c
    query = select(details.name, details.born_on, details.upn).where(details.child_id.in_(list(child_ids)))
    return [(row.name, row.born_on, row.upn) for row in session.execute(query.distinct())]


def cases_of(session: Session, child_ids: Iterable[str]) -> list[str]:
    """Return the cases that were opened under some records, the first received first."""
    query = select(CASES.c.case_id).where(CASES.c.child_id.in_(list(child_ids)))
    return list(session.scalars(query.order_by(CASES.c.received_on, CASES.c.case_id)))


def record_of_case(session: Session, case_id: str) -> str:
    """Return the record that a case was opened under."""
    found = session.scalar(_CHILD_OF_CASE, {"of_case": case_id})
    return found if found is not None else without_record(case_id)


def candidates(session: Session, asked: Details) -> list[tuple[str, Details]]:
    """Return the children with the same name, number or date of birth, each with its current record."""
    alike: list[ColumnElement[bool]] = [CHILD_DETAILS.c.name_key == name_key(asked.name)]
    for column, wanted in (
        (CHILD_DETAILS.c.born_on, asked.born_on),
        (CHILD_DETAILS.c.upn, asked.upn),
        (CHILD_DETAILS.c.nhs_number, asked.nhs_number),
    ):
        if wanted is not None:
            alike.append(column == wanted)
    query = (
        select(CHILD_DETAILS.c.child_id, *_COLUMNS)
        .join(HOLDER, _IS_CURRENT)
        .where(HOLDER.c.survivor == HOLDER.c.child_id, or_(*alike))
        .order_by(HOLDER.c.created_at, HOLDER.c.child_id)
    )
    return [(row.pop("child_id"), Details(**row)) for row in map(dict, session.execute(query).mappings())]


def joined_by(session: Session, asked: Details) -> str | None:
    """Return the only record that certainly is a request's child; None if there is none, or more than one."""
    found = [child_id for child_id, known in candidates(session, asked) if may_join(asked, known)]
    return found[0] if len(found) == 1 else None


def named_like(session: Session, text: str, limit: int) -> list[tuple[str, Details]]:
    """Return the children with a part of the name that begins with each word of a text, by name."""
    query = select(CHILD_DETAILS.c.child_id, *_COLUMNS).join(HOLDER, _IS_CURRENT)
    query = with_words(query.where(HOLDER.c.survivor == HOLDER.c.child_id), text)
    query = query.order_by(func.lower(CHILD_DETAILS.c.name), CHILD_DETAILS.c.child_id).limit(limit)
    return [(row.pop("child_id"), Details(**row)) for row in map(dict, session.execute(query).mappings())]


def alike_on(session: Session, asked: Details) -> list[tuple[str, Details]]:
    """Return the children with the same date of birth and a similar name."""
    return [
        (child_id, known)
        for child_id, known in candidates(session, asked)
        if known.born_on == asked.born_on and are_alike(known.name, asked.name)
    ]


def with_words(query: Select[Any], text: str) -> Select[Any]:
    """Restrict a query with the current details to names of which parts begin with the words of a text."""
    ways = [_begin_with(words) for words in beginnings(text)]
    if not ways:
        return query.where(false())
    found = union(*ways).subquery()
    same = and_(found.c.child_id == CHILD_DETAILS.c.child_id, found.c.version == CHILD_DETAILS.c.version)
    return query.join(found, same)


def _begin_with(words: Sequence[frozenset[str]]) -> Select[Any]:
    """Return a query of the versions of names of which, for each word, a part begins with one of its texts.

    The longest word is looked up first, because it finds the fewest names.
    """
    first, *others = sorted(words, key=lambda texts: -len(max(texts, key=len)))
    parts = CHILD_NAME_PARTS.alias()
    found = select(parts.c.child_id, parts.c.version).where(_begins(parts.c.part, first)).distinct()
    for texts in others:
        also = CHILD_NAME_PARTS.alias()
        same = (also.c.child_id == parts.c.child_id, also.c.version == parts.c.version)
        found = found.where(exists().where(*same, _begins(also.c.part, texts)))
    return found


def _begins(part: ColumnElement[str], texts: frozenset[str]) -> ColumnElement[bool]:
    return or_(*(and_(part >= each, part < each + _AFTER_ALL) for each in sorted(texts)))


def with_details(query: Select[Any]) -> Select[Any]:
    """Join a query of requests with the current details of their children."""
    return (
        query.select_from(INTAKES)
        .join(OWN, OWN.c.child_id == INTAKES.c.child_id)
        .join(HOLDER, HOLDER.c.child_id == OWN.c.survivor)
        .join(CHILD_DETAILS, _IS_CURRENT)
    )


def fields_of(details: Details) -> dict[str, Any]:
    """Return details as the columns of a row."""
    return {**asdict(details), "name_key": name_key(details.name)}


_COLUMNS = tuple(CHILD_DETAILS.c[name] for name in FIELDS)
_IS_CURRENT = and_(CHILD_DETAILS.c.child_id == HOLDER.c.child_id, CHILD_DETAILS.c.version == HOLDER.c.current)


def _insert(session: Session, child_id: str, one: Version) -> None:
    session.execute(
        insert(CHILD_DETAILS).values(
            child_id=child_id,
            version=one.version,
            from_on=one.from_on,
            recorded_at=one.recorded_at,
            by=one.by,
            why=one.why,
            **fields_of(one.details),
        )
    )
    session.execute(
        insert(CHILD_NAME_PARTS),
        [
            {"child_id": child_id, "version": one.version, "part": part}
            for part in sorted(parts_of(one.details.name))
        ],
    )


def _versions(session: Session, child_id: str) -> list[Version]:
    query = (
        select(CHILD_DETAILS).where(CHILD_DETAILS.c.child_id == child_id).order_by(CHILD_DETAILS.c.version)
    )
    return [
        Version(
            row["version"],
            Details(**{name: row[name] for name in FIELDS}),
            row["from_on"],
            row["recorded_at"],
            row["by"],
            row["why"],
        )
        for row in session.execute(query).mappings()
    ]
