"""Every row that the records hold on some cases and their child, for a subject access request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.orm import Session

from records import children, early_support, rolls
from records.retention import LINKED_BY_ANOTHER_TABLE, OF_CHILDREN, PERSONAL
from records.tables import (
    CASES,
    CHILD_MERGES,
    EARLY_SUPPORT,
    EARLY_WARNINGS,
    LEDGER,
    OBLIGATIONS,
    PROCESSES,
    ROLL_PUPILS,
)

_OF_THE_PROCESS = (CASES, LEDGER, OBLIGATIONS, PROCESSES, EARLY_WARNINGS)


def rows_of(
    session: Session, owners: Sequence[str], child_ids: Sequence[str]
) -> dict[str, list[dict[str, Any]]]:
    """Return the rows by table: everything that a destruction removes, and the process itself.

    Binary data is left out.
    """
    found = {
        table.name: _rows(session, table, table.c.case_id.in_(owners))
        for table in (*PERSONAL, *_OF_THE_PROCESS)
    }
    found[PROCESSES.name] += _rows(session, PROCESSES, PROCESSES.c.child_id.in_(child_ids))
    for table, key, within in LINKED_BY_ANOTHER_TABLE:
        mine = key.in_(select(within.c[key.name]).where(within.c.case_id.in_(owners)))
        found[table.name] = _rows(session, table, mine)
    for table in OF_CHILDREN:
        key = table.c.merged if table is CHILD_MERGES else table.c.child_id
        found[table.name] = _rows(session, table, key.in_(child_ids))
    known = children.known_by(session, child_ids)
    by_identity = {
        ROLL_PUPILS.name: rolls.rows_of_child(session, known),
        EARLY_SUPPORT.name: early_support.rows_of_child(session, known),
    }
    for name, rows in by_identity.items():
        found[name] = [{column: _plain(value) for column, value in row.items()} for row in rows]
    return found


def _rows(session: Session, table: Table, mine: ColumnElement[bool]) -> list[dict[str, Any]]:
    query = select(table).where(mine).order_by(*table.primary_key.columns)
    return [
        {name: _plain(value) for name, value in row.items() if not isinstance(value, bytes)}
        for row in session.execute(query).mappings()
    ]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
