"""The reviews and plans of the cases that a person may see: written with their processes, counted and read by pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from casework.plans.plan_held import PlanHeld
from casework.plans.review_life import ReviewLife
from records.caseload import Seen, visible
from records.tables import CASES, PLANS_HELD, REVIEW_LIVES
from records.upsert import upsert

_NAMES = tuple("case_id" if one.name == "case" else one.name for one in fields(ReviewLife))
_LIFE = tuple(
    func.coalesce(REVIEW_LIVES.c.officer, CASES.c.officer) if name == "officer" else REVIEW_LIVES.c[name]
    for name in _NAMES
)
"""The columns of a review; the officer of its case where it names none."""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review with its process and the team of its case. Its officer is that of the case if it names none."""

    process_id: str
    kind: str
    status: str
    is_over: bool
    team: str | None
    life: ReviewLife


def save(
    session: Session, process_id: str, kind: str, status: str, is_over: bool, life: ReviewLife | None
) -> None:
    """Insert or replace the row of a review; without a life there is none."""
    if life is None:
        session.execute(delete(REVIEW_LIVES).where(REVIEW_LIVES.c.process_id == process_id))
        return
    values = [getattr(life, one.name) for one in fields(ReviewLife)]
    row = {"process_id": process_id, "kind": kind, "status": status, "is_over": is_over}
    upsert(session, REVIEW_LIVES, row | dict(zip(_NAMES, values, strict=True)), key=("process_id",))


def save_plan(session: Session, process_id: str, case_id: str, plan: PlanHeld | None) -> None:
    """Insert or replace the row of a plan; there is none before its first fact."""
    if plan is None:
        session.execute(delete(PLANS_HELD).where(PLANS_HELD.c.process_id == process_id))
        return
    row = {
        "process_id": process_id,
        "plan": plan.plan,
        "case_id": case_id,
        "made_on": plan.made_on,
        "ended_on": plan.ended_on,
    }
    upsert(session, PLANS_HELD, row, key=("process_id",))


def reviews(session: Session, seen: Seen, *, open_only: bool = False, **of: Any) -> list[ReviewRow]:
    """Return the reviews of the cases that a person may see, by id; only open ones, or those `of` a setting, if asked."""
    query = _seen(
        select(
            REVIEW_LIVES.c.process_id, REVIEW_LIVES.c.kind, REVIEW_LIVES.c.status, REVIEW_LIVES.c.is_over,
            CASES.c.team, *_LIFE,
        ),
        seen,
    )  # fmt: skip
    if open_only:
        query = query.where(REVIEW_LIVES.c.is_over.is_(False))
    if "setting" in of:
        query = query.where(REVIEW_LIVES.c.setting.is_not_distinct_from(of["setting"]))
    rows = session.execute(query.order_by(REVIEW_LIVES.c.process_id))
    return [_row(tuple(row)) for row in rows]


def _row(values: tuple[Any, ...]) -> ReviewRow:
    process_id, kind, status, is_over, team, *life = values
    return ReviewRow(process_id, kind, status, is_over, team, ReviewLife(*life))


def plans(session: Session, seen: Seen) -> Iterator[PlanHeld]:
    """Yield the plans of the cases that a person may see."""
    query = select(PLANS_HELD.c.plan, PLANS_HELD.c.made_on, PLANS_HELD.c.ended_on)
    query = query.join(CASES, CASES.c.case_id == PLANS_HELD.c.case_id).where(visible(seen))
    for row in session.execute(query):
        yield PlanHeld(*row)


def open_by_setting(session: Session, seen: Seen) -> list[tuple[str | None, int, int, date | None]]:
    """Return each setting with its number of open reviews, how many of them have no meeting, and the day that matters next."""
    lives = REVIEW_LIVES.c
    query = select(
        lives.setting,
        func.count(),
        func.count() - func.count(lives.meeting_on),
        func.min(func.coalesce(lives.meeting_on, lives.latest_meeting_on)),
    )
    query = _seen(query, seen).where(lives.is_over.is_(False)).group_by(lives.setting)
    return [(row[0], int(row[1]), int(row[2]), row[3]) for row in session.execute(query)]


def _seen(query: Select[Any], seen: Seen) -> Select[Any]:
    """Return a query of reviews restricted to the cases that a person may see."""
    joined = query.select_from(REVIEW_LIVES).join(CASES, CASES.c.case_id == REVIEW_LIVES.c.case_id)
    return joined.where(visible(seen))
