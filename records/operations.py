"""What those who run the program did to a workflow: who, when, what and why. Appended and never changed."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from records.tables import OPERATIONS


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that was done; `subject` is the id of the workflow, the version or the key that it was done to."""

    at: datetime
    by: str
    what: str
    subject: str
    reason: str


def note(session: Session, operation: Operation) -> None:
    """Write an operation down."""
    row = {"operation_id": f"op-{secrets.token_hex(8)}", **asdict(operation)}
    session.execute(insert(OPERATIONS).values(row))


def operations_on(session: Session, subject: str | None = None) -> list[Operation]:
    """The operations on a subject, or all, the last first."""
    names = [OPERATIONS.c[name] for name in Operation.__slots__]
    query = select(*names).order_by(OPERATIONS.c.at.desc(), OPERATIONS.c.operation_id)
    if subject is not None:
        query = query.where(OPERATIONS.c.subject == subject)
    return [Operation(**row) for row in session.execute(query).mappings()]
