"""Processes in the records as their workflows would leave them, for tests without Temporal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from activities.process_lives import save_lives
from casework.processes.list_place import list_place
from casework.processes.registry import BY_KIND
from records import ledger, processes
from records.processes import ProcessRow

_AT = datetime(2024, 5, 20, 9, tzinfo=UTC)


def list_case(session: Session, sitting: str, case: str, by: str | None, at: datetime = _AT) -> None:
    """Keep that a person listed a case to a sitting."""
    seq = len(ledger.facts_of(session, sitting)) + 1
    fact = ledger.LedgerLine(
        seq=seq,
        kind="act",
        event="list_case",
        on=at.date(),
        recorded_at=at,
        stage="panel_listing",
        text="A case was listed.",
        of=case,
        by=by,
    )
    ledger.append(session, sitting, [fact])


def put(session: Session, kind: str, state: Any, seq: int = 1, team: str | None = "north") -> None:
    """Keep how a process stands."""
    process = BY_KIND[kind]
    measured = process.measured(state)
    place = list_place(process, process.view(state, team), _AT.date())
    row = ProcessRow(
        process_id=state.id,
        kind=kind,
        case_id=process.case(state),
        child_id=process.child(state),
        team=team,
        status=state.stage,
        due_on=process.due_on(state),
        seq=seq,
        content=process.view(state, team),
        is_over=state.is_over,
        changed_at=_AT,
        outcome=measured.outcome,
        outcome_on=measured.on,
        listed_on=place.on,
        listed_until=place.until,
        listed_seq=seq,
    )
    processes.save(session, row, process.cases(state), process.people(state))
    save_lives(session, process, state.id, state, _AT.date())
