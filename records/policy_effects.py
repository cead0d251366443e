"""What the council's policy is about in open cases: limits that are chased, teams, and limits of a request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from casework.case.changed_alerts import Chased
from records.tables import CASES, OBLIGATIONS

_OWED = (OBLIGATIONS.c.status.in_(("running", "overdue")), OBLIGATIONS.c.closed_on.is_(None))


def chased_limits(session: Session, today: date) -> Mapping[str, list[Chased]]:
    """Return what is chased in each open case."""
    columns = (
        OBLIGATIONS.c.case_id, OBLIGATIONS.c.role, OBLIGATIONS.c.kind, OBLIGATIONS.c.of, OBLIGATIONS.c.started_on,
        OBLIGATIONS.c.due_on,
    )  # fmt: skip
    query = (
        select(*columns)
        .join(CASES, CASES.c.case_id == OBLIGATIONS.c.case_id)
        .where(
            CASES.c.closed_on.is_(None),
            *_OWED,
            OBLIGATIONS.c.kind.in_(("limit", "target", "guidance")),
            or_(OBLIGATIONS.c.excused_from.is_(None), OBLIGATIONS.c.excused_from > today),
        )
    )
    found: dict[str, list[Chased]] = defaultdict(list)
    for case_id, role, kind, of, started_on, due_on in session.execute(query):
        found[case_id].append(Chased(role or "", kind, of, started_on, due_on))
    return found


def open_cases_by_team(session: Session) -> dict[str, int]:
    """Return how many open cases each team has."""
    query = select(CASES.c.team, func.count()).where(CASES.c.closed_on.is_(None), CASES.c.team.is_not(None))
    return {str(team): number for team, number in session.execute(query.group_by(CASES.c.team))}


def cases_past_target(session: Session, role: str, weeks: int, today: date) -> int:
    """Return how many open cases have not met a limit within some weeks of its start."""
    started = today - timedelta(weeks=weeks)
    query = (
        select(func.count(func.distinct(OBLIGATIONS.c.case_id)))
        .join(CASES, CASES.c.case_id == OBLIGATIONS.c.case_id)
        .where(
            CASES.c.closed_on.is_(None),
            *_OWED,
            OBLIGATIONS.c.role == role,
            OBLIGATIONS.c.started_on < started,
        )
    )
    return session.scalar(query) or 0
