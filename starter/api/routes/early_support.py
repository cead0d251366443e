"""Early support: records that come in, those of a case, and the table of cohorts."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from casework.access.permissions import Person, Right
from casework.early_support.support_record import FIELDS
from office import early_support
from office.dependencies import Parts
from office.early_support_file import Given, Read, kept_record
from starter.api.idempotency import Idempotent
from starter.api.models import early_support as told
from starter.api.models.base import CaseId
from starter.api.problems import Fault, documented, invalid
from starter.api.signed_in import holding, the_parts

router = APIRouter(tags=["early support"])


@router.post(
    "/early-support",
    summary="Send early support",
    status_code=201,
    response_model=told.SupportKept,
    responses={
        200: {"model": told.SupportKept, "description": "Every record was there already."},
        **documented(400, 401, 403, 409, 413, 415, 422, 429, 503),
    },
)
async def send(
    body: told.SupportRecords,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(Right.OPEN_CASE)],
    once: Idempotent,
) -> Response:
    """Keep records of early support, before a request or beside it. They are evidence and start no clock."""
    read = read_records(body.records, "/records", parts.today())

    async def work() -> tuple[int, told.SupportKept]:
        kept = await asyncio.to_thread(early_support.load, parts.database, read, person.id, parts.today())
        return (201 if kept["added"] or kept["changed"] else 200), told.SupportKept.model_validate(kept)

    return await once(person, work)


@router.get(
    "/cases/{case_id}/early-support",
    summary="The early support of a case",
    responses=documented(401, 403, 404, 422, 429, 503),
)
def of_case(
    case_id: CaseId,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(Right.SEE_PERSONAL)],
) -> told.SupportOfCase:
    """What was recorded about the child of a case. It is personal, so each reading is logged."""
    parts.gate.check(person, Right.SEE_PERSONAL, case_id)
    with parts.database.read() as session:
        found = early_support.of_case(session, case_id, parts.today())
    parts.gate.note(person, Right.SEE_PERSONAL, case_id, "read early support")
    return told.SupportOfCase.model_validate(early_support.support_as_json(found, case_id))


@router.get(
    "/early-support/cohorts",
    summary="Screened children by setting and school year",
    responses=documented(401, 403, 422, 429, 503),
)
def cohorts(
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(Right.SEE_CASELOAD)],
    as_at: date | None = None,
) -> told.Cohorts:
    """How many were screened, with which result, how many moved, were given the whole dose and had a request."""
    with parts.database.read() as session:
        found = early_support.report_as_json(session, as_at or parts.today())
    return told.Cohorts.model_validate(found)


def read_records(sent: Sequence[told.SupportRecord], within: str, today: date) -> Read:
    """Return the records in a part of a body. Raises Refusal with every fault."""
    faults, records = list[Fault](), []
    for place, one in enumerate(sent):
        row = one.model_dump(mode="json", exclude_none=True)
        answers = {name: row[name] for name in FIELDS if name in row}
        given = Given(
            "", one.child_name, row["born_on"], one.upn or "", one.setting, one.kind, row["on"], answers
        )
        try:
            records.append(kept_record(given, today))
        except ValueError as fault:
            name = getattr(fault, "name", "")
            field = {"name": "child_name", "urn": "setting"}.get(name, name)
            pointer = f"{within}/{place}/{field}"
            faults.append(Fault(where="body", pointer=pointer, sentence=str(fault)))
    if faults:
        raise invalid(faults)
    return Read(tuple(records), ())
