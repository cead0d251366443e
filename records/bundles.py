"""The versions of the bundles of a process, and who had each."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from records.tables import BUNDLE_READERS, BUNDLES
from records.upsert import insert_new


@dataclass(frozen=True, slots=True)
class Bundle:
    """A version of a bundle. `content` holds its parts with their papers and pages, and what was accepted."""

    bundle_id: str
    case_id: str
    process_id: str
    version: int
    document_id: str
    content: dict[str, Any]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reader:
    """Someone who had a bundle. `person` is set if they sign in and may open it."""

    bundle_id: str
    case_id: str
    person: str | None
    name: str
    how: str
    on: date
    by: str


def next_version(session: Session, process_id: str) -> int:
    """Return the number of the next version."""
    last = session.scalar(select(func.max(BUNDLES.c.version)).where(BUNDLES.c.process_id == process_id))
    return (last or 0) + 1


def new_id() -> str:
    """Return a random id."""
    return f"bundle-{secrets.token_hex(6)}"


def add(session: Session, bundle: Bundle) -> bool:
    """Add a version. Returns False if the process already has one of that number."""
    return insert_new(session, BUNDLES, asdict(bundle), key=("process_id", "version"))


def of_process(session: Session, process_id: str) -> list[Bundle]:
    """Return the versions of a process, newest first."""
    query = select(BUNDLES).where(BUNDLES.c.process_id == process_id).order_by(BUNDLES.c.version.desc())
    return [Bundle(**row) for row in session.execute(query).mappings()]


def find(session: Session, bundle_id: str) -> Bundle | None:
    """Return a version by its id, or None."""
    row = session.execute(select(BUNDLES).where(BUNDLES.c.bundle_id == bundle_id)).mappings().first()
    return Bundle(**row) if row else None


def add_reader(session: Session, reader: Reader) -> None:
    """Record that someone had a version."""
    mine = BUNDLE_READERS.c.bundle_id == reader.bundle_id
    last = session.scalar(select(func.max(BUNDLE_READERS.c.number)).where(mine)) or 0
    session.execute(insert(BUNDLE_READERS).values(**asdict(reader), number=last + 1))


def readers_of(session: Session, bundle_id: str) -> list[Reader]:
    """Return who had a version, in the order in which it was recorded."""
    columns = [BUNDLE_READERS.c[name] for name in Reader.__slots__]
    query = select(*columns).where(BUNDLE_READERS.c.bundle_id == bundle_id).order_by(BUNDLE_READERS.c.number)
    return [Reader(**row) for row in session.execute(query).mappings()]
