"""Frameworks of bands, their switches, the bands of cases, and payments. Nothing but a payment file's own row is replaced."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from casework.money.decisions import Banding
from casework.money.reconciliation import Paid
from records.caseload import Seen, visible
from records.tables import BAND_FRAMEWORKS, BAND_PAYMENTS, BAND_SWITCHES, BANDINGS, CASES
from records.tray import Within
from records.upsert import insert_new, upsert


@dataclass(frozen=True, slots=True)
class LoadedFramework:
    """A version of a framework as it was loaded. `starts` is the day from which its values count."""

    framework: str
    version: str
    starts: date
    content: dict[str, Any]
    by: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Switch:
    """A switch of a framework: off from a day, or on again where there is no day."""

    switch_id: str
    framework: str
    off_from: date | None
    because: str
    by: str | None
    at: datetime


def keep_framework(session: Session, loaded: LoadedFramework) -> bool:
    """Store a version of a framework. Returns False if this version is there."""
    return insert_new(session, BAND_FRAMEWORKS, asdict(loaded), key=("framework", "version"))


def frameworks(session: Session) -> list[LoadedFramework]:
    """Return every version of every framework, oldest first."""
    query = select(BAND_FRAMEWORKS).order_by(BAND_FRAMEWORKS.c.framework, BAND_FRAMEWORKS.c.at)
    return [LoadedFramework(**row) for row in session.execute(query).mappings()]


def framework(session: Session, framework_id: str, version: str) -> LoadedFramework | None:
    """Return a version of a framework, or None."""
    query = select(BAND_FRAMEWORKS).where(
        BAND_FRAMEWORKS.c.framework == framework_id, BAND_FRAMEWORKS.c.version == version
    )
    row = session.execute(query).mappings().first()
    return LoadedFramework(**row) if row is not None else None


def find(session: Session, banding_id: str) -> Banding | None:
    """Return a record of a case's bands, or None."""
    row = session.execute(select(BANDINGS).where(BANDINGS.c.banding_id == banding_id)).mappings().first()
    return Banding(**row) if row is not None else None


def keep_switch(
    session: Session, framework: str, off_from: date | None, signed: tuple[str | None, str], at: datetime
) -> None:
    """Store a switch of a framework. `signed` is who made it and why."""
    by, because = signed
    made = Switch(f"switch-{secrets.token_hex(6)}", framework, off_from, because, by, at)
    session.execute(insert(BAND_SWITCHES).values(asdict(made)))


def switches(session: Session) -> dict[str, Switch]:
    """Return the last switch of each framework that has one."""
    query = select(BAND_SWITCHES).order_by(BAND_SWITCHES.c.at, BAND_SWITCHES.c.switch_id)
    return {row["framework"]: Switch(**row) for row in session.execute(query).mappings()}


def new_id() -> str:
    """Return a random id of a record of a case's bands."""
    return f"band-{secrets.token_hex(6)}"


def keep(session: Session, made: Banding) -> None:
    """Store a record of a case's bands."""
    session.execute(insert(BANDINGS).values(asdict(made)))


def of_case(session: Session, case_id: str) -> list[Banding]:
    """Return the records of a case's bands, oldest first."""
    query = (
        select(BANDINGS).where(BANDINGS.c.case_id == case_id).order_by(BANDINGS.c.at, BANDINGS.c.banding_id)
    )
    return [Banding(**row) for row in session.execute(query).mappings()]


def of_cases(session: Session, within: Within | None = None) -> dict[str, list[Banding]]:
    """Return the records of bands by case: of the cases that a person may see, or of every case."""
    query = select(BANDINGS).order_by(BANDINGS.c.case_id, BANDINGS.c.at, BANDINGS.c.banding_id)
    if within is not None:
        query = query.join(CASES, CASES.c.case_id == BANDINGS.c.case_id).where(_visible(within))
    found: dict[str, list[Banding]] = defaultdict(list)
    for row in session.execute(query).mappings():
        found[row["case_id"]].append(Banding(**row))
    return dict(found)


def counts(session: Session) -> dict[str, int]:
    """Return how many records of each kind there are on the bands of cases."""
    query = select(BANDINGS.c.kind, func.count()).group_by(BANDINGS.c.kind)
    return {row[0]: row[1] for row in session.execute(query)}


def visible_cases(session: Session, within: Within, case_ids: Collection[str]) -> frozenset[str]:
    """Return which of some cases a person may see, open or closed."""
    seen = select(CASES.c.case_id).where(CASES.c.case_id.in_(case_ids), _visible(within))
    return frozenset(session.scalars(seen))


def keep_payments(session: Session, payments: Iterable[Paid], by: str, at: datetime) -> None:
    """Store payments. A payment with the same case, days and reference replaces the one that was there."""
    for one in payments:
        row = {
            "case_id": one.case, "starts": one.starts, "ends": one.ends, "reference": one.reference,
            "pence": one.pence, "by": by, "at": at,
        }  # fmt: skip
        upsert(session, BAND_PAYMENTS, row, key=("case_id", "starts", "ends", "reference"))


def payments(session: Session, within: Within) -> list[Paid]:
    """Return the payments of the cases that a person may see."""
    table = BAND_PAYMENTS
    query = (
        select(table.c.case_id, table.c.starts, table.c.ends, table.c.pence, table.c.reference)
        .join(CASES, CASES.c.case_id == table.c.case_id)
        .where(_visible(within))
        .order_by(table.c.case_id, table.c.starts, table.c.reference)
    )
    return [Paid(*row) for row in session.execute(query)]


def _visible(within: Within) -> Any:
    return visible(Seen(within.person, within.teams))
