"""What was done in a case before today, entered at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from casework.access.permissions import Person, Right
from office import past_work
from office.dependencies import Parts
from starter.api.idempotency import Idempotent
from starter.api.models import past_work as told
from starter.api.models.base import CaseId
from starter.api.problems import documented
from starter.api.signed_in import holding, the_parts

router = APIRouter(tags=["cases"])


@router.post(
    "/cases/{case_id}/past-work",
    summary="Enter past work",
    status_code=201,
    response_model=told.PastWorkEntered,
    responses={
        200: {"model": told.PastWorkEntered, "description": "Checked only; nothing was recorded."},
        **documented(400, 401, 403, 404, 409, 413, 415, 422, 429, 503),
    },
)
async def enter_past_work(
    case_id: CaseId,
    asked: told.PastWork,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(Right.ACT, Right.ASSIGN)],
    once: Idempotent,
) -> Response:
    """Record several acts of the past in one step. No letter or alert leaves for them; what is owed now is told once."""
    await asyncio.to_thread(parts.gate.check, person, Right.ACT, case_id)
    rows = [one.model_dump(mode="json") for one in asked.acts]
    acts = past_work.read_rows(rows, parts.today())
    await asyncio.to_thread(_check_acts, parts, person, case_id, acts)
    request_id = once.id_for(person)

    async def work() -> tuple[int, told.PastWorkEntered]:
        now = datetime.now(UTC)
        if asked.check:
            found = await asyncio.to_thread(past_work.check, parts.database, case_id, acts, now)
            return 200, _answer(case_id, 0, None, past_work.owed(found.outlook))
        receipt = await past_work.enter(await parts.office(), case_id, acts, person.id, request_id)
        owed = await asyncio.to_thread(past_work.owed_now, parts.database, case_id, now)
        return 201, _answer(case_id, len(acts), receipt.sequence, owed)

    return await once(person, work)


def _check_acts(parts: Parts, person: Person, case_id: str, acts: Sequence[past_work.PastAct]) -> None:
    for act in acts:
        parts.gate.check_act(person, case_id, act.action, dict(act.fields))


def _answer(
    case_id: str, recorded: int, sequence: int | None, owed: Sequence[dict[str, object]]
) -> told.PastWorkEntered:
    return told.PastWorkEntered.model_validate(
        {"case": case_id, "recorded": recorded, "sequence": sequence, "owed": owed}
    )
