"""Early warnings: list the deadlines at risk, and answer many of them with one plan."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from casework.access.permissions import Person, Right
from casework.case.actions import Act
from casework.case.casework_acts import WARNING_ANSWERED
from office import warning_plans
from office.bulk_acts import BulkRow, CheckedRow
from office.dependencies import Parts
from starter.api.idempotency import Idempotent
from starter.api.models import warnings as told
from starter.api.problems import documented
from starter.api.signed_in import holding, the_parts

router = APIRouter(tags=["forecast"])
Here = Annotated[Parts, Depends(the_parts)]


@router.get("/warnings", summary="The deadlines at risk", responses=documented(401, 403, 422, 429, 503))
def list_warnings(parts: Here, person: Annotated[Person, holding(Right.SEE_ALERTS)]) -> told.Warnings:
    """Deadlines that will probably be missed, of your own cases or, for a manager, of your teams, each with its plan."""
    today = parts.today()
    with parts.database.read() as session:
        found = warning_plans.at_risk(session, person, today)
    rows = [
        {
            "case": one.warning.case_id,
            "limit": one.warning.limit,
            "title": one.warning.title,
            "due_on": one.warning.due_on,
            "percent": one.warning.percent,
            "because": one.warning.because,
            "raised_on": one.warning.raised_on,
            "officer": one.officer,
            "plan": {
                "planned_on": one.plan.planned_on,
                "recorded_by": one.plan.by,
                "has_passed": one.plan.has_passed(today),
            }
            if one.plan
            else None,
            "needs_plan": one.needs_plan,
        }
        for one in found
    ]
    return told.Warnings.model_validate({"as_at": today, "warnings": rows})


@router.post(
    "/warnings/plans",
    summary="Answer warnings with a plan",
    status_code=201,
    response_model=told.PlansRecorded,
    responses={
        200: {"model": told.PlansRecorded, "description": "Checked only; nothing was recorded."},
        **documented(400, 401, 403, 409, 413, 415, 422, 429, 503),
    },
)
async def answer_warnings(
    asked: told.PlanForWarnings,
    parts: Here,
    person: Annotated[Person, holding(Right.ACT)],
    once: Idempotent,
) -> Response:
    """Record one plan for up to 200 deadlines at risk. Each is an act of its case; one that is refused stops no other."""
    limits = [(one.case, one.limit) for one in asked.warnings]
    batch_id = f"batch-{once.opaque_for(person)}"
    fields = {"plan": asked.plan, "planned_on": asked.planned_on.isoformat()}
    act = Act(WARNING_ANSWERED, parts.today(), None, fields)

    async def work() -> tuple[int, told.PlansRecorded]:
        batch = warning_plans.selection(person, limits, batch_id)

        def check() -> list[CheckedRow]:
            with parts.database.read() as session:
                return warning_plans.check(session, person, limits, batch, act, parts.today())

        checked = await asyncio.to_thread(check)
        if asked.check:
            return 200, _answer((one.row, False, one.why) for one in checked)
        office = await parts.office()
        done = await warning_plans.record(office, parts.gate, person, batch, checked, act)
        return 201, _answer((one.row, one.done, one.why) for one in done)

    return await once(person, work)


def _answer(found: Iterable[tuple[BulkRow, bool, str | None]]) -> told.PlansRecorded:
    rows = [
        {"case": row.case_id, "limit": (row.fields or {})["limit"], "recorded": done, "why": why}
        for row, done, why in found
    ]
    return told.PlansRecorded.model_validate(
        {"recorded": sum(bool(one["recorded"]) for one in rows), "rows": rows}
    )
