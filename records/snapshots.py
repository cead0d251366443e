"""The figures that are kept each night. A snapshot is written whole in one transaction and never changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from casework.measures.counting import Counts
from casework.measures.measure import Count, Cut
from records.canonical import digest
from records.tables import RESTATED_FIGURES, SNAPSHOT_VALUES, SNAPSHOTS
from records.upsert import insert_new

Kept = Mapping[Cut | None, Mapping[str, Counts]]
"""What a snapshot holds: counts by cut, measure and value of the cut."""
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The snapshot of a day. `how` is `night`, or `ledger` where it was counted later from what was recorded by then.

    `rule_pack` is the law in force on the day, `release` the release that counted, and `cases` the number of cases known.
    """

    as_at: date
    taken_at: datetime
    how: str
    rule_pack: str
    rule_pack_hash: str
    release: str
    cases: int


@dataclass(frozen=True, slots=True)
class Restated:
    """A figure of a past month that a later snapshot counts differently. `because` holds the reasons with their cases."""

    as_at: date
    measure: str
    month: str
    was_as_at: date
    was_numerator: int
    was_denominator: int
    numerator: int
    denominator: int
    because: Mapping[str, int]


def keep(session: Session, snapshot: Snapshot, kept: Kept, restated: Iterable[Restated]) -> bool:
    """Store a snapshot with its values. Returns False, and changes nothing, if the day has one."""
    values = [_value(snapshot.as_at, *one) for one in _flat(kept)]
    row = {**asdict(snapshot), "hash": _hash(snapshot, values)}
    if not insert_new(session, SNAPSHOTS, row, key=("as_at",)):
        return False
    for first in range(0, len(values), _AT_ONCE):
        session.execute(insert(SNAPSHOT_VALUES), values[first : first + _AT_ONCE])
    if rows := [asdict(one) for one in restated]:
        session.execute(insert(RESTATED_FIGURES), rows)
    return True


def find(session: Session, as_at: date) -> Snapshot | None:
    """Return the snapshot of a day, or None."""
    columns = [SNAPSHOTS.c[name] for name in Snapshot.__slots__]
    row = session.execute(select(*columns).where(SNAPSHOTS.c.as_at == as_at)).mappings().first()
    return Snapshot(**row) if row else None


def last_before(session: Session, day: date) -> date | None:
    """Return the day of the last snapshot before a day, or None."""
    return session.scalar(select(func.max(SNAPSHOTS.c.as_at)).where(SNAPSHOTS.c.as_at < day))


def days(session: Session, limit: int | None = None) -> list[date]:
    """Return the days that have a snapshot, newest first."""
    query = select(SNAPSHOTS.c.as_at).order_by(SNAPSHOTS.c.as_at.desc()).limit(limit)
    return list(session.scalars(query))


def values(session: Session, as_at: date, cut: Cut | None) -> dict[str, dict[str | None, Count]]:
    """Return what a snapshot holds of a cut, by measure and value of the cut."""
    table = SNAPSHOT_VALUES.c
    query = select(table.measure, table.key, table.numerator, table.denominator, table.cases)
    query = query.where(table.as_at == as_at, table.cut == (cut or ""))
    found: dict[str, dict[str | None, Count]] = {}
    for row in session.execute(query):
        found.setdefault(row.measure, {})[row.key or None] = Count(row.numerator, row.denominator, row.cases)
    return found


def series(session: Session, measure: str, since: date) -> list[tuple[date, Count]]:
    """Return the figures of a measure for all cases together from a day on, oldest first."""
    table = SNAPSHOT_VALUES.c
    query = select(table.as_at, table.numerator, table.denominator, table.cases)
    query = query.where(table.cut == "", table.measure == measure, table.as_at >= since).order_by(table.as_at)
    return [(row.as_at, Count(row.numerator, row.denominator, row.cases)) for row in session.execute(query)]


def restated(session: Session, until: date, limit: int) -> list[Restated]:
    """Return the figures that were restated up to a day, newest first."""
    query = select(RESTATED_FIGURES).where(RESTATED_FIGURES.c.as_at <= until)
    query = query.order_by(
        RESTATED_FIGURES.c.as_at.desc(), RESTATED_FIGURES.c.month.desc(), RESTATED_FIGURES.c.measure
    ).limit(limit)
    return [Restated(**row) for row in session.execute(query).mappings()]


def changed(session: Session) -> list[date]:
    """Return the days whose snapshot is no longer what was stored: its values do not give its hash."""
    wrong = []
    columns = list(SNAPSHOT_VALUES.c)
    for row in session.execute(select(SNAPSHOTS)).mappings():
        snapshot = Snapshot(**{name: row[name] for name in Snapshot.__slots__})
        query = select(*columns).where(SNAPSHOT_VALUES.c.as_at == snapshot.as_at)
        if _hash(snapshot, [dict(one) for one in session.execute(query).mappings()]) != row["hash"]:
            wrong.append(snapshot.as_at)
    return sorted(wrong)


def _flat(kept: Kept) -> Iterable[tuple[str, str, str, Count]]:
    for cut, measures in kept.items():
        for measure, counts in measures.items():
            for key, count in counts.items():
                yield cut or "", measure, key or "", count


def _value(as_at: date, cut: str, measure: str, key: str, count: Count) -> dict[str, Any]:
    return {"as_at": as_at, "cut": cut, "measure": measure, "key": key, **asdict(count)}


def _hash(snapshot: Snapshot, values: Iterable[Mapping[str, Any]]) -> str:
    """Return the hash of a snapshot: of its day, its law and its values, in a fixed order."""
    rows = sorted(
        [one["cut"], one["measure"], one["key"], one["numerator"], one["denominator"], one["cases"]]
        for one in values
    )
    head = [snapshot.as_at.isoformat(), snapshot.rule_pack, snapshot.rule_pack_hash, snapshot.release]
    return digest({"head": [*head, snapshot.how, snapshot.cases], "values": rows})
