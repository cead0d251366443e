"""Writing the plan of a case on one page: every section with its rows, saved together, and the version made of them."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from casework.access.permissions import Person, Right
from casework.case.actions import Action
from casework.case.acts import CATALOGUE
from casework.case.stages import Stage
from casework.plans.plan import BadPlan
from casework.plans.template import NATIONAL
from office import plan_rows, plan_writing
from office.dependencies import Parts
from office.plan_writing import Desk, Saved, Writing
from office.refusals import ActRefused
from records import cases
from starter.console.plan_forms import sent_parts
from starter.console.routes.acts import ActForm
from starter.console.routes.plan_editor import (
    DONE,
    child_name,
    comments_in,
    desk_of,
    do_button,
    overview_page,
    reader_of,
    told_to_script,
    undo_in,
)
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import plan_editor as view
from starter.console.views.answers import TODAY
from starter.console.views.labels import without_commands
from starter.console.views.next_jobs import job_of
from starter.console.views.page import html

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]


@router.get("/cases/{case_id}/plan/all", response_class=HTMLResponse)
def write_all(request: Request, parts: Here, who: Who, case_id: str) -> Response:
    """Show the whole plan to write in."""
    desk = desk_of(parts, who, case_id)
    writing = plan_writing.open_draft(desk)
    if writing is None:
        return RedirectResponse(f"/cases/{case_id}/plan", status_code=303)
    parts.gate.note(who, Right.SEE_PERSONAL, case_id)
    return _page(request, parts, desk, writing, DONE.get(request.query_params.get("done", "")))


@router.post("/cases/{case_id}/plan/all", response_class=HTMLResponse)
async def save_all(request: Request, parts: Here, who: Who, case_id: str) -> Response:
    """Save every part that was changed, then do what the button says. A script gets what became of each part."""
    desk = await asyncio.to_thread(desk_of, parts, who, case_id)
    sent = await request.form()
    saved = await asyncio.to_thread(_save, desk, sent)
    if request.headers.get("accept") == "application/json":
        return JSONResponse(await asyncio.to_thread(_told, desk, saved))
    here = f"/cases/{case_id}/plan/all"
    if any(one.outcome in ("conflict", "refused") for each in saved.values() for one in each.values()):
        return RedirectResponse(here, status_code=303)
    do = str(sent.get("do") or "save")
    if do in ("version", "send"):
        return await asyncio.to_thread(_version, request, parts, who, desk, sends=do == "send")
    try:
        place = await asyncio.to_thread(_do, desk, do, sent)
    except ActRefused as refusal:
        writing = await asyncio.to_thread(plan_writing.open_draft, desk)
        if writing is None:
            raise
        return await asyncio.to_thread(_page, request, parts, desk, writing, None, str(refusal))
    return RedirectResponse(place, status_code=303)


def _save(desk: Desk, sent: FormData) -> dict[str, dict[str, Saved]]:
    """Save the parts and comments of a form. Returns what became of each part, by section."""
    given, comments = sent_parts(sent), comments_in(sent)
    places = _sections_of_parts(desk)
    saved = {}
    for section in NATIONAL.sections:
        mine = {part: one for part, one in given.items() if places.get(part) == section.key}
        if mine:
            saved[section.key] = plan_writing.save(desk, section, mine)
        said = {part: text for part, text in comments.items() if places.get(part) == section.key}
        plan_rows.add_comments(desk, section, said)
    return saved


def _sections_of_parts(desk: Desk) -> dict[str, str]:
    """Return the section of each part of the draft."""
    writing = plan_writing.open_draft(desk)
    rows = {one.part: one.section for one in (*writing.parts, *writing.removed)} if writing else {}
    return {**{one.key: one.key for one in NATIONAL.sections}, **rows}


def _told(desk: Desk, saved: dict[str, dict[str, Saved]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, each in saved.items():
        section = NATIONAL.section(key)
        assert section is not None
        found |= told_to_script(desk, section, each)["parts"]
    return {"parts": found}


def _do(desk: Desk, do: str, sent: FormData) -> str:
    """Do what a button says. Returns the address to go on at, which stays on this page where the section's page would."""
    what, _, rest = do.partition(":")
    part = rest.partition(":")[0]
    section = NATIONAL.section(_sections_of_parts(desk).get(part, "")) or NATIONAL.sections[0]
    place = do_button(desk, section, "add:" if what == "add" else do, sent)
    return place.replace(f"/plan/sections/{section.key}", "/plan/all", 1)


def _version(request: Request, parts: Parts, who: Person, desk: Desk, *, sends: bool) -> Response:
    """Make a version and go on: to the case or, to send it, to the check page of the act that sends it."""
    try:
        saved = plan_writing.make_version(desk)
    except (ActRefused, BadPlan) as refusal:
        return overview_page(request, desk, (without_commands(str(refusal)), ""))
    sending = sending_act(parts, desk.case_id) if sends else None
    if sending is None:
        return RedirectResponse(f"/cases/{desk.case_id}?version={saved['version']}", status_code=303)
    form = ActForm(parts, who, desk.case_id, sending.name)
    return form.from_elsewhere(request, {"on": [TODAY], "document": [str(saved["plan"])]})


def sending_act(parts: Parts, case_id: str) -> Action | None:
    """Return the act that sends a version of the plan and is the next job of a case, or None."""
    with parts.database.read() as session:
        row = cases.find(session, case_id)
        job = job_of(session, case_id, Stage(row.stage), parts.today()) if row else None
    action = CATALOGUE.get(job.action or "") if job else None
    return action if action is not None and action.paper == "draft" else None


def _page(
    request: Request, parts: Parts, desk: Desk, writing: Writing, done: str | None, error: str | None = None
) -> HTMLResponse:
    reader = reader_of(desk)
    sections = [view.section_page(writing, one, reader) for one in NATIONAL.sections]
    wrong = [each for one in sections for each in one["errors"]]
    errors = [{"text": error, "href": "#plan"}] if error else wrong
    return html(
        request,
        "plan_whole.html",
        status=400 if errors else 200,
        title="The whole plan",
        case_id=desk.case_id,
        case_title=child_name(desk),
        sections=sections,
        errors=errors,
        conflicts=[each for one in sections for each in one["conflicts"]],
        longest_line=sections[0]["longest_line"],
        longest_text=sections[0]["longest_text"],
        done=done,
        undo=undo_in(request),
        sends=sending_act(parts, desk.case_id) is not None,
    )
