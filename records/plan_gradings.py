"""The grades of the versions of plans: by the checks, by second readers, and signed by managers. None is ever changed."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from records.tables import PLAN_GRADINGS

Kind = Literal["checks", "second_reading", "signature"]


@dataclass(frozen=True, slots=True)
class Grading:
    """A grading of a version: what kind, its content, who made it and why. The checks have no person."""

    grading_id: str
    case_id: str
    plan_id: str
    kind: str
    content: dict[str, Any]
    by: str | None
    because: str | None
    at: datetime


def keep(
    session: Session,
    of: tuple[str, str],
    kind: Kind,
    content: dict[str, Any],
    signed: tuple[str | None, str | None],
    at: datetime,
) -> Grading:
    """Store a grading of a version. `of` is its case and plan, and `signed` who made it and why."""
    case_id, plan_id = of
    by, because = signed
    made = Grading(f"grading-{secrets.token_hex(6)}", case_id, plan_id, kind, content, by, because, at)
    session.execute(insert(PLAN_GRADINGS).values(asdict(made)))
    return made


def of_plan(session: Session, plan_id: str) -> list[Grading]:
    """Return the gradings of a version, oldest first."""
    query = (
        select(PLAN_GRADINGS)
        .where(PLAN_GRADINGS.c.plan_id == plan_id)
        .order_by(PLAN_GRADINGS.c.at, PLAN_GRADINGS.c.grading_id)
    )
    return [Grading(**row) for row in session.execute(query).mappings()]


def carry(session: Session, plan_id: str, to: str) -> None:
    """Give another version the readings and signatures of a version that differs from it only in Section I."""
    for one in of_plan(session, plan_id):
        if one.kind != "checks":
            row = {**asdict(one), "grading_id": f"grading-{secrets.token_hex(6)}", "plan_id": to}
            session.execute(insert(PLAN_GRADINGS).values(row))
