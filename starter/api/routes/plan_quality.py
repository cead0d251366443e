"""The quality of a version of a plan: read it, keep a second reader's grades, sign it."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from casework.access.permissions import Person, Right
from office import plan_quality
from office.dependencies import Parts
from records import plans
from starter.api.idempotency import Idempotent
from starter.api.models import plan_quality as told
from starter.api.models.base import PlanId
from starter.api.problems import documented, no_such
from starter.api.routes.cases import let_see
from starter.api.signed_in import holding, the_parts

router = APIRouter(tags=["papers"])
Here = Annotated[Parts, Depends(the_parts)]
_ANSWERS = documented(400, 401, 403, 404, 409, 413, 415, 422, 429, 503)


@router.get(
    "/plans/{plan_id}/quality",
    summary="The quality of a plan",
    responses=documented(401, 403, 404, 422, 429, 503),
)
def show_quality(
    plan_id: PlanId, parts: Here, person: Annotated[Person, holding(Right.SEE_PERSONAL)]
) -> told.Quality:
    """Give the grade of a version and of each section, with its second readings and signatures."""
    case_id = _case_of(parts, plan_id)
    let_see(parts, person, case_id, True)
    return _quality(parts, case_id, plan_id)


@router.post(
    "/plans/{plan_id}/quality/reading",
    summary="Keep a second reading",
    status_code=201,
    response_model=told.Quality,
    responses=_ANSWERS,
)
async def keep_reading(
    plan_id: PlanId,
    reading: told.SecondReading,
    parts: Here,
    person: Annotated[Person, holding(Right.ACT)],
    once: Idempotent,
) -> Response:
    """Keep a second reader's grades, one for each section that is graded. Whoever made the version cannot read it."""
    case_id = await asyncio.to_thread(_case_of, parts, plan_id)
    await asyncio.to_thread(parts.gate.check_works_on, person, case_id)
    given = (reading.grades, reading.says)

    async def work() -> tuple[int, told.Quality]:
        await asyncio.to_thread(
            plan_quality.second_reading, parts.database, case_id, plan_id, person.id, given
        )
        return 201, await asyncio.to_thread(_quality, parts, case_id, plan_id)

    return await once(person, work)


@router.post(
    "/plans/{plan_id}/quality/signature",
    summary="Sign a plan with a low grade",
    status_code=201,
    response_model=told.Quality,
    responses=_ANSWERS,
)
async def keep_signature(
    plan_id: PlanId,
    signature: told.ReasonToSign,
    parts: Here,
    person: Annotated[Person, holding(Right.SIGN_PLAN)],
    once: Idempotent,
) -> Response:
    """Keep a manager's signature with its reason. Local policy says below which grade a final plan needs one."""
    case_id = await asyncio.to_thread(_case_of, parts, plan_id)
    for right in (Right.SEE_PERSONAL, Right.SIGN_PLAN):
        await asyncio.to_thread(parts.gate.check, person, right, case_id)

    async def work() -> tuple[int, told.Quality]:
        await asyncio.to_thread(
            plan_quality.sign, parts.database, case_id, plan_id, person.id, signature.because
        )
        return 201, await asyncio.to_thread(_quality, parts, case_id, plan_id)

    return await once(person, work)


def _quality(parts: Parts, case_id: str, plan_id: str) -> told.Quality:
    return told.Quality.model_validate(plan_quality.graded_as_json(parts.database, case_id, plan_id))


def _case_of(parts: Parts, plan_id: str) -> str:
    with parts.database.read() as session:
        kept = plans.find_plan(session, plan_id)
    if kept is None:
        raise no_such("plan", plan_id, "/cases/{case_id}/plans")
    return kept.case_id
