"""Processes in the records as their workflows would leave them, for tests without Temporal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.processes.registry import BY_KIND
from records import processes
from records.processes import ProcessRow

_AT = datetime(2024, 5, 20, 9, tzinfo=UTC)


def put(session: Session, kind: str, state: Any, seq: int = 1, team: str | None = "north") -> None:
    """Keep how a process stands."""
    process = BY_KIND[kind]
    row = ProcessRow(
        process_id=state.id,
        kind=kind,
        case_id=process.case(state),
        team=team,
        status=state.stage,
        due_on=process.due_on(state),
        seq=seq,
        content=process.view(state, team),
        is_over=state.is_over,
        changed_at=_AT,
    )
    processes.save(session, row, process.cases(state), process.people(state))
