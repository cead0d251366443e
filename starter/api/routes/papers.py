"""The versions of a plan, and the advisory tailored list."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response

from casework.access.permissions import Person, Right
from casework.plans.plan import BadPlan, Plan
from office import plans as papers
from office.dependencies import Parts
from office.tailored_lists import Wanted, list_as_json, make_list
from records import plans, tailored_lists
from records.database import Database
from starter.api.idempotency import Idempotent
from starter.api.models import papers as told
from starter.api.models.base import CaseId, ListId, PlanId, check_text
from starter.api.problems import documented, no_such, not_valid
from starter.api.routes.cases import let_see
from starter.api.signed_in import holding, the_parts

router = APIRouter(tags=["papers"])
_PERSONAL = (Right.SEE_PERSONAL,)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Final = Annotated[bool, Query(description="As a final plan, not as a draft.")]


@router.get("/plans/template", summary="A plan to fill in", responses=documented(401, 429))
def plan_template(person: Annotated[Person, holding()]) -> Plan:
    """Every section of a plan, empty."""
    return Plan.model_validate(papers.template())


@router.get(
    "/cases/{case_id}/plans",
    summary="The versions of a plan",
    responses=documented(401, 403, 404, 422, 429, 503),
)
def plan_versions(
    case_id: CaseId,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(Right.SEE_CASE)],
) -> told.Versions:
    """List the versions, oldest first: when each was saved, and who saved it."""
    let_see(parts, person, case_id, False)
    return told.Versions.model_validate(
        {"case": case_id, "versions": papers.versions(parts.database, case_id)}
    )


@router.post(
    "/cases/{case_id}/plans",
    summary="Save a version of a plan",
    status_code=201,
    response_model=told.Saved,
    responses=documented(400, 401, 403, 404, 409, 413, 415, 422, 429, 503),
)
async def save_plan(
    case_id: CaseId,
    plan: told.PlanToSave,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(Right.ACT)],
    once: Idempotent,
) -> Response:
    """Keep a plan as the next version of its case, with what the checks find. The same again is the same version.

    A plan with a name, date of birth, number or address that is not this child's is refused, unless
    `confirmed_because` says why it is for this child.
    """
    await asyncio.to_thread(parts.gate.check, person, Right.ACT, case_id)
    content = plan.model_dump(mode="json", exclude={"confirmed_because"})
    because = plan.confirmed_because
    try:
        check_text([content, because])
    except ValueError as bad:
        raise not_valid("body", "", f"{bad}.") from None

    async def work() -> tuple[int, told.Saved]:
        try:
            kept = await asyncio.to_thread(papers.save, parts.database, case_id, content, person.id, because)
        except BadPlan as bad:
            raise not_valid("body", "", str(bad)) from None
        return 201, told.Saved.model_validate(kept)

    return await once(person, work)


@router.get(
    "/plans/{plan_id}",
    summary="A version of a plan",
    responses=documented(401, 403, 404, 422, 429, 503),
)
def show_plan(
    plan_id: PlanId,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(*_PERSONAL)],
) -> told.PlanTold:
    """A version, whole. It is personal: that it was read is logged."""
    kept = _plan(parts.database, plan_id)
    let_see(parts, person, kept.case_id, True)
    return told.PlanTold.model_validate(
        {
            "plan": kept.plan_id,
            "case": kept.case_id,
            "version": kept.version,
            "saved_at": kept.saved_at,
            "by": kept.by,
            "hash": kept.hash,
            "content": kept.content,
        }
    )


@router.get(
    "/plans/{plan_id}/findings",
    summary="Check a plan",
    responses=documented(401, 403, 404, 422, 429, 503),
)
def check_plan(
    plan_id: PlanId,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(*_PERSONAL)],
    final: Final = False,
) -> told.Findings:
    """What is unlawful or weak in a version, section by section."""
    kept = _plan(parts.database, plan_id)
    let_see(parts, person, kept.case_id, True)
    found = papers.check(parts.database, plan_id, final)
    return told.Findings.model_validate({"plan": plan_id, "final": final, **found})


@router.get(
    "/plans/{plan_id}/print",
    summary="Print a plan",
    response_class=Response,
    responses={
        200: {
            "description": "The plan as an accessible page, or as a Word document.",
            "content": {
                "text/html": {"schema": {"type": "string"}},
                _WORD: {"schema": {"type": "string", "format": "binary"}},
            },
        },
        **documented(401, 403, 404, 422, 429, 503),
    },
)
def print_plan(
    plan_id: PlanId,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(*_PERSONAL)],
    as_: Annotated[Literal["html", "docx"], Query(alias="as")] = "html",
    final: Final = False,
) -> Response:
    """A version as it is printed."""
    kept = _plan(parts.database, plan_id)
    let_see(parts, person, kept.case_id, True)
    page, document = papers.printed(parts.database, plan_id, final)
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    }
    if as_ == "html":
        return Response(page, media_type="text/html", headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="{plan_id}.docx"'
    return Response(document, media_type=_WORD, headers=headers)


@router.post(
    "/cases/{case_id}/lists",
    summary="Make a tailored list",
    status_code=201,
    response_model=told.TailoredList,
    responses=documented(400, 401, 403, 404, 409, 413, 415, 422, 429, 503),
)
async def make_a_list(
    case_id: CaseId,
    wanted: told.ListWanted,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(Right.ACT)],
    once: Idempotent,
) -> Response:
    """Make a list for a case and keep it as it is. It advises; it narrows no right. Send it with an act."""
    await asyncio.to_thread(parts.gate.check, person, Right.ACT, case_id)
    list_id = f"list-{once.opaque_for(person)}"
    made_for = Wanted(
        tuple(wanted.needs), wanted.origin, wanted.age, wanted.miles, wanted.most, tuple(wanted.asked_for)
    )

    def make() -> dict[str, Any]:
        with parts.database.read() as session:
            made_before = tailored_lists.find_list(session, list_id) is not None
        if made_before:
            return list_as_json(parts.database, list_id)
        return make_list(parts.database, case_id, made_for, person.id, list_id)

    async def work() -> tuple[int, told.TailoredList]:
        return 201, told.TailoredList.model_validate(await asyncio.to_thread(make))

    return await once(person, work)


@router.get(
    "/lists/{list_id}",
    summary="A tailored list",
    responses=documented(401, 403, 404, 422, 429, 503),
)
def show_list(
    list_id: ListId,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(*_PERSONAL)],
) -> told.TailoredList:
    """A list as it was made. It is personal: that it was read is logged."""
    with parts.database.read() as session:
        kept = tailored_lists.find_list(session, list_id)
    if kept is None:
        raise no_such("list", list_id, "/cases/{case_id}")
    let_see(parts, person, kept.case_id, True)
    return told.TailoredList.model_validate(list_as_json(parts.database, list_id))


def _plan(database: Database, plan_id: str) -> plans.PlanVersion:
    with database.read() as session:
        kept = plans.find_plan(session, plan_id)
    if kept is None:
        raise no_such("plan", plan_id, "/cases/{case_id}/plans")
    return kept
