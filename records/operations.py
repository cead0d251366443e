"""The log of operations on workflows: who did what, when and why. Lines are only appended."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from records.tables import OPERATIONS


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation. `subject` is the id of the workflow, version or key."""

    at: datetime
    by: str
    what: str
    subject: str
    reason: str


def note(session: Session, operation: Operation) -> None:
    """Record an operation."""
    row = {"operation_id": f"op-{secrets.token_hex(8)}", **asdict(operation)}
    session.execute(insert(OPERATIONS).values(row))


def operations_on(session: Session, subject: str | None = None) -> list[Operation]:
    """Return the operations on a subject, or all, newest first."""
    names = [OPERATIONS.c[name] for name in Operation.__slots__]
    query = select(*names).order_by(OPERATIONS.c.at.desc(), OPERATIONS.c.operation_id)
    if subject is not None:
        query = query.where(OPERATIONS.c.subject == subject)
    return [Operation(**row) for row in session.execute(query).mappings()]
