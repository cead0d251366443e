"""Upserts that work on both databases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def upsert(session: Session, table: Table, row: Mapping[str, Any], key: Sequence[str]) -> None:
    """Insert a row, or replace the row with the same key."""
    rest = {name: value for name, value in row.items() if name not in key}
    session.execute(_insert(session, table).values(row).on_conflict_do_update(index_elements=key, set_=rest))


def insert_new(session: Session, table: Table, row: Mapping[str, Any], key: Sequence[str]) -> bool:
    """Insert a row unless its key exists. Returns whether it was inserted."""
    statement = _insert(session, table).values(row).on_conflict_do_nothing(index_elements=key)
    return bool(session.execute(statement.returning(table.c[key[0]])).first())


def _insert(session: Session, table: Table) -> Any:
    postgres = session.get_bind().dialect.name == "postgresql"
    return postgresql.insert(table) if postgres else sqlite.insert(table)
