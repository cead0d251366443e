"""The stored records of early support. A record that is corrected is replaced, and its earlier version stays."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import ColumnElement, Engine, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from casework.early_support.policy import EarlySupportPolicy
from casework.early_support.rescreen import rescreen_of
from casework.early_support.support_record import (
    KINDS,
    SCREENS,
    KeptRecord,
    SupportRecord,
    by_child,
    record_from,
)
from casework.people.child import Details
from casework.people.child_matching import is_child, is_same_name, name_key
from records.tables import CASES, CHILD_DETAILS, CHILDREN, EARLY_SUPPORT

T = TypeVar("T")
Known = tuple[str, date | None, str | None]
"""A name, date of birth and pupil number by which a child is known."""
Outcome = Literal["added", "changed", "unchanged"]
_SCREENED: WeakKeyDictionary[Engine, tuple[tuple[Any, ...], list[tuple[KeptRecord, ...]]]] = (
    WeakKeyDictionary()
)
"""The screened children of each database as last read, with what tells that they have changed since."""
_AT_ONCE = 400
"""How many children one query looks for: fewer than the variables that a database takes."""
_ROWS_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A stored record with its id, and who recorded it when."""

    record_id: str
    kept: KeptRecord
    by: str
    recorded_at: datetime

    @property
    def record(self) -> SupportRecord:
        """The record itself."""
        return self.kept.record


@dataclass(frozen=True, slots=True)
class CaseOfChild:
    """A case of a child, and the day on which its request was received."""

    case_id: str
    received_on: date | None


def keep_records(session: Session, given: Sequence[KeptRecord], by: str, at: datetime) -> dict[Outcome, int]:
    """Store records, each once, and return how many were added, changed and unchanged.

    A record of the same child, setting, kind, day and subject replaces the one that was there.
    """
    outcomes: dict[Outcome, int] = {"added": 0, "changed": 0, "unchanged": 0}
    wanted = _last_of_each(given)
    current = _current(session, list(wanted))
    replaced: list[str] = []
    rows: list[dict[str, Any]] = []
    for key, one in ((key, one) for key, several in wanted.items() for one in several):
        row = _row(one, key, by, at)
        before = next((row for row in current[key] if is_same_name(row["name"], one.child.name)), None)
        if before is not None and all(before[name] == row[name] for name in ("content", "upn", "name")):
            outcomes["unchanged"] += 1
            continue
        outcomes["changed" if before is not None else "added"] += 1
        replaced += [before["record_id"]] if before is not None else []
        rows.append(row)
    for some in _chunks(replaced, _AT_ONCE):
        which = EARLY_SUPPORT.c.record_id.in_(some)
        session.execute(update(EARLY_SUPPORT).where(which).values(replaced_at=at))
    for part in _chunks(rows, _ROWS_AT_ONCE):
        session.execute(insert(EARLY_SUPPORT), part)
    return outcomes


def records_of(session: Session, known: Sequence[Known]) -> list[StoredRecord]:
    """Return the current records of a child, earliest first."""
    found = [_stored(row) for row in _rows_like(session, known) if row["replaced_at"] is None]
    return [one for one in found if is_child(one.kept.child, known)]


def records_of_each(session: Session, known: Mapping[str, Sequence[Known]]) -> dict[str, list[StoredRecord]]:
    """Return the current records of several children, by the key that each is given under."""
    every = [one for several in known.values() for one in several]
    found = [_stored(row) for row in _rows_like(session, every) if row["replaced_at"] is None]
    by_name, by_number = (
        defaultdict[str, list[StoredRecord]](list),
        defaultdict[str, list[StoredRecord]](list),
    )
    for one in found:
        by_name[name_key(one.kept.child.name)].append(one)
        if one.kept.child.upn:
            by_number[one.kept.child.upn].append(one)
    told = {}
    for key, several in known.items():
        near = {
            one.record_id: one
            for name, _, upn in several
            for one in (*by_name.get(name_key(name), ()), *(by_number.get(upn, ()) if upn else ()))
        }
        told[key] = [one for one in near.values() if is_child(one.kept.child, several)]
    return told


def screened_children(session: Session) -> list[tuple[KeptRecord, ...]]:
    """Return the screens and re-screens of each child. They are read again only after a record has changed.

    Each look at the page Today and each scrape of the metrics asks for them.
    """
    columns = (func.count(), func.max(EARLY_SUPPORT.c.recorded_at), func.max(EARLY_SUPPORT.c.replaced_at))
    stamp = tuple(session.execute(select(*columns).where(EARLY_SUPPORT.c.kind.in_(SCREENS))).one())
    engine = session.get_bind().engine
    known = _SCREENED.get(engine)
    if known is None or known[0] != stamp:
        known = (stamp, by_child(all_current(session, SCREENS)))
        _SCREENED[engine] = known
    return known[1]


def all_current(session: Session, kinds: Sequence[str] = ()) -> list[KeptRecord]:
    """Return every current record, or those of some kinds, earliest first."""
    query = select(EARLY_SUPPORT).where(EARLY_SUPPORT.c.replaced_at.is_(None)).order_by(*_ORDER)
    if kinds:
        query = query.where(EARLY_SUPPORT.c.kind.in_(kinds))
    return [_stored(dict(row)).kept for row in session.execute(query).mappings()]


def count_by_kind(session: Session) -> dict[str, int]:
    """Return how many current records there are of each kind."""
    query = select(EARLY_SUPPORT.c.kind, func.count()).where(EARLY_SUPPORT.c.replaced_at.is_(None))
    return {str(kind): int(number) for kind, number in session.execute(query.group_by(EARLY_SUPPORT.c.kind))}


def count_rescreens_due(session: Session, policy: EarlySupportPolicy, today: date) -> int:
    """Return how many children are past the day of the re-screen that local policy asks for."""
    waits = (rescreen_of([one.record for one in kept], policy) for kept in screened_children(session))
    return sum(
        one is not None and one.waits and one.due_on is not None and one.due_on <= today for one in waits
    )


def cases_of_each(session: Session, children: Sequence[Details]) -> list[tuple[CaseOfChild, ...]]:
    """Return the cases of several children, in their order. Each is known by number, or by name and date of birth."""
    found = _survivors(session, children)
    ids = sorted({each for several in found for each in several})
    by_child = defaultdict[str, list[CaseOfChild]](list)
    for some in _chunks(ids, _AT_ONCE):
        query = (
            select(CHILDREN.c.survivor, CASES.c.case_id, CASES.c.received_on)
            .join(CHILDREN, CHILDREN.c.child_id == CASES.c.child_id)
            .where(CHILDREN.c.survivor.in_(some))
            .order_by(CASES.c.received_on, CASES.c.case_id)
        )
        for survivor, case_id, received_on in session.execute(query):
            by_child[survivor].append(CaseOfChild(case_id, received_on))
    return [tuple(case for each in sorted(several) for case in by_child[each]) for several in found]


def remove_old(session: Session, before: date) -> int:
    """Remove the records of children without a case who have no record since a day. Returns their number."""
    query = select(EARLY_SUPPORT).where(EARLY_SUPPORT.c.on < before)
    rows = [dict(row) for row in session.execute(query).mappings()]
    children = [_stored(row).kept.child for row in rows]
    cases = cases_of_each(session, children)
    known = {
        row["record_id"]: [(child.name, child.born_on, child.upn)]
        for row, child in zip(rows, children, strict=True)
    }
    later = records_of_each(session, known)
    gone = [
        row["record_id"]
        for row, its in zip(rows, cases, strict=True)
        if not its and not any(one.record.on >= before for one in later[row["record_id"]])
    ]
    return _remove(session, gone)


def rows_of_child(session: Session, known: Sequence[Known]) -> list[dict[str, Any]]:
    """Return every row about a child, for a subject access request."""
    return [row for row in _rows_like(session, known) if is_child(_stored(row).kept.child, known)]


def forget_child(session: Session, known: Sequence[Known]) -> int:
    """Remove the rows about a child whose data are destroyed. Returns their number."""
    return _remove(session, [row["record_id"] for row in rows_of_child(session, known)])


_PLACES = {name: place for place, name in enumerate(KINDS)}
_ORDER = (EARLY_SUPPORT.c.on, EARLY_SUPPORT.c.recorded_at, EARLY_SUPPORT.c.record_id)


def _last_of_each(given: Sequence[KeptRecord]) -> dict[str, list[KeptRecord]]:
    """Return the last version of each record by its key, which children with the same letters in their names share."""
    wanted = defaultdict[str, list[KeptRecord]](list)
    for one in given:
        several = wanted[_same_as(one)]
        several[:] = [each for each in several if not is_same_name(each.child.name, one.child.name)] + [one]
    return wanted


def _same_as(one: KeptRecord) -> str:
    """Return the key that all versions of one record share."""
    told = (name_key(one.child.name), str(one.child.born_on), one.urn, one.record.kind, str(one.record.on))
    return hashlib.sha256(json.dumps((*told, one.record.subject)).encode()).hexdigest()[:40]


def _current(session: Session, keys: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    found = defaultdict[str, list[dict[str, Any]]](list)
    for some in _chunks(keys, _AT_ONCE):
        query = select(EARLY_SUPPORT).where(
            EARLY_SUPPORT.c.same_as.in_(some), EARLY_SUPPORT.c.replaced_at.is_(None)
        )
        for row in session.execute(query).mappings():
            found[row["same_as"]].append(dict(row))
    return found


def _row(one: KeptRecord, same_as: str, by: str, at: datetime) -> dict[str, Any]:
    return {
        "record_id": f"support-{secrets.token_hex(6)}",
        "same_as": same_as,
        "urn": one.urn,
        "upn": one.child.upn,
        "name": one.child.name,
        "name_key": name_key(one.child.name),
        "born_on": one.child.born_on,
        "kind": one.record.kind,
        "on": one.record.on,
        "content": one.record.as_json(),
        "by": by,
        "recorded_at": at,
        "replaced_at": None,
    }


def _stored(row: Mapping[str, Any]) -> StoredRecord:
    child = Details(row["name"], row["born_on"], row["upn"])
    record = record_from(row["kind"], row["on"], row["content"])
    return StoredRecord(
        row["record_id"], KeptRecord(child, row["urn"], record), row["by"], row["recorded_at"]
    )


def _rows_like(session: Session, known: Sequence[Known]) -> list[dict[str, Any]]:
    """Return the rows with one of these names or pupil numbers."""
    found: dict[str, dict[str, Any]] = {}
    for some in _chunks(known, _AT_ONCE):
        alike = _alike(EARLY_SUPPORT.c.name_key, EARLY_SUPPORT.c.upn, some)
        query = select(EARLY_SUPPORT).where(alike).order_by(*_ORDER)
        found |= {row["record_id"]: dict(row) for row in session.execute(query).mappings()}
    return sorted(found.values(), key=_in_order)


def _in_order(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return the place of a row: by day, and on one day by kind."""
    return (row["on"], _PLACES[row["kind"]], row["recorded_at"], row["record_id"])


def _alike(
    names: ColumnElement[str], numbers: ColumnElement[Any], known: Iterable[Known]
) -> ColumnElement[bool]:
    told = list(known)
    keys = sorted({name_key(name) for name, _, _ in told})
    upns = sorted({upn for _, _, upn in told if upn})
    return or_(names.in_(keys), numbers.in_(upns))


def _survivors(session: Session, children: Sequence[Details]) -> list[set[str]]:
    """Return for each child the current records that it is known by, with all their names and numbers."""
    by_name, by_number = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    versions = defaultdict[str, list[Known]](list)
    known = [(one.name, one.born_on, one.upn) for one in children]
    details = CHILD_DETAILS.c
    for some in _chunks(known, _AT_ONCE):
        query = (
            select(CHILDREN.c.survivor, details.name, details.name_key, details.born_on, details.upn)
            .join(CHILD_DETAILS, details.child_id == CHILDREN.c.child_id)
            .where(_alike(details.name_key, details.upn, some))
        )
        for survivor, name, key, born_on, upn in session.execute(query):
            versions[survivor].append((name, born_on, upn))
            by_name[key].add(survivor)
            if upn:
                by_number[upn].add(survivor)
    return [
        {
            each
            for each in by_name.get(name_key(one.name), set()) | by_number.get(one.upn or "", set())
            if is_child(one, versions[each])
        }
        for one in children
    ]


def _remove(session: Session, record_ids: Sequence[str]) -> int:
    for some in _chunks(record_ids, _AT_ONCE):
        session.execute(delete(EARLY_SUPPORT).where(EARLY_SUPPORT.c.record_id.in_(some)))
    return len(record_ids)


def _chunks(some: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Yield a sequence in parts of a size."""
    yield from (some[at : at + size] for at in range(0, len(some), size))
