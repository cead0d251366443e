"""The grades of the versions of plans: by the checks, by second readers, and signed by managers. None is ever changed."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from records.tables import CASES, PLAN_GRADINGS, PLANS
from records.tray import Within, seen

Kind = Literal["checks", "second_reading", "signature"]


@dataclass(frozen=True, slots=True)
class Grading:
    """A grading of a version: what kind, its content, who made it and why. The checks have a grade and no person."""

    grading_id: str
    case_id: str
    plan_id: str
    kind: str
    grade: str | None
    content: dict[str, Any]
    by: str | None
    because: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class GradedVersion:
    """The latest version of a case's plan with its grade. `by` is who made it."""

    case_id: str
    plan_id: str
    version: int
    by: str | None
    saved_at: datetime
    grade: str | None


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
    grade = content.get("grade")
    made = Grading(f"grading-{secrets.token_hex(6)}", case_id, plan_id, kind, grade, content, by, because, at)
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


def latest_versions(session: Session, within: Within, since: datetime) -> list[GradedVersion]:
    """Return the latest version of each case, of those graded since an instant, newest first."""
    others = PLANS.alias("others")
    last = select(func.max(others.c.version)).where(others.c.case_id == PLANS.c.case_id).scalar_subquery()
    columns = (
        PLANS.c.case_id, PLANS.c.plan_id, PLANS.c.version, PLANS.c.by, PLANS.c.saved_at, PLAN_GRADINGS.c.grade,
    )  # fmt: skip
    query = (
        select(*columns)
        .join(PLAN_GRADINGS, PLAN_GRADINGS.c.plan_id == PLANS.c.plan_id)
        .join(CASES, CASES.c.case_id == PLANS.c.case_id)
        .where(
            PLAN_GRADINGS.c.kind == "checks",
            PLAN_GRADINGS.c.at >= since,
            PLANS.c.version == last,
            seen(within),
        )
        .order_by(PLANS.c.saved_at.desc(), PLANS.c.plan_id)
    )
    return [GradedVersion(*row) for row in session.execute(query)]


def kinds_of(session: Session, plan_ids: Collection[str]) -> set[tuple[str, str]]:
    """Return which of some versions have a second reading or a signature, as pairs of version and kind."""
    query = select(PLAN_GRADINGS.c.plan_id, PLAN_GRADINGS.c.kind).where(
        PLAN_GRADINGS.c.plan_id.in_(plan_ids), PLAN_GRADINGS.c.kind != "checks"
    )
    return {(row.plan_id, row.kind) for row in session.execute(query)}


def carry(session: Session, plan_id: str, to: str) -> None:
    """Give another version the readings and signatures of a version that differs from it only in Section I."""
    for one in of_plan(session, plan_id):
        if one.kind != "checks":
            row = {**asdict(one), "grading_id": f"grading-{secrets.token_hex(6)}", "plan_id": to}
            session.execute(insert(PLAN_GRADINGS).values(row))
