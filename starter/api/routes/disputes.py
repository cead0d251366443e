"""Mediations and appeals. A mediator sees their own alone, and is not told which others there are."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from casework.access.permissions import Person, Right, Scope, scope_of
from office.disputes import act_in_dispute, dispute_as_json, disputes_as_json, rows_as_json
from office.gate import NotAllowed
from office.parts import Parts
from office.refusals import ActRefused
from records import disputes as rows
from records.disputes import DisputeRow
from starter.api.models import disputes as told
from starter.api.models.base import CaseId, DisputeId
from starter.api.paging import PAGED, Cursor, Limit, page_of, place_of
from starter.api.problems import documented, no_such
from starter.api.recording import RECORDS, Asked
from starter.api.routes.cases import seen_by
from starter.api.signed_in import holding, the_parts

router = APIRouter(tags=["disputes"])


@router.get(
    "/disputes",
    summary="The disputes",
    responses={**PAGED, **documented(401, 403, 422, 429, 503)},
)
def list_disputes(
    request: Request,
    response: Response,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(Right.SEE_DISPUTE)],
    open_only: bool = True,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> told.Disputes:
    """The disputes that you may see, page by page: those of a case together."""
    own = scope_of(person, Right.SEE_DISPUTE) is Scope.OWN
    with parts.database.read() as session:
        found = rows.page_of_disputes(
            session,
            person.id if own else seen_by(person, Right.SEE_DISPUTE),
            open_only=open_only,
            limit=limit + 1,
            after=place_of(cursor, _place),
        )
    page = page_of(request, response, found, limit, lambda row: (row.case_id, row.dispute_id))
    return told.Disputes.model_validate(
        {"disputes": rows_as_json(page.rows, parts.today()), "next": page.next}
    )


def _place(case_id: str | None, dispute_id: str) -> tuple[str, str]:
    if case_id is None:
        raise ValueError(dispute_id)
    return case_id, dispute_id


@router.get(
    "/cases/{case_id}/disputes",
    summary="The disputes of a case",
    responses=documented(401, 403, 404, 422, 429, 503),
)
def disputes_of_case(
    case_id: CaseId,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(Right.SEE_DISPUTE)],
) -> told.Disputes:
    """The disputes of a case, those that are over too."""
    for right in (Right.SEE_CASE, Right.SEE_DISPUTE):
        parts.gate.check(person, right, case_id)
    found = disputes_as_json(parts.database, parts.today(), case_id=case_id)
    return told.Disputes.model_validate({"disputes": found})


@router.get(
    "/disputes/{dispute_id}", summary="One dispute", responses=documented(401, 403, 404, 422, 429, 503)
)
def show_dispute(
    response: Response,
    dispute_id: DisputeId,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(Right.SEE_DISPUTE)],
) -> told.Dispute:
    """How it stands, what either side may still do and until when, what happened, and what may be recorded now."""
    row = _found(parts, person, dispute_id)
    own = scope_of(person, Right.SEE_DISPUTE) is Scope.OWN
    content = dispute_as_json(parts.database, dispute_id, parts.today(), mediator=person.id if own else None)
    content["actions"] = [
        one for one in content["actions"] if parts.gate.may_in_dispute(person, dispute_id, one["action"])
    ]
    response.headers["ETag"] = f'"{row.seq}"'
    return told.Dispute.model_validate({**content, "sequence": row.seq})


@router.post(
    "/disputes/{dispute_id}/acts",
    summary="Record an act in a dispute",
    **RECORDS,
)
async def record_in_dispute(
    dispute_id: DisputeId,
    person: Annotated[Person, holding(Right.ACT_IN_DISPUTE)],
    asked: Asked,
) -> Response:
    """Record what happens in a dispute, once; its case is told."""
    await asyncio.to_thread(_found, asked.parts, person, dispute_id, asked.act.action)
    return await asked.by(person, dispute_id, act_in_dispute)


def _found(parts: Parts, person: Person, dispute_id: str, action: str | None = None) -> DisputeRow:
    """A dispute that a person may see, or record an act in. Raises Refusal or NotAllowed."""
    with parts.database.read() as session:
        row = rows.find(session, dispute_id)
    missing = no_such("dispute", dispute_id, "/disputes")
    if row is None:
        raise missing
    try:
        parts.gate.check_dispute(person, dispute_id, action)
    except NotAllowed:
        raise
    except ActRefused:  # theirs are their own alone, and this is another's
        raise missing from None
    return row
