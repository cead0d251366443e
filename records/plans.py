"""The versions of plans. A version is never overwritten; each change is a new version."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from records import children, incomplete_messages
from records.canonical import digest
from records.tables import CASES, PLANS


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """A version of a case's plan. `child_id` is the child's record at the time of saving."""

    plan_id: str
    case_id: str
    version: int
    saved_at: datetime
    by: str | None
    content: dict[str, Any]
    hash: str
    child_id: str


def save_plan(
    session: Session, case_id: str, content: dict[str, Any], by: str | None, at: datetime
) -> tuple[PlanVersion, bool]:
    """Save a plan as the next version. Returns it and True, or the last version and False if nothing changed."""
    session.execute(
        select(CASES.c.case_id).where(CASES.c.case_id == case_id).with_for_update()
    )  # one saver at a time
    last = session.scalar(select(func.max(PLANS.c.version)).where(PLANS.c.case_id == case_id)) or 0
    hashed = digest(content)
    if last:
        query = select(PLANS).where(PLANS.c.case_id == case_id, PLANS.c.version == last)
        before = PlanVersion(**session.execute(query).mappings().one())
        if before.hash == hashed:
            return before, False
    child_id = children.record_of_case(session, case_id)
    saved = PlanVersion(f"plan-{secrets.token_hex(8)}", case_id, last + 1, at, by, content, hashed, child_id)
    session.execute(insert(PLANS).values({name: getattr(saved, name) for name in PlanVersion.__slots__}))
    incomplete_messages.look_again(session, at, case_id)
    return saved, True


def find_plan(session: Session, plan_id: str) -> PlanVersion | None:
    """Return a version by its id, or None."""
    row = session.execute(select(PLANS).where(PLANS.c.plan_id == plan_id)).mappings().first()
    return PlanVersion(**row) if row else None


def plans_of(session: Session, case_id: str) -> list[PlanVersion]:
    """Return the versions of a case's plan, oldest first."""
    query = select(PLANS).where(PLANS.c.case_id == case_id).order_by(PLANS.c.version)
    return [PlanVersion(**row) for row in session.execute(query).mappings()]
