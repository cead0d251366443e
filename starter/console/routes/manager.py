"""The pages of a manager: caseload, missed deadlines, exceptions and assigning many cases at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.access.permissions import Person, Right
from office import batches
from office.batches import BATCH_ID, Wish
from office.dependencies import Parts
from office.office import opaque
from office.refusals import ActRefused
from records import staff, tray
from starter.console.exports import MOST_ROWS
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import assignment, manager
from starter.console.views.page import export_of, html
from starter.console.views.paging import Wanted, page_number

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_LONGEST = 60


@router.get("/manager", response_class=HTMLResponse)
def caseload(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show the caseload by officer and stage."""
    return _page(
        request,
        parts,
        who,
        "manager.html",
        "Team",
        lambda session: manager.caseload(session, who, parts.today()),
    )


@router.get("/manager/breaches", response_class=HTMLResponse)
def breaches(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show the missed deadlines and how each will be fixed."""
    parts.gate.check(who, Right.SEE_ALERTS)
    today = parts.today()
    return _page(
        request,
        parts,
        who,
        "manager_breaches.html",
        "Missed deadlines",
        lambda session: manager.breaches(session, who, today, _wanted(request)),
        missing=request.query_params.get("missing", ""),
    )


@router.get("/manager/exceptions", response_class=HTMLResponse)
def exceptions(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show the exceptions that need approval."""
    parts.gate.check(who, Right.APPROVE_EXCEPTION)
    return _page(
        request,
        parts,
        who,
        "manager_exceptions.html",
        "Exceptions",
        lambda session: manager.exceptions(session, who, parts.today(), _wanted(request)),
    )


@router.get("/manager/back-dated", response_class=HTMLResponse)
def earlier_dates(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show the acts that tell a person and were recorded for an earlier day."""
    parts.gate.check(who, Right.SEE_BACK_DATED)
    return _page(
        request,
        parts,
        who,
        "manager_back_dated.html",
        "Acts with an earlier date",
        lambda session: manager.earlier_dates(session, who, parts.today(), _wanted(request)),
    )


@router.get("/manager/plans", response_class=HTMLResponse)
def plans(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show the versions of plans that wait for a second reader or a signature."""
    parts.gate.check(who, Right.SIGN_PLAN)
    return _page(
        request,
        parts,
        who,
        "manager_plans.html",
        "Plans to read or sign",
        lambda session: manager.plans_to_look_at(session, who, parts.today(), _wanted(request)),
    )


@router.get("/manager/assign", response_class=HTMLResponse)
def assign(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show the cases that can be assigned to another officer."""
    return _assign(request, parts, who, None)


@router.post("/manager/assign", response_class=HTMLResponse)
async def assigning(request: Request, parts: Here, who: Who) -> Response:
    """Show what would change; on the second step, assign the cases."""
    await asyncio.to_thread(parts.gate.check, who, Right.ASSIGN)
    form = await request.form()
    chosen = tuple(str(value)[:_LONGEST] for value in form.getlist("case"))
    officer, team = (str(form.get(name, "")).strip()[:_LONGEST] for name in ("officer_to", "team_to"))
    batch_id = str(form.get("batch", ""))
    if form.get("step") != "assign":
        return await asyncio.to_thread(_preview, request, parts, who, chosen, officer, team)
    if not BATCH_ID.fullmatch(batch_id):
        raise ActRefused("Part of this form is missing. Choose the cases again.")
    office = await parts.office()
    await batches.assign(
        office, parts.gate, who, Wish(batch_id, chosen, officer, team or None), parts.today()
    )
    return RedirectResponse(f"/manager/batches/{batch_id}", status_code=303)


@router.get("/manager/batches/{batch_id}", response_class=HTMLResponse)
def batch(request: Request, parts: Here, who: Who, batch_id: str) -> HTMLResponse:
    """Show the result of an assignment."""
    parts.gate.check(who, Right.ASSIGN)
    kept = batches.find(parts.database, who, batch_id)
    items = batches.items_shown(parts.database, parts.gate, who, kept)
    read = [one.case_id for one in items if parts.gate.may(who, Right.SEE_PERSONAL, one.case_id)]
    with parts.database.read() as session:
        people = staff.names(session)
        names = tray.names_of(session, read)
    shown = assignment.batch(kept, items, names, people, datetime.now(UTC))
    parts.gate.note(who, Right.SEE_PERSONAL, None, f"names shown in an assignment: {len(names)}")
    return html(request, "manager_batch.html", title="Cases assigned", **shown)


@router.post("/manager/batches/{batch_id}/undo")
async def undo(parts: Here, who: Who, batch_id: str) -> RedirectResponse:
    """Undo an assignment."""
    await asyncio.to_thread(parts.gate.check, who, Right.ASSIGN)
    await batches.undo(await parts.office(), parts.gate, who, batch_id, parts.today())
    return RedirectResponse(f"/manager/batches/{batch_id}", status_code=303)


def _wanted(request: Request) -> Wanted:
    """Return the page of a list that the address asks for; a file has as many rows as it may."""
    if export_of(request):
        return Wanted(most=MOST_ROWS)
    return Wanted(page_number(request.query_params.get("page", "")))


def _page(
    request: Request,
    parts: Parts,
    who: Person,
    template: str,
    title: str,
    view: Callable[[Any], dict[str, Any]],
    status: int = 200,
    **more: Any,
) -> HTMLResponse:
    parts.gate.check(who, Right.ASSIGN)
    with parts.database.read() as session:
        shown = view(session)
    if shown.get("named"):
        parts.gate.note(who, Right.SEE_PERSONAL, None, f"names shown in a manager's list: {shown['named']}")
    return html(request, template, status=status, title=title, **shown, **more)


def _assign(request: Request, parts: Parts, who: Person, error: tuple[str, str] | None) -> HTMLResponse:
    today = parts.today()
    return _page(
        request,
        parts,
        who,
        "manager_assign.html",
        "Assign cases",
        lambda session: assignment.to_assign(
            session, who, request.query_params, today, request.query_params.getlist("chosen")
        ),
        400 if error else 200,
        error={"target": error[0], "text": error[1]} if error else None,
    )


def _preview(
    request: Request, parts: Parts, who: Person, chosen: tuple[str, ...], officer: str, team: str
) -> HTMLResponse:
    try:
        rows = batches.rows_of(parts.database, chosen)
    except ActRefused as refusal:
        return _assign(request, parts, who, ("cases", str(refusal)))
    if not officer:
        return _assign(request, parts, who, ("officer_to", "Select who to assign these cases to"))
    for row in rows:
        parts.gate.check_act(who, row.case_id, "officer_assigned", {})
    with parts.database.read() as session:
        people = staff.names(session)
        names = tray.names_of(session, [row.case_id for row in rows])
    parts.gate.note(who, Right.SEE_PERSONAL, None, f"names shown before an assignment: {len(names)}")
    return html(
        request,
        "manager_preview.html",
        title="Check before you assign",
        items=assignment.preview(rows, names, people, officer, team or None),
        officer=officer,
        officer_name=people.get(officer, officer),
        team=team,
        batch=f"batch-{opaque()}",
    )
