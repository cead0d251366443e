"""The pages of ops: stuck workflows, one workflow, and retry. These pages show no personal data."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.access.permissions import Person, Right
from office import operations
from office.dependencies import Parts
from office.refusals import ActRefused
from records import operations as records
from records import staff
from starter.console.sign_in_settings import Entrance
from starter.console.signed_in import parts_of, signed_in
from starter.console.views.page import html

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_LONGEST = 500


@router.get("/operations", response_class=HTMLResponse)
async def stuck(request: Request, parts: Here, who: Who, workflow: str = "") -> Response:
    """Show the stuck workflows and how to fix each."""
    await asyncio.to_thread(parts.gate.check, who, Right.SEE_OPERATIONS)
    if wanted := workflow.strip():
        return RedirectResponse(f"/operations/{quote(wanted[:_LONGEST], safe='')}", status_code=303)
    found = await operations.stuck(await parts.office())
    return await asyncio.to_thread(
        html,
        request,
        "operations.html",
        title="Operations",
        rows=found,
        ui=_ui(request),
        may=_may(parts, who),
    )


@router.get("/operations/{workflow_id}", response_class=HTMLResponse)
async def one(request: Request, parts: Here, who: Who, workflow_id: str, done: str = "") -> Response:
    """Show the status and history of one workflow."""
    await asyncio.to_thread(parts.gate.check, who, Right.SEE_OPERATIONS)
    details = await operations.inspect(await parts.office(), workflow_id)
    return await _page(
        request, parts, who, details, done="The workflow is being retried now." if done else None
    )


@router.post("/operations/{workflow_id}/retry", response_class=HTMLResponse)
async def retry(request: Request, parts: Here, who: Who, workflow_id: str) -> Response:
    """Retry failed activities now, and record who asked and why."""
    await asyncio.to_thread(parts.gate.check, who, Right.OPERATE)
    reason = str((await request.form()).get("reason", "")).strip()[:_LONGEST]
    office = await parts.office()
    try:
        if not reason:
            raise ActRefused("Enter the reason for the retry")
        await operations.retry(office, workflow_id, who.id, reason)
    except ActRefused as refusal:
        details = await operations.inspect(office, workflow_id)
        return await _page(request, parts, who, details, status=409, error=str(refusal), reason=reason)
    return RedirectResponse(f"/operations/{quote(workflow_id, safe='')}?done=1", status_code=303)


async def _page(
    request: Request, parts: Parts, who: Person, details: dict[str, Any], status: int = 200, **more: Any
) -> Response:
    def page() -> Response:
        with parts.database.read() as session:
            before = records.operations_on(session, details["workflow"])
            names = staff.names(session)
        ui = _ui(request)
        return html(
            request,
            "workflow.html",
            status=status,
            title=details["what"] or details["workflow"],
            details=details,
            link=f"{ui}/{quote(details['workflow'], safe='')}" if ui else None,
            before=before,
            names=names,
            may=_may(parts, who),
            may_retry=any(each["may_retry"] for each in details["problems"]),
            **{"done": None, "error": None, "reason": "", **more},
        )

    return await asyncio.to_thread(page)


def _may(parts: Parts, who: Person) -> bool:
    return parts.gate.may(who, Right.OPERATE)


def _ui(request: Request) -> str | None:
    entrance: Entrance = request.app.state.entrance
    return entrance.temporal_ui
