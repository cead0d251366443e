"""The roll of a school, from its information system."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from casework.access.permissions import Person, Right
from office.dependencies import Parts
from office.roll_file import load_roll, rows_in
from starter.api.idempotency import Idempotent
from starter.api.models import rolls as told
from starter.api.problems import documented
from starter.api.signed_in import holding, the_parts
from statute.local_time import london_date

router = APIRouter(tags=["settings"])
Urn = Annotated[str, Path(pattern=r"^\d{5,7}$", description="The number of the school.", examples=["900001"])]


@router.post(
    "/settings/{urn}/roll",
    summary="Load the roll of a school",
    status_code=201,
    response_model=told.Loaded,
    responses=documented(400, 401, 403, 409, 413, 415, 422, 429, 503),
)
async def replace_roll(
    urn: Urn,
    roll: told.Roll,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(Right.ADMINISTER)],
    once: Idempotent,
) -> Response:
    """Replace the pupils of a school with these. Requests are prefilled from them. A bad row stops it."""

    async def work() -> tuple[int, told.Loaded]:
        read = rows_in(roll.pupils, london_date(datetime.now(UTC)))
        count = await asyncio.to_thread(load_roll, parts.database, urn, read)
        return 201, told.Loaded(setting=urn, pupils=count)

    return await once(person, work)
