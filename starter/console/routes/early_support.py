"""Early support: the re-screens that are due, a school's file, the records of a case, and the table."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from casework.access.permissions import Person, Right
from casework.early_support.policy import REFORM
from casework.early_support.support_record import KINDS, WrongField, in_question
from office import early_support as office
from office.dependencies import Parts
from office.early_support_file import COLUMNS, MOST_FAULTS, Read, support_in
from office.reforms import reform
from office.refusals import ActRefused
from records.settings import names_of_settings
from starter.console.body_limit import LARGEST_REGISTER
from starter.console.routes.cases import file_for
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import early_support as views
from starter.console.views.answers import Answers
from starter.console.views.page import html

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_FIRST = next(iter(KINDS))


@router.get("/early-support", response_class=HTMLResponse)
def due(
    request: Request, parts: Here, who: Who, added: str = "", changed: str = "", same: str = ""
) -> HTMLResponse:
    """Show the re-screens that are due, and the form that loads a school's file."""
    parts.gate.check(who, Right.OPEN_CASE)
    numbers = [one for one in (added, changed, same) if one.isascii() and one.isdecimal() and len(one) < 7]
    done = None
    if len(numbers) == 3:
        done = [f"{added} records were added, {changed} were changed and {same} were there already."]
    return _due_page(request, parts, who, done=done)


@router.post("/early-support", response_class=HTMLResponse)
async def load(request: Request, parts: Here, who: Who) -> Response:
    """Keep the records of a school's file, or show what is wrong with each line."""
    await asyncio.to_thread(parts.gate.check, who, Right.OPEN_CASE)
    file = (await request.form()).get("file")
    faults: tuple[str, ...] = ()
    try:
        if not isinstance(file, UploadFile) or not file.filename:
            raise ActRefused("Select the file of early support")
        read = support_in(await file.read(LARGEST_REGISTER + 1), parts.today())
        if read.faults:
            faults = read.faults
            raise ActRefused("The file has lines that are not right. Correct them and upload it again")
        told = await asyncio.to_thread(_load, parts, who, read)
    except ActRefused as refusal:
        return await asyncio.to_thread(_due_page, request, parts, who, error=str(refusal), faults=faults)
    place = f"/early-support?added={told['added']}&changed={told['changed']}&same={told['unchanged']}"
    return RedirectResponse(place, status_code=303)


@router.get("/early-support/form.csv")
def empty_form(parts: Here, who: Who) -> Response:
    """Download an empty file for schools, with a column for each answer."""
    parts.gate.check(who, Right.OPEN_CASE)
    return Response(
        ",".join(COLUMNS) + "\r\n",
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="early-support.csv"'},
    )


@router.get("/early-support/report", response_class=HTMLResponse)
def report(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show how many children were screened, with which result, how many moved, and how many had a request."""
    parts.gate.check(who, Right.SEE_CASELOAD)
    with parts.database.read() as session:
        table = office.report(session, parts.today())
        names = names_of_settings(session, {row.partition(" ")[0] for row in table.rows})
        label = reform(session, REFORM, parts.today()).label
    return html(request, "early_support_report.html", **views.report_page(table, names, label))


@router.get("/cases/{case_id}/early-support", response_class=HTMLResponse)
def of_case(request: Request, parts: Here, who: Who, case_id: str, done: str = "") -> HTMLResponse:
    """Show the early support of a case's child."""
    file = file_for(parts, who, case_id)
    parts.gate.check(who, Right.SEE_PERSONAL, case_id)
    with parts.database.read() as session:
        found = office.of_case(session, case_id, parts.today())
        names = names_of_settings(session, {one.kept.urn for one in found.records})
        is_on = reform(session, REFORM, parts.today()).is_on
    shown = views.case_page(file, found, names, is_on=is_on)
    return html(request, "case_early_support.html", **shown, done=["The record was added."] if done else None)


@router.get("/cases/{case_id}/early-support/add", response_class=HTMLResponse)
def ask(request: Request, parts: Here, who: Who, case_id: str, kind: str = _FIRST) -> HTMLResponse:
    """Show the form that adds a record of one kind."""
    parts.gate.check_works_on(who, case_id)
    form = views.Form(kind if kind in KINDS else _FIRST, Answers({}, None, None, {}))
    return _form(request, parts, who, case_id, form)


@router.post("/cases/{case_id}/early-support/add", response_class=HTMLResponse)
async def add(request: Request, parts: Here, who: Who, case_id: str) -> Response:
    """Keep a record about the child of a case."""
    await asyncio.to_thread(parts.gate.check_works_on, who, case_id)
    sent = await request.form()
    raw = {name: [one for one in sent.getlist(name) if isinstance(one, str)] for name in sent}
    kind = str(sent.get("kind", ""))
    form = views.read_form(kind if kind in KINDS else _FIRST, raw, parts.today())
    errors = form.answers.errors
    if not errors and form.answers.on is not None:
        given = (form.kind, form.answers.on.isoformat(), form.answers.first("urn").strip())
        try:
            await asyncio.to_thread(
                office.record_on_case, parts.database, case_id, given, form.written, who.id, parts.today()
            )
        except WrongField as fault:
            errors[fault.name] = in_question(fault)
        except ActRefused as refusal:
            errors["urn"] = str(refusal)
        else:
            return RedirectResponse(f"/cases/{case_id}/early-support?done=1", status_code=303)
    return await asyncio.to_thread(_form, request, parts, who, case_id, form)


def _load(parts: Parts, who: Person, read: Read) -> dict[str, int]:
    return office.load(parts.database, read, who.id, parts.today())


def _due_page(
    request: Request,
    parts: Parts,
    who: Person,
    *,
    done: list[str] | None = None,
    error: str | None = None,
    faults: tuple[str, ...] = (),
) -> HTMLResponse:
    with parts.database.read() as session:
        found = office.due_rescreens(session, who, parts.today())
        names = names_of_settings(session, {one.urn for one in found})
        switched = reform(session, REFORM, parts.today())
        weeks = office.policy(session).rescreen_weeks
    if found:
        parts.gate.note(who, Right.OPEN_CASE, None, f"names of re-screens due: {len(found)}")
    return html(
        request,
        "early_support.html",
        status=400 if error else 200,
        title=switched.name,
        switched=switched,
        weeks=weeks,
        faults=faults[:MOST_FAULTS],
        more=max(0, len(faults) - MOST_FAULTS),
        done=done,
        error=error,
        largest=LARGEST_REGISTER // 1_000_000,
        **views.due_page(found, names, parts.today()),
    )


def _form(request: Request, parts: Parts, who: Person, case_id: str, form: views.Form) -> HTMLResponse:
    file = file_for(parts, who, case_id)
    with parts.database.read() as session:
        kept = office.of_case(session, case_id, parts.today()).records
    shown = views.form_page(file, form, kept[-1].kept.urn if kept else "")
    return html(request, "case_early_support_add.html", status=400 if form.answers.errors else 200, **shown)
