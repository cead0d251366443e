"""A child's record, and the merge and the split of two."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from casework.access.permissions import Person, Right
from office.child_merging import merge, split
from office.children import show
from office.dependencies import Parts
from office.staff import Caller
from starter.api.idempotency import Idempotent
from starter.api.models import children as told
from starter.api.models.base import ChildId
from starter.api.problems import documented
from starter.api.routes.cases import Personal
from starter.api.signed_in import holding, the_parts

router = APIRouter(tags=["children"])
_RECORDS = documented(400, 401, 403, 404, 409, 413, 415, 422, 429, 503)


@router.get(
    "/children/{child_id}",
    summary="A child and the cases",
    responses=documented(401, 403, 404, 422, 429, 503),
)
def show_child(
    child_id: ChildId,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(Right.SEE_CASE)],
    personal: Personal = False,
) -> told.Child:
    """The cases of a child that you may see. Who may see none of them is told that there is no such child."""
    if personal:
        parts.gate.check(person, Right.SEE_PERSONAL)
    found = show(parts.database, Caller(parts.gate, person), child_id, parts.today(), personal=personal)
    return told.Child.model_validate(found)


@router.post(
    "/children/{child_id}/merge",
    summary="Merge two records of one child",
    status_code=201,
    response_model=told.Merged,
    responses=_RECORDS,
)
async def merge_children(
    child_id: ChildId,
    asked: told.Merging,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(Right.ACT)],
    once: Idempotent,
) -> Response:
    """Make one child of two records. Each case keeps its clocks, parties, letters, seal and readers."""

    async def work() -> tuple[int, told.Merged]:
        made = await asyncio.to_thread(
            merge,
            parts.database,
            Caller(parts.gate, person),
            child_id,
            asked.into,
            by=person.id,
            reason=asked.reason,
            today=parts.today(),
        )
        return 201, told.Merged.model_validate(made)

    return await once(person, work)


@router.post(
    "/children/{child_id}/split",
    summary="Undo a merge",
    status_code=201,
    response_model=told.Split,
    responses=_RECORDS,
)
async def split_children(
    child_id: ChildId,
    asked: told.Splitting,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(Right.ACT)],
    once: Idempotent,
) -> Response:
    """Give each case back to the record that it came from. What changed since the merge is told, not undone."""

    async def work() -> tuple[int, told.Split]:
        made = await asyncio.to_thread(
            split, parts.database, Caller(parts.gate, person), child_id, by=person.id, reason=asked.reason
        )
        return 201, told.Split.model_validate(made)

    return await once(person, work)
