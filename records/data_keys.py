"""The wrapped data keys of cases.

The latest key of a case encrypts its Temporal payloads; a destroyed key keeps its row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from records.tables import DATA_KEYS
from records.upsert import insert_new


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A data key, wrapped by the key-encryption key `kek_id`. `generation` counts from 1 for each owner.

    `wrapped` is None after the key is destroyed.
    """

    key_id: str
    owner: str
    generation: int
    kek_id: str
    wrapped: bytes | None
    made_at: datetime
    destroyed_at: datetime | None = None


def add(session: Session, key: WrappedKey) -> bool:
    """Add a key. Returns False if its owner already has one of that generation."""
    return insert_new(session, DATA_KEYS, asdict(key), key=("owner", "generation"))


def find(session: Session, key_id: str) -> WrappedKey | None:
    """Return a key by its id, or None."""
    row = session.execute(select(DATA_KEYS).where(DATA_KEYS.c.key_id == key_id)).mappings().first()
    return WrappedKey(**row) if row else None


def latest(session: Session, owner: str) -> WrappedKey | None:
    """Return the key that encrypts for an owner, or None."""
    query = (
        select(DATA_KEYS).where(DATA_KEYS.c.owner == owner).order_by(DATA_KEYS.c.generation.desc()).limit(1)
    )
    row = session.execute(query).mappings().first()
    return WrappedKey(**row) if row else None


def of_owner(session: Session, owner: str) -> list[WrappedKey]:
    """Return every key that an owner has had, oldest first."""
    query = select(DATA_KEYS).where(DATA_KEYS.c.owner == owner).order_by(DATA_KEYS.c.generation)
    return [WrappedKey(**row) for row in session.execute(query).mappings()]


def wrapped_by_others(session: Session, kek_id: str, limit: int = 500) -> Sequence[WrappedKey]:
    """Return keys that are wrapped by another key-encryption key."""
    query = (
        select(DATA_KEYS)
        .where(DATA_KEYS.c.kek_id != kek_id, DATA_KEYS.c.wrapped.is_not(None))
        .order_by(DATA_KEYS.c.key_id)
        .limit(limit)
    )
    return [WrappedKey(**row) for row in session.execute(query).mappings()]


def rewrapped(session: Session, key_id: str, kek_id: str, wrapped: bytes) -> None:
    """Replace the wrapping of a key. A destroyed key stays destroyed."""
    mine = (DATA_KEYS.c.key_id == key_id, DATA_KEYS.c.wrapped.is_not(None))
    session.execute(update(DATA_KEYS).where(*mine).values(kek_id=kek_id, wrapped=wrapped))


def destroy(session: Session, owner: str, at: datetime) -> int:
    """Destroy every key of an owner. Returns how many."""
    live = (DATA_KEYS.c.owner == owner, DATA_KEYS.c.wrapped.is_not(None))
    count = session.scalar(select(func.count()).select_from(DATA_KEYS).where(*live)) or 0
    session.execute(update(DATA_KEYS).where(*live).values(wrapped=None, destroyed_at=at))
    return count


def counts(session: Session) -> dict[str, int]:
    """Return the number of keys that each key-encryption key wraps."""
    query = select(DATA_KEYS.c.kek_id, func.count()).where(DATA_KEYS.c.wrapped.is_not(None))
    return {str(row[0]): int(row[1]) for row in session.execute(query.group_by(DATA_KEYS.c.kek_id))}
