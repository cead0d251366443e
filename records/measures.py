"""Counts for the metrics, read in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from casework.case.stages import DECIDED
from casework.letters.dispatch import NOT_LEFT
from records.tables import CASES, OUTBOX, PROCESSES


@dataclass(frozen=True, slots=True)
class Measures:
    """Counts and times of the caseload and the outbox. Nothing identifies a single case."""

    open_cases: Mapping[tuple[str, str], int]
    """Open cases by stage and colour."""
    breached: int
    """Open cases with a breached limit."""
    due_in_days: Mapping[int, int]
    """Open cases by the days left until their next limit; negative if it is past."""
    unnoticed: int
    """Open, undecided cases whose next limit is past without an alert, because their workflow did not record it."""
    waiting: Mapping[str, int]
    """Unsent messages, by channel."""
    oldest_waiting: datetime | None
    """Since when the oldest message that may be sent has been waiting."""
    last_recorded: datetime | None
    """When a case was last recorded."""
    open_processes: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Open processes beside cases, by kind and status."""


def measure(session: Session, today: date) -> Measures:
    """Return the current measures; `today` is the local date in England."""
    is_open = CASES.c.closed_on.is_(None)
    counted = func.count()
    by_stage = select(CASES.c.stage, CASES.c.rag, counted).where(is_open).group_by(CASES.c.stage, CASES.c.rag)
    by_day = (
        select(CASES.c.next_due_on, counted)
        .where(is_open, CASES.c.next_due_on.is_not(None))
        .group_by(CASES.c.next_due_on)
    )
    breached = select(counted).where(is_open, CASES.c.breached)
    unnoticed = select(counted).where(
        is_open, CASES.c.next_due_on < today, ~CASES.c.breached, CASES.c.stage.not_in([*DECIDED])
    )
    open_processes = (
        select(PROCESSES.c.kind, PROCESSES.c.status, counted)
        .where(PROCESSES.c.is_over.is_(False))
        .group_by(PROCESSES.c.kind, PROCESSES.c.status)
    )
    unsent = and_(OUTBOX.c.sent_at.is_(None), OUTBOX.c.status.in_(NOT_LEFT))
    may_leave = and_(OUTBOX.c.sent_at.is_(None), OUTBOX.c.status == "waiting")
    since = func.coalesce(OUTBOX.c.not_before, OUTBOX.c.queued_at)
    waiting = select(OUTBOX.c.channel, counted).where(unsent).group_by(OUTBOX.c.channel)
    return Measures(
        open_cases={(row[0], row[1]): row[2] for row in session.execute(by_stage)},
        breached=session.scalar(breached) or 0,
        due_in_days={(row[0] - today).days: row[1] for row in session.execute(by_day)},
        unnoticed=session.scalar(unnoticed) or 0,
        waiting={row[0]: row[1] for row in session.execute(waiting)},
        oldest_waiting=session.scalar(select(func.min(since)).where(may_leave)),
        last_recorded=session.scalar(select(func.max(CASES.c.changed_at))),
        open_processes={(row[0], row[1]): row[2] for row in session.execute(open_processes)},
    )
