"""The pupils on the rolls of schools. A school's file replaces the pupils of that school."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from casework.people.census import Census
from casework.people.child_matching import is_same_name, name_key
from casework.people.roll import Pupil
from records.tables import ROLL_PUPILS

_MOST = 3
"""The most pupils that a search gives. A person is one of them; more than that is no match."""


@dataclass(frozen=True, slots=True)
class OnRoll:
    """A pupil with the number of the school whose file it is, and the instant it was loaded."""

    pupil: Pupil
    urn: str
    loaded_at: datetime


def replace_roll(session: Session, urn: str, pupils: Iterable[Pupil], at: datetime) -> int:
    """Replace the pupils of one school. Returns their number."""
    session.execute(delete(ROLL_PUPILS).where(ROLL_PUPILS.c.urn == urn))
    rows = [
        {
            "urn": urn,
            "place": place,
            "upn": one.upn,
            "name": one.name,
            "name_key": name_key(one.name),
            "born_on": one.born_on,
            "content": {"address": one.address, "census": one.census.told},
            "loaded_at": at,
        }
        for place, one in enumerate(pupils, start=1)
    ]
    if rows:
        session.execute(insert(ROLL_PUPILS), rows)
    return len(rows)


def remove_before(session: Session, instant: datetime) -> int:
    """Remove the pupils of files that were loaded before an instant. Returns their number."""
    return _remove(session, ROLL_PUPILS.c.loaded_at < instant)


def counts(session: Session) -> dict[str, int]:
    """Return how many pupils each school's roll has, by its number."""
    query = select(ROLL_PUPILS.c.urn, func.count()).group_by(ROLL_PUPILS.c.urn).order_by(ROLL_PUPILS.c.urn)
    return {str(urn): count for urn, count in session.execute(query)}


def pupils_like(session: Session, name: str, born_on: date | None, upn: str | None) -> list[OnRoll]:
    """Return the pupils with this number, or with this name and date of birth."""
    if (which := _which(name, born_on, upn)) is None:
        return []
    query = select(ROLL_PUPILS).where(which).order_by(ROLL_PUPILS.c.urn, ROLL_PUPILS.c.place)
    rows = (dict(row) for row in session.execute(query).mappings())
    return [_on_roll(row) for row in rows if _is_of(row, [(name, born_on, upn)])][:_MOST]


def rows_of_child(
    session: Session, known: Sequence[tuple[str, date | None, str | None]]
) -> list[dict[str, Any]]:
    """Return the rows about a child, for a subject access request. `known` has their names, dates of birth and numbers."""
    if (which := _of_child(known)) is None:
        return []
    query = select(ROLL_PUPILS).where(which).order_by(ROLL_PUPILS.c.urn, ROLL_PUPILS.c.place)
    rows = [dict(row) for row in session.execute(query).mappings()]
    return [row for row in rows if _is_of(row, known)]


def forget_child(session: Session, known: Sequence[tuple[str, date | None, str | None]]) -> int:
    """Remove the rows about a child whose data are destroyed. Returns their number."""
    its = [(row["urn"], row["place"]) for row in rows_of_child(session, known)]
    for urn, place in its:
        session.execute(delete(ROLL_PUPILS).where(ROLL_PUPILS.c.urn == urn, ROLL_PUPILS.c.place == place))
    return len(its)


def _remove(session: Session, which: ColumnElement[bool]) -> int:
    number = session.scalar(select(func.count()).select_from(ROLL_PUPILS).where(which)) or 0
    session.execute(delete(ROLL_PUPILS).where(which))
    return number


def _of_child(known: Sequence[tuple[str, date | None, str | None]]) -> ColumnElement[bool] | None:
    found = [which for one in known if (which := _which(*one)) is not None]
    return or_(*found) if found else None


def _which(name: str, born_on: date | None, upn: str | None) -> ColumnElement[bool] | None:
    alike: list[ColumnElement[bool]] = [ROLL_PUPILS.c.upn == upn] if upn else []
    if name and born_on is not None:
        alike.append((ROLL_PUPILS.c.name_key == name_key(name)) & (ROLL_PUPILS.c.born_on == born_on))
    return or_(*alike) if alike else None


def _is_of(row: Mapping[str, Any], known: Sequence[tuple[str, date | None, str | None]]) -> bool:
    """Whether a row is about this child, and not about one whose name only has the same letters."""
    return any(
        (upn is not None and upn == row["upn"])
        or (born_on == row["born_on"] and is_same_name(name, row["name"]))
        for name, born_on, upn in known
    )


def _on_roll(row: dict[str, Any]) -> OnRoll:
    content = row["content"]
    pupil = Pupil(
        row["name"], row["born_on"], row["upn"], content.get("address"), Census(**content.get("census", {}))
    )
    return OnRoll(pupil, row["urn"], row["loaded_at"])
