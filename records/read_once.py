"""Read something once in a transaction that only reads."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from sqlalchemy.orm import Session

Found = TypeVar("Found")
READS_ONLY = "reads_only"
"""The key in the info of a session that `Database.read` opened."""
_KEPT = "read_once"


def read_once(session: Session, key: Hashable, read: Callable[[], Found]) -> Found:
    """Return what `read` returns, and the same again for the same key until the session ends.

    A session that may write reads each time, because it may have changed the rows.
    """
    if not session.info.get(READS_ONLY):
        return read()
    kept = session.info.setdefault(_KEPT, {})
    if key not in kept:
        kept[key] = read()
    found: Found = kept[key]
    return found
