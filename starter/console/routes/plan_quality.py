"""The quality page of a version of the plan: its grades, the second reading and the manager's signature."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.access.permissions import Person, Right
from casework.plans.grades import CONTENT, GRADES, grade_titled
from casework.plans.quality import section_titles
from office import plan_quality
from office.dependencies import Parts
from office.plan_writing import Desk
from office.refusals import ActRefused
from records import staff
from starter.console.routes.plan_editor import child_name, may_write
from starter.console.signed_in import parts_of, signed_in
from starter.console.views.page import html

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]


@router.get("/cases/{case_id}/plans/{plan_id}/quality", response_class=HTMLResponse)
def show(request: Request, parts: Here, who: Who, case_id: str, plan_id: str) -> HTMLResponse:
    """Show the grades of a version."""
    parts.gate.check(who, Right.SEE_PERSONAL, case_id)
    parts.gate.note(who, Right.SEE_PERSONAL, case_id, f"opened {plan_id}")
    return _page(request, parts, who, (case_id, plan_id))


@router.post("/cases/{case_id}/plans/{plan_id}/quality/reading", response_class=HTMLResponse)
async def read(request: Request, parts: Here, who: Who, case_id: str, plan_id: str) -> Response:
    """Keep a second reader's grades."""
    await asyncio.to_thread(may_write, parts, who, case_id)
    sent = await request.form()
    grades = {letter: str(sent.get(f"grade-{letter}") or "") for letter in section_titles()}
    given = (grades, str(sent.get("says") or ""))
    try:
        await asyncio.to_thread(plan_quality.second_reading, parts.database, case_id, plan_id, who.id, given)
    except ActRefused as refusal:
        field = next((f"grade-{letter}" for letter in grades if f"Section {letter}:" in str(refusal)), "says")
        error = {"text": str(refusal), "href": f"#{field}"}
        return await asyncio.to_thread(_page, request, parts, who, (case_id, plan_id), error, dict(sent))
    return RedirectResponse(f"/cases/{case_id}/plans/{plan_id}/quality?done=read", status_code=303)


@router.post("/cases/{case_id}/plans/{plan_id}/quality/signature", response_class=HTMLResponse)
async def sign(request: Request, parts: Here, who: Who, case_id: str, plan_id: str) -> Response:
    """Keep a manager's signature."""
    for right in (Right.SEE_PERSONAL, Right.SIGN_PLAN):
        await asyncio.to_thread(parts.gate.check, who, right, case_id)
    sent = await request.form()
    because = str(sent.get("because") or "")
    try:
        await asyncio.to_thread(plan_quality.sign, parts.database, case_id, plan_id, who.id, because)
    except ActRefused as refusal:
        error = {"text": str(refusal), "href": "#because"}
        return await asyncio.to_thread(_page, request, parts, who, (case_id, plan_id), error, dict(sent))
    return RedirectResponse(f"/cases/{case_id}/plans/{plan_id}/quality?done=signed", status_code=303)


def _page(
    request: Request,
    parts: Parts,
    who: Person,
    of: tuple[str, str],
    error: dict[str, str] | None = None,
    sent: dict[str, object] | None = None,
) -> HTMLResponse:
    case_id, plan_id = of
    found = plan_quality.graded(parts.database, case_id, plan_id)
    with parts.database.read() as session:
        names = staff.names(session)
        policy = plan_quality.policy(session)
    done = {
        "read": "Your grades were kept with the version.",
        "signed": "Your signature was kept with the version.",
    }
    others = found.version.by != who.id
    return html(
        request,
        "plan_quality.html",
        status=400 if error else 200,
        title=f"Quality of version {found.version.version}",
        case_id=case_id,
        case_title=child_name(Desk(parts.database, case_id, who.id)),
        plan_id=plan_id,
        found=found,
        grades=[(one.name, one.title) for one in GRADES],
        grade=grade_titled,
        checklist=CONTENT["name"],
        signature_below=grade_titled(policy.signature_below) if policy.signature_below else None,
        names=names,
        may_read=others and parts.gate.works_on(who, case_id),
        may_sign=others and found.needs_signature and parts.gate.may(who, Right.SIGN_PLAN, case_id),
        done=done.get(request.query_params.get("done", "")),
        error=error,
        sent=sent or {},
    )
