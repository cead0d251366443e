"""Upserts that work on both databases.

The statements are made once for each table and its columns, because making one takes longer than executing it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def upsert(session: Session, table: Table, row: Mapping[str, Any], key: Sequence[str]) -> None:
    """Insert a row, or replace the row with the same key."""
    session.execute(_replacing(_dialect(session), table, tuple(row), tuple(key)), row)


def insert_new(session: Session, table: Table, row: Mapping[str, Any], key: Sequence[str]) -> bool:
    """Insert a row unless its key exists. Returns whether it was inserted."""
    return bool(session.execute(_keeping(_dialect(session), table, tuple(key)), row).first())


@cache
def _replacing(dialect: str, table: Table, names: tuple[str, ...], key: tuple[str, ...]) -> Any:
    made = _insert(dialect, table)
    rest = {name: made.excluded[name] for name in names if name not in key}
    return made.on_conflict_do_update(index_elements=key, set_=rest)


@cache
def _keeping(dialect: str, table: Table, key: tuple[str, ...]) -> Any:
    made = _insert(dialect, table)
    return made.on_conflict_do_nothing(index_elements=key).returning(table.c[key[0]])


def _insert(dialect: str, table: Table) -> Any:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name
