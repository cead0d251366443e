"""The pages of a manager about bands: frameworks, simulation, moderation, changed bands, and what was paid."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from casework.access.permissions import Person, Right
from casework.processes.question import Question
from office import band_reports, band_views, money
from office.dependencies import Parts
from office.reforms import reform
from office.refusals import ActRefused
from office.staged_files import StagedFiles
from office.team_scope import team_scope
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import manager_bands as views
from starter.console.views.answers import read
from starter.console.views.bands import Form
from starter.console.views.manager import manager_frame
from starter.console.views.page import html

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_LARGEST = 5_000_000
_LONGEST = 120
_OFF = Question("off_from", "First day without it", "date", required=True)
_ON = Question("values_on", "Day", "date", required=True)
_DONE = {
    "loaded": "The framework is loaded",
    "off": "The framework is switched off from that day",
    "on": "The framework is switched on again",
    "paid": "The payments are kept",
}


@router.get("/manager/bands", response_class=HTMLResponse)
def frameworks(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show the frameworks, and the forms that load one and switch one off."""
    parts.gate.check(who, Right.SET_BANDS)
    return _frameworks(request, parts, who)


@router.post("/manager/bands/load", response_class=HTMLResponse)
async def load(request: Request, parts: Here, who: Who) -> Response:
    """Show what a framework changes for open decisions, or load the one that was shown."""
    await asyncio.to_thread(parts.gate.check, who, Right.SET_BANDS)
    sent = await request.form()
    try:
        file_id, name, content = await _file(parts, sent)
        return await asyncio.to_thread(_load, request, parts, who, (file_id, name, content), sent)
    except money.BadFile as bad:
        faults = bad.faults
    except ActRefused as refusal:
        faults = [str(refusal)]
    return await asyncio.to_thread(_frameworks, request, parts, who, wrong="file", faults=faults)


@router.post("/manager/bands/switch", response_class=HTMLResponse)
async def switch(request: Request, parts: Here, who: Who) -> Response:
    """Switch a framework off from a day, or on again."""
    await asyncio.to_thread(parts.gate.check, who, Right.SET_BANDS)
    form = _form(await request.form())
    back_on = form.first("do") == "on"
    answers = read((_OFF,), form.raw, parts.today())
    if not back_on:
        form.errors |= answers.errors
    if not form.errors:
        day = None if back_on else date.fromisoformat(answers.fields["off_from"])
        try:
            await asyncio.to_thread(
                money.switch_off, parts.database, form.first("framework"), day, who.id, form.first("because")
            )
        except ActRefused as refusal:
            form.errors["because" if "reason" in str(refusal) else "framework"] = str(refusal).removesuffix(
                "."
            )
    if form.errors:
        return await asyncio.to_thread(_frameworks, request, parts, who, form=form)
    return RedirectResponse(f"/manager/bands?done={'on' if back_on else 'off'}", status_code=303)


@router.get("/manager/bands/simulation", response_class=HTMLResponse)
def ask_simulation(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show the form of a simulation."""
    parts.gate.check(who, Right.SET_BANDS)
    return _simulation(request, parts, who, Form(views.day_raw("values_on", parts.today())))


@router.post("/manager/bands/simulation", response_class=HTMLResponse)
async def simulate(request: Request, parts: Here, who: Who) -> Response:
    """Show what another framework would cost. No case is changed."""
    await asyncio.to_thread(parts.gate.check, who, Right.SET_BANDS)
    sent = await request.form()
    form = _form(sent)
    answers = read((_ON,), form.raw, parts.today())
    form.errors |= answers.errors
    content = await _content(sent)
    if content is None:
        form.errors["file"] = "Select a file"

    def work() -> Response:
        if form.errors or content is None:
            return _simulation(request, parts, who, form)
        on = date.fromisoformat(answers.fields["values_on"])
        try:
            framework = money.read_framework(_text(content))
        except ActRefused as refusal:
            form.errors["file"] = str(refusal).removesuffix(".")
            return _simulation(request, parts, who, form)
        with parts.database.read() as session:
            cases = band_reports.banded_cases(session, team_scope(who), on)
        keep = form.first("keep_bands") == "yes"
        found = band_reports.simulated(cases, framework, on, keep_bands=keep)
        return _simulation(request, parts, who, form, views.simulation(found, framework, on))

    return await asyncio.to_thread(work)


@router.get("/manager/bands/moderation", response_class=HTMLResponse)
def moderation(
    request: Request, parts: Here, who: Who, percent: str = "10", seed: str = "moderation"
) -> HTMLResponse:
    """Show the sample for a second person, and how far both agree."""
    parts.gate.check(who, Right.SET_BANDS)
    share = (
        int(percent) if percent.isascii() and percent.isdecimal() and 1 <= int(percent[:4]) <= 100 else None
    )
    with parts.database.read() as session:
        days = (date.min, parts.today())
        found = band_reports.moderation(session, team_scope(who), share or 10, seed[:_LONGEST], days)
        shown = views.moderation(session, found)
    errors = {} if share else {"percent": "Share must be a whole number from 1 to 100"}
    shown |= {"percent": percent[:_LONGEST], "seed": seed[:_LONGEST], "errors": errors}
    return _page(request, parts, who, "manager_bands_moderation.html", "Moderation of bands", shown)


@router.get("/manager/bands/changes", response_class=HTMLResponse)
def changes(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show the decisions that differ from the computed band."""
    parts.gate.check(who, Right.SET_BANDS)
    with parts.database.read() as session:
        found = band_reports.refinement_as_json(band_reports.overrides(session, team_scope(who)))
    return _page(
        request,
        parts,
        who,
        "manager_bands_changes.html",
        "Bands that people changed",
        {"report": found, "errors": {}},
    )


@router.get("/manager/bands/payments", response_class=HTMLResponse)
def payments(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show what is due and what was paid, and the form that keeps a file of payments."""
    parts.gate.check(who, Right.SET_BANDS)
    return _payments(request, parts, who)


@router.post("/manager/bands/payments", response_class=HTMLResponse)
async def keep_payments(request: Request, parts: Here, who: Who) -> Response:
    """Keep what finance paid."""
    await asyncio.to_thread(parts.gate.check, who, Right.SET_BANDS)
    content = await _content(await request.form())
    faults = ["Select a file"]
    if content is not None:
        try:
            text = _text(content)
            await asyncio.to_thread(band_reports.keep_paid, parts.database, text, team_scope(who), who.id)
            return RedirectResponse("/manager/bands/payments?done=paid", status_code=303)
        except money.BadFile as bad:
            faults = bad.faults
    return await asyncio.to_thread(_payments, request, parts, who, faults)


@router.get("/manager/bands/schedule.csv")
def finance_file(parts: Here, who: Who) -> Response:
    """Download the payments of the financial year for finance: codes, days and amounts, and no names of children."""
    parts.gate.check(who, Right.SET_BANDS)
    last = band_views.end_of_year(parts.today())
    first = views.year_before(last)
    with parts.database.read() as session:
        lines = band_reports.lines_within(session, team_scope(who), first, last)
        text = band_reports.schedule_csv(session, lines)
    parts.gate.note(who, Right.SET_BANDS, None, f"downloaded {len(lines)} payment lines")
    headers = {
        "Content-Disposition": f'attachment; filename="payments-{first}-{last}.csv"',
        "Cache-Control": "no-store",
    }
    return Response(text.encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


def _frameworks(
    request: Request,
    parts: Parts,
    who: Person,
    *,
    wrong: str = "",
    faults: list[str] | None = None,
    form: Form | None = None,
) -> HTMLResponse:
    with parts.database.read() as session:
        rows = views.frameworks(session, parts.today())
        policy = reform(session, money.REFORM, parts.today())
    errors = dict(form.errors) if form else {}
    if faults:
        errors[wrong] = views.said(faults)
    shown = {
        "rows": rows,
        "policy": policy,
        "errors": errors,
        "faults": faults or [],
        "raw": form or Form(),
        "targets": {"off_from": "off_from-day"},
        "may_load": policy.is_on,
    }
    return _page(request, parts, who, "manager_bands.html", "Bands and tariffs", shown)


def _load(
    request: Request, parts: Parts, who: Person, file: tuple[str, str, bytes], sent: FormData
) -> Response:
    file_id, name, content = file
    text = _text(content)
    if sent.get("step") == "load":
        money.load(parts.database, text, who.id, parts.today())
        _staged(parts).drop(file_id)
        return RedirectResponse("/manager/bands?done=loaded", status_code=303)
    framework = money.read_framework(text)
    with parts.database.read() as session:
        effect = money.effect_of(session, framework, parts.today())
        shown = views.effect(session, effect, team_scope(who))
    shown |= {"file_id": file_id, "name": name, "errors": {}}
    return _page(request, parts, who, "manager_bands_check.html", "Check what the framework changes", shown)


def _simulation(
    request: Request, parts: Parts, who: Person, form: Form, found: dict[str, Any] | None = None
) -> HTMLResponse:
    shown = {"raw": form, "errors": form.errors, "targets": {"values_on": "values_on-day"}, "found": found}
    return _page(request, parts, who, "manager_bands_simulation.html", "Simulate another framework", shown)


def _payments(request: Request, parts: Parts, who: Person, faults: list[str] | None = None) -> HTMLResponse:
    with parts.database.read() as session:
        rows = views.compared(band_reports.reconciled(session, team_scope(who)))
    errors = {"file": views.said(faults)} if faults else {}
    shown = {"rows": rows, "errors": errors, "faults": faults or []}
    return _page(request, parts, who, "manager_bands_payments.html", "Payments due and paid", shown)


def _page(
    request: Request, parts: Parts, who: Person, template: str, title: str, shown: dict[str, Any]
) -> HTMLResponse:
    with parts.database.read() as session:
        frame = manager_frame(session, who, "/manager/bands", parts.today())
    if shown.get("named"):
        parts.gate.note(who, Right.SEE_PERSONAL, None, f"names shown in a list of bands: {shown['named']}")
    done = _DONE.get(request.query_params.get("done", ""))
    status = 400 if shown["errors"] else 200
    return html(request, template, status=status, title=title, done=done, **{**frame, **shown})


def _form(sent: FormData) -> Form:
    names = dict.fromkeys(sent.keys())
    return Form({name: [value for value in sent.getlist(name) if isinstance(value, str)] for name in names})


async def _content(sent: FormData) -> bytes | None:
    given = sent.get("file")
    if not isinstance(given, UploadFile) or not given.filename:
        return None
    return await given.read(_LARGEST)


async def _file(parts: Parts, sent: FormData) -> tuple[str, str, bytes]:
    """Return the id, name and content of a file: the one that waits, or the one that was uploaded just now."""
    staged = _staged(parts)
    if sent.get("step") == "load":
        file_id = str(sent.get("file_id", ""))
        return file_id, "", await asyncio.to_thread(staged.open, file_id)
    content = await _content(sent)
    given = sent.get("file")
    if content is None or not isinstance(given, UploadFile):
        raise ActRefused("Select a file")
    return await asyncio.to_thread(staged.keep, content), str(given.filename)[-_LONGEST:], content


def _staged(parts: Parts) -> StagedFiles:
    if parts.uploads is None:
        raise ActRefused(
            "You cannot load files yet. Ask the team that runs this service to set up a folder for them"
        )
    return StagedFiles(parts.uploads / "staged")


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise money.BadFile(["Line 1: The file is not text in UTF-8; save it as UTF-8."]) from None
