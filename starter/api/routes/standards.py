"""Catalogues of standards, what a case and a setting say of them, and the report."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from casework.access.permissions import Person, Right
from casework.standards.catalogue_file import BadCatalogue
from office import standard_links, standard_offers, standard_report, standards
from office.dependencies import Parts
from starter.api.idempotency import Idempotent
from starter.api.models import standards as told
from starter.api.models.base import CODE, CaseId
from starter.api.problems import Fault, documented, invalid
from starter.api.routes.cases import let_see
from starter.api.signed_in import holding, the_parts

router = APIRouter(tags=["standards"])
Here = Annotated[Parts, Depends(the_parts)]
_CHANGES = documented(400, 401, 403, 404, 409, 413, 415, 422, 429, 503)
_READS = documented(401, 403, 404, 409, 422, 429, 503)


@router.get("/standards", summary="The catalogues of standards", responses=documented(401, 403, 429, 503))
def list_catalogues(parts: Here, person: Annotated[Person, holding(Right.SEE_CASELOAD)]) -> told.Catalogues:
    """Every version of every catalogue. A catalogue is policy: no right and no date depends on it."""
    with parts.database.read() as session:
        found = standards.catalogues(session, parts.today())
    return told.Catalogues.model_validate({"catalogues": found})


@router.post(
    "/standards",
    summary="Load a version of a catalogue",
    status_code=201,
    response_model=told.Loaded,
    responses=_CHANGES,
)
async def load_catalogue(
    file: told.CatalogueToLoad,
    parts: Here,
    person: Annotated[Person, holding(Right.ADMINISTER)],
    once: Idempotent,
) -> Response:
    """Load a file whole or not at all; every fault is told with its line. Open cases keep the version they have."""

    async def work() -> tuple[int, told.Loaded]:
        try:
            made = standards.read(file.content.encode(), file.name)
        except BadCatalogue as wrong:
            faults = [Fault(where="body", pointer="/content", sentence=one) for one in wrong.faults]
            raise invalid(faults) from None
        found = await asyncio.to_thread(standards.load, parts.database, made, person.id, parts.today())
        content = {
            "catalogue": made.id,
            "version": made.version,
            "new": found.is_new,
            "added": found.added,
            "changed": found.changed,
            "removed": found.removed,
        }
        return 201, told.Loaded.model_validate(content)

    return await once(person, work)


@router.get("/standards/{catalogue}", summary="A catalogue with its standards", responses=_READS)
def show_catalogue(
    catalogue: told.CatalogueId,
    parts: Here,
    person: Annotated[Person, holding(Right.SEE_CASELOAD)],
    version: Annotated[str | None, Query(pattern=CODE, description="By default the one in force.")] = None,
) -> told.Catalogue:
    """One version, with what is withdrawn of it."""
    with parts.database.read() as session:
        return told.Catalogue.model_validate(standards.shown(session, catalogue, version, parts.today()))


@router.post(
    "/standards/{catalogue}/withdrawals",
    summary="Withdraw a version or a standard",
    status_code=201,
    response_model=told.Withdrawn,
    responses=_CHANGES,
)
async def withdraw(
    catalogue: told.CatalogueId,
    asked: told.Withdrawal,
    parts: Here,
    person: Annotated[Person, holding(Right.ADMINISTER)],
    once: Idempotent,
) -> Response:
    """Withdraw from a day on. What was linked before still reads, and open cases keep their version."""

    async def work() -> tuple[int, told.Withdrawn]:
        of = (catalogue, asked.version, asked.standard)
        why = (asked.on, asked.because, person.id)
        await asyncio.to_thread(standards.withdraw, parts.database, of, why, parts.today())
        content = {"catalogue": catalogue, **asked.model_dump(include={"version", "standard", "on"})}
        return 201, told.Withdrawn.model_validate(content)

    return await once(person, work)


@router.get("/standards-report", summary="The report on standards", responses=documented(401, 403, 429, 503))
def show_report(parts: Here, person: Annotated[Person, holding(Right.SEE_CASELOAD)]) -> told.Report:
    """The same for every reader. Small numbers are hidden, with those that would give them away."""
    with parts.database.read() as session:
        found = standard_report.report_of(session)
    return told.Report.model_validate(standard_report.as_json(found, parts.today()))


@router.get("/cases/{case_id}/standards", summary="The standards of a case", responses=_READS)
def standards_of_case(
    case_id: CaseId, parts: Here, person: Annotated[Person, holding(Right.SEE_PERSONAL)]
) -> told.OfCase:
    """The catalogues in the version that the case keeps, and what the case says of them. It is personal, and logged."""
    let_see(parts, person, case_id, True)
    return told.OfCase.model_validate(standard_links.of_case(parts.database, case_id))


@router.post(
    "/cases/{case_id}/standards",
    summary="Link a case to standards",
    status_code=201,
    response_model=told.Count,
    responses=_CHANGES,
)
async def link_case(
    case_id: CaseId,
    asked: told.LinksToMake,
    parts: Here,
    person: Annotated[Person, holding(Right.ACT)],
    once: Idempotent,
) -> Response:
    """Link the evidence of the request, a row of Section F or reasons to a standard. A link is no condition of anything."""
    await asyncio.to_thread(parts.gate.check, person, Right.ACT, case_id)
    wishes = [standard_links.Wish(one.kind, one.answer, one.standard, one.thing) for one in asked.links]

    async def work() -> tuple[int, told.Count]:
        made = await asyncio.to_thread(
            standard_links.link, parts.database, case_id, wishes, person.id, asked.on
        )
        return 201, told.Count(recorded=made)

    return await once(person, work)


@router.get("/settings/{urn}/offer", summary="What a setting offers", responses=_READS)
def show_offer(
    urn: told.Urn, parts: Here, person: Annotated[Person, holding(Right.SEE_CASELOAD)]
) -> told.OfSetting:
    """The standards that a setting declares to offer. It is no reason to name another setting, or none."""
    return told.OfSetting.model_validate(standard_offers.offer_of(parts.database, urn))


@router.post(
    "/settings/{urn}/offer",
    summary="Record what a setting offers",
    status_code=201,
    response_model=told.Count,
    responses=_CHANGES,
)
async def record_offer(
    urn: told.Urn,
    asked: told.OfferToRecord,
    parts: Here,
    person: Annotated[Person, holding(Right.ADMINISTER)],
    once: Idempotent,
) -> Response:
    """Record what a setting offers from a day on, or no longer offers."""

    async def work() -> tuple[int, told.Count]:
        record = standard_offers.end if asked.ends else standard_offers.declare
        made = await asyncio.to_thread(record, parts.database, urn, asked.standards, person.id, asked.on)
        return 201, told.Count(recorded=made)

    return await once(person, work)
