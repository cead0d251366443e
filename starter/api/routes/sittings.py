"""Sittings of the multi-agency panel."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from casework.access.permissions import Person, Right, Scope, scope_of
from casework.processes.panel.sitting import Member
from office.panel import Call, act_at, call_sitting, sitting_as_json, sittings_as_json
from office.parts import Parts
from records import sittings as rows
from records.sittings import SittingRow
from starter.api.models import panel as told
from starter.api.models.base import SittingId
from starter.api.once import OnceOnly
from starter.api.paging import PAGED, Cursor, Limit, page_of, place_of
from starter.api.problems import documented, no_such
from starter.api.recording import RECORDS, Asked
from starter.api.signed_in import holding, the_parts

router = APIRouter(tags=["panel"])


@router.get("/sittings", summary="The sittings", responses={**PAGED, **documented(401, 403, 422, 429, 503)})
def list_sittings(
    request: Request,
    response: Response,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(Right.SEE_PANEL)],
    limit: Limit = 50,
    cursor: Cursor = None,
) -> told.Sittings:
    """The sittings that you may see, the latest day first, page by page."""
    own = scope_of(person, Right.SEE_PANEL) is not Scope.ALL
    with parts.database.read() as session:
        found = rows.page_of_sittings(
            session,
            member=person.id if own else None,
            limit=limit + 1,
            after=place_of(cursor, lambda day, its_id: (date.fromisoformat(day), its_id)),
        )
    page = page_of(request, response, found, limit, lambda row: (row.sits_on, row.sitting_id))
    return told.Sittings.model_validate({"sittings": sittings_as_json(page.rows), "next": page.next})


@router.post(
    "/sittings",
    summary="Call a sitting",
    status_code=201,
    response_model=told.Called,
    responses=documented(400, 401, 403, 409, 413, 415, 422, 429, 503),
)
async def call(
    body: told.SittingCall,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(Right.RUN_PANEL)],
    once: OnceOnly,
) -> Response:
    """Call a sitting for a day, with its members and the chair who signs it off."""
    members = tuple(Member(member.id, member.role) for member in body.members)
    asked = Call(body.sits_on, members, body.chair, body.papers_by, body.team)

    async def work() -> tuple[int, told.Called]:
        office = await parts.office()
        sitting = await call_sitting(office, asked, person.id, f"sitting-{once.opaque_for(person)}")
        return 201, told.Called(sitting=sitting)

    return await once(person, work)


@router.get(
    "/sittings/{sitting_id}", summary="One sitting", responses=documented(401, 403, 404, 422, 429, 503)
)
def show_sitting(
    response: Response,
    sitting_id: SittingId,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(Right.SEE_PANEL)],
) -> told.Sitting:
    """Who is on it, its agenda, and what it advises; the reasons of a case to those who may see what is personal in it."""
    row = _found(parts, person, Right.SEE_PANEL, sitting_id)
    content = sitting_as_json(parts.database, sitting_id)
    for item in content["items"]:
        if (item["reason"] or item["dissent"]) and not parts.gate.may(
            person, Right.SEE_PERSONAL, item["case"]
        ):
            item["reason"] = item["dissent"] = None
    response.headers["ETag"] = f'"{row.seq}"'
    return told.Sitting.model_validate({**content, "sequence": row.seq})


@router.post(
    "/sittings/{sitting_id}/acts",
    summary="Record an act at a sitting",
    **RECORDS,
)
async def record_at_sitting(
    sitting_id: SittingId,
    person: Annotated[Person, holding(Right.RUN_PANEL)],
    asked: Asked,
) -> Response:
    """Record an act at a sitting, once. `of` is the case that it is about."""
    await asyncio.to_thread(_found, asked.parts, person, Right.RUN_PANEL, sitting_id, asked.act.of)
    return await asked.by(person, sitting_id, act_at)


def _found(
    parts: Parts, person: Person, right: Right, sitting_id: str, case_id: str | None = None
) -> SittingRow:
    """A sitting that a person may see, or record an act at with a case that they see. Raises Refusal or NotAllowed."""
    with parts.database.read() as session:
        row = rows.find(session, sitting_id)
    if row is None:
        raise no_such("sitting", sitting_id, "/sittings")
    parts.gate.check_at(person, right, sitting_id, case_id)
    return row
