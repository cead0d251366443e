"""The caseload, a case, its ledger, its notices, and acts in it."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Annotated, Any, Literal, NamedTuple

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel

from casework.access.permissions import Person, Right, Scope, scope_of
from casework.case.stages import Stage
from office.case_view import case_as_json, ledger_as_json
from office.caseload_rows import row_as_json
from office.dependencies import Parts
from office.processes import hidden_groups
from office.refusals import ActedSince, ActRefused
from records import cases, people
from records.caseload import Place, Seen, page_of_cases
from records.cases import Filters
from starter.api import concurrency
from starter.api.idempotency import Idempotent
from starter.api.models import acts as acts_
from starter.api.models import cases as told
from starter.api.models.base import CODE, CaseId
from starter.api.paging import PAGED, Cursor, Limit, page_of, place_of
from starter.api.problems import CLOSED, Refusal, documented
from starter.api.recording import RECORDS
from starter.api.signed_in import holding, the_parts
from workflows.messages import ActMessage

router = APIRouter(tags=["cases"])
_SEES = (Right.SEE_CASE,)
_Code = Query(pattern=CODE)
Personal = Annotated[
    bool,
    Query(description="Whether to tell what is personal: for those who may see it; each time is logged."),
]
_ACTS = (Right.ACT, Right.ASSIGN)


def seen_by(person: Person, right: Right = Right.SEE_CASELOAD) -> Seen:
    """Which cases a person sees in lists, or of which they see what a right is for."""
    whole = scope_of(person, right) is Scope.ALL
    return Seen(person.id, None if whole else person.teams)


def let_see(parts: Parts, person: Person, case_id: str, personal: bool) -> None:
    """Let a person see a case, and what is personal in it where that is asked; then it is logged. Raises NotAllowed."""
    parts.gate.check(person, Right.SEE_CASE, case_id)
    if personal:
        parts.gate.check(person, Right.SEE_PERSONAL, case_id)
        parts.gate.note(person, Right.SEE_PERSONAL, case_id)


def _filters(
    parts: Annotated[Parts, Depends(the_parts)],
    stage: Stage | None = None,
    rag: told.Rag | None = None,
    officer: Annotated[str | None, _Code] = None,
    team: Annotated[str | None, _Code] = None,
    due_within: Annotated[
        int | None, Query(ge=0, le=10_000, description="In days; overdue cases are always included.")
    ] = None,
    open_only: bool = False,
) -> Filters:
    """Return the filters of the query."""
    due_by = parts.today() + timedelta(days=due_within) if due_within is not None else None
    return Filters(stage, rag, due_by, officer, team, open_only)


class _Pagination(NamedTuple):
    """Which page is asked for: its length, the place that it begins after, and whether cases are ordered by id."""

    limit: int
    after: Place | None
    by_id: bool


def _place(due: str | None, case_id: str) -> Place:
    return Place(date.fromisoformat(due) if due is not None else None, case_id)


def _pagination(
    order: Annotated[
        Literal["due", "case"],
        Query(description="`case` is a stable order: use it to read a whole caseload."),
    ] = "due",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> _Pagination:
    """Return which page the query asks for. Raises Refusal for a cursor that is not ours."""
    return _Pagination(limit, place_of(cursor, _place), order == "case")


@router.get(
    "/cases",
    summary="The caseload",
    responses={**PAGED, **documented(401, 403, 422, 429, 503)},
)
def list_cases(
    request: Request,
    response: Response,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(Right.SEE_CASELOAD)],
    filters: Annotated[Filters, Depends(_filters)],
    asked: Annotated[_Pagination, Depends(_pagination)],
) -> told.CasePage:
    """List the cases that you may see, most urgent first, page by page."""
    with parts.database.read() as session:
        rows = page_of_cases(
            session, seen_by(person), filters, limit=asked.limit + 1, after=asked.after, by_id=asked.by_id
        )
    page = page_of(request, response, rows, asked.limit, lambda row: (row.next_due_on, row.case_id))
    return told.CasePage.model_validate({"cases": [row_as_json(row) for row in page.rows], "next": page.next})


@router.get(
    "/cases/{case_id}",
    summary="One case",
    response_model=told.Case,
    responses={
        200: {
            "headers": {
                "ETag": {
                    "schema": {"type": "string"},
                    "description": "The sequence, in quotes, for If-Match.",
                }
            }
        },
        **documented(401, 403, 404, 422, 429, 503),
    },
)
def show_case(
    response: Response,
    case_id: CaseId,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(*_SEES)],
    personal: Personal = False,
) -> BaseModel:
    """Where it stands, its limits with why each last day is what it is, and what may be recorded now."""
    let_see(parts, person, case_id, personal)
    content = case_as_json(parts.database, case_id, parts.today())
    content |= hidden_groups(person, parts.gate, case_id)
    content["child"] = _child(parts, case_id) if personal else None
    response.headers["ETag"] = f'"{content["sequence"]}"'
    return told.Case.model_validate(content)


@router.get(
    "/cases/{case_id}/ledger", summary="The ledger", responses=documented(401, 403, 404, 422, 429, 503)
)
def show_ledger(
    case_id: CaseId,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(*_SEES)],
    personal: Personal = False,
) -> told.Ledger:
    """Everything that happened in a case, oldest first."""
    let_see(parts, person, case_id, personal)
    lines = ledger_as_json(parts.database, case_id, personal=personal, reader=person)
    return told.Ledger.model_validate({"case": case_id, "ledger": lines})


@router.get(
    "/cases/{case_id}/notices",
    summary="What was told",
    responses=documented(401, 403, 404, 422, 429, 503),
)
def show_notices(
    case_id: CaseId,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(*_SEES)],
) -> told.Notices:
    """Every letter and message of a case, oldest first."""
    let_see(parts, person, case_id, False)
    content = case_as_json(parts.database, case_id, parts.today())
    return told.Notices.model_validate(content)


@router.get(
    "/cases/{case_id}/acts",
    summary="What may be recorded now",
    responses=documented(401, 403, 404, 422, 429, 503),
)
def allowed_acts(
    case_id: CaseId,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(*_SEES)],
) -> acts_.Allowed:
    """The acts that the stage of a case allows, with their particulars."""
    let_see(parts, person, case_id, False)
    return acts_.Allowed.model_validate(case_as_json(parts.database, case_id, parts.today()))


@router.post(
    "/cases/{case_id}/acts",
    summary="Record an act",
    **RECORDS,
)
async def record_act(
    case_id: CaseId,
    act: acts_.Act,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(*_ACTS)],
    once: Idempotent,
    if_match: concurrency.IfMatch = None,
) -> Response:
    """Record an act in a case, once. A refusal says why in one sentence, and leaves no trace."""
    seen = concurrency.seen_by(if_match, act.seen)
    await asyncio.to_thread(parts.gate.check_act, person, case_id, act.action, dict(act.fields))
    request_id = once.id_for(person)

    async def work() -> tuple[int, acts_.Receipt]:
        office = await parts.office()
        message = ActMessage(
            action=act.action,
            on=act.on,
            of=act.of,
            fields=dict(act.fields),
            by=person.id,
            request_id=request_id,
            seen=seen,
            exactly=True,
        )
        try:
            receipt = await office.act(case_id, message)
        except ActedSince:
            raise
        except ActRefused as refused:
            if await asyncio.to_thread(_is_closed, parts, case_id):
                raise Refusal(CLOSED, str(refused)) from None
            raise
        return 201, acts_.Receipt.model_validate(receipt.model_dump())

    return await once(person, work)


def _is_closed(parts: Parts, case_id: str) -> bool:
    with parts.database.read() as session:
        row = cases.find(session, case_id)
    return row is not None and row.closed_on is not None


def _child(parts: Parts, case_id: str) -> dict[str, Any] | None:
    with parts.database.read() as session:
        intake = people.intake_of(session, case_id)
    if intake is None:
        return None
    return {
        "name": intake.child_name,
        "born_on": intake.born_on,
        "family": intake.family_name_and_address,
        "email": intake.family_email,
        "reference": intake.reference,
    }
