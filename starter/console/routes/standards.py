"""Catalogues of standards, the standards of a case, the offer of a setting, and the report."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from casework.access.permissions import Person, Right
from casework.small_numbers.suppression import SMALLEST_SHOWN
from casework.standards.catalogue_file import BadCatalogue
from office import standard_links, standard_offers, standard_report, standards
from office.dependencies import Parts
from office.plan_writing import Desk
from office.reforms import reform
from office.refusals import ActRefused
from office.staged_files import StagedFiles
from office.written_days import day_written
from records import documents
from starter.console.routes.plan_editor import child_name
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import manager
from starter.console.views import standards as views
from starter.console.views.page import html
from starter.console.views.setting_answers import setting_field
from statute.words import short_date

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_LONGEST = 200
_MOST_SHOWN = 20
_DONE = {
    "loaded": "The catalogue was loaded.",
    "withdrawn": "The withdrawal was recorded. What was linked before can still be read.",
    "saved": "Your answers were saved.",
    "offer": "The offer of the setting was saved.",
}


def _let_read(parts: Parts, who: Person) -> None:
    """Let a person read the catalogues: whoever sees a caseload, or loads them. Raises NotAllowed."""
    if not parts.gate.may(who, Right.ADMINISTER):
        parts.gate.check(who, Right.SEE_CASELOAD)


@router.get("/cases/{case_id}/standards", response_class=HTMLResponse)
def of_case(request: Request, parts: Here, who: Who, case_id: str) -> HTMLResponse:
    """Show the standards that a case is judged on, and what the case says of them."""
    parts.gate.check(who, Right.SEE_PERSONAL, case_id)
    parts.gate.note(who, Right.SEE_PERSONAL, case_id)
    return _case_page(request, parts, who, case_id)


@router.post("/cases/{case_id}/standards", response_class=HTMLResponse)
async def save(request: Request, parts: Here, who: Who, case_id: str) -> Response:
    """Save what a person changed."""
    await asyncio.to_thread(parts.gate.check, who, Right.ACT, case_id)
    await asyncio.to_thread(parts.gate.check, who, Right.SEE_PERSONAL, case_id)
    sent = {name: str(value)[:_LONGEST] for name, value in (await request.form()).items()}
    try:
        await asyncio.to_thread(
            standard_links.link, parts.database, case_id, views.wishes(sent), who.id, parts.today()
        )
    except ActRefused as refusal:
        return await asyncio.to_thread(_case_page, request, parts, who, case_id, str(refusal), sent)
    return RedirectResponse(f"/cases/{case_id}/standards?done=saved", status_code=303)


def _case_page(
    request: Request,
    parts: Parts,
    who: Person,
    case_id: str,
    error: str | None = None,
    sent: dict[str, str] | None = None,
) -> HTMLResponse:
    told = standard_links.of_case(parts.database, case_id)
    with parts.database.read() as session:
        kept = documents.documents_of(session, case_id)
        policy = reform(session, standards.REFORM, parts.today())
    named = [{"value": one.document_id, "text": one.name} for one in kept]
    return html(
        request,
        "case_standards.html",
        status=400 if error else 200,
        title="Standards",
        case_id=case_id,
        case_title=child_name(Desk(parts.database, case_id, who.id)),
        policy=policy,
        may_change=policy.is_on and parts.gate.works_on(who, case_id),
        done=_DONE.get(request.query_params.get("done", "")),
        error=error,
        sent=sent or {},
        **views.of_case(told, named),
    )


@router.get("/standards", response_class=HTMLResponse)
def catalogues(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show the catalogues, and the form that loads one."""
    _let_read(parts, who)
    return _catalogues(request, parts, who)


@router.post("/standards", response_class=HTMLResponse)
async def load(request: Request, parts: Here, who: Who) -> Response:
    """Show what a file changes; on the second step, load it."""
    await asyncio.to_thread(parts.gate.check, who, Right.ADMINISTER)
    form = await request.form()
    given, waiting = form.get("file"), str(form.get("file_id", ""))
    name = str(form.get("name", ""))[-_LONGEST:]
    try:
        staged = _staged(parts)
        if form.get("step") != "load":
            if not isinstance(given, UploadFile) or not given.filename:
                raise ActRefused("Select a file")
            name = given.filename[-_LONGEST:]
            waiting = await asyncio.to_thread(staged.keep, await given.read(standards.LARGEST + 1))
        made = standards.read(await asyncio.to_thread(staged.open, waiting), name)
        is_check = form.get("step") != "load"
        found = await asyncio.to_thread(
            standards.load, parts.database, made, who.id, parts.today(), dry_run=is_check
        )
    except BadCatalogue as wrong:
        return await asyncio.to_thread(_catalogues, request, parts, who, list(wrong.faults))
    except ActRefused as refusal:
        return await asyncio.to_thread(_catalogues, request, parts, who, [str(refusal)])
    if not is_check:
        await asyncio.to_thread(staged.drop, waiting)
        return RedirectResponse("/standards?done=loaded", status_code=303)
    title = "Check what the catalogue changes"
    return html(
        request,
        "standards_check.html",
        title=title,
        found=found,
        file_id=waiting,
        name=name,
        names=views.NAMES,
    )


def _staged(parts: Parts) -> StagedFiles:
    if parts.uploads is None:
        raise ActRefused(
            "You cannot load files yet. Ask the team that runs this service to set up a folder for them"
        )
    return StagedFiles(parts.uploads / "staged")


def _catalogues(request: Request, parts: Parts, who: Person, faults: list[str] | None = None) -> HTMLResponse:
    with parts.database.read() as session:
        found = standards.catalogues(session, parts.today())
        policy = reform(session, standards.REFORM, parts.today())
    return html(
        request,
        "standards.html",
        status=400 if faults else 200,
        title="Catalogues of standards",
        catalogues=[{**one, "days": standards.days_in_words(one)} for one in found],
        policy=policy,
        names=views.NAMES,
        may_load=policy.is_on and parts.gate.may(who, Right.ADMINISTER),
        done=_DONE.get(request.query_params.get("done", "")),
        faults=faults or [],
        most=_MOST_SHOWN,
        largest=standards.LARGEST // 1_000_000,
    )


@router.get("/standards/catalogues/{catalogue}/{version}", response_class=HTMLResponse)
def one_catalogue(request: Request, parts: Here, who: Who, catalogue: str, version: str) -> HTMLResponse:
    """Show one version of a catalogue."""
    _let_read(parts, who)
    return _catalogue(request, parts, who, (catalogue, version))


@router.post("/standards/catalogues/{catalogue}/{version}", response_class=HTMLResponse)
async def withdraw(request: Request, parts: Here, who: Who, catalogue: str, version: str) -> Response:
    """Withdraw a version of a catalogue, or one standard of it."""
    await asyncio.to_thread(parts.gate.check, who, Right.ADMINISTER)
    form = await request.form()
    sent = {name: str(form.get(name) or "").strip() for name in ("standard", "on", "because")}
    of = (catalogue, version)
    try:
        on = day_written(sent["on"], parts.today())
    except ValueError as wrong:
        return await asyncio.to_thread(_catalogue, request, parts, who, of, {"on": str(wrong)}, sent)
    told = (on, sent["because"], who.id)
    try:
        await asyncio.to_thread(
            standards.withdraw, parts.database, (*of, sent["standard"] or None), told, parts.today()
        )
    except ActRefused as refusal:
        field = "because" if not sent["because"] else "standard"
        return await asyncio.to_thread(_catalogue, request, parts, who, of, {field: str(refusal)}, sent)
    return RedirectResponse(f"/standards/catalogues/{catalogue}/{version}?done=withdrawn", status_code=303)


def _catalogue(
    request: Request,
    parts: Parts,
    who: Person,
    of: tuple[str, str],
    errors: dict[str, str] | None = None,
    sent: dict[str, str] | None = None,
) -> HTMLResponse:
    with parts.database.read() as session:
        told = standards.shown(session, *of, parts.today())
        policy = reform(session, standards.REFORM, parts.today())
    return html(
        request,
        "standards_catalogue.html",
        status=400 if errors else 200,
        title=told["title"],
        told={**told, "days": standards.days_in_words(told)},
        policy=policy,
        names=views.NAMES,
        may_withdraw=policy.is_on and parts.gate.may(who, Right.ADMINISTER) and not told["withdrawn_on"],
        done=_DONE.get(request.query_params.get("done", "")),
        errors=errors or {},
        sent=sent or {"standard": "", "on": short_date(parts.today()), "because": ""},
    )


@router.get("/standards/offers", response_class=HTMLResponse)
def offers(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show what a setting declares to offer."""
    _let_read(parts, who)
    return _offers(request, parts, who, [one[:_LONGEST] for one in request.query_params.getlist("urn")])


@router.post("/standards/offers", response_class=HTMLResponse)
async def declare(request: Request, parts: Here, who: Who) -> Response:
    """Record which standards a setting offers from today: those that are ticked, and no others."""
    await asyncio.to_thread(parts.gate.check, who, Right.ADMINISTER)
    form = await request.form()
    urn = str(form.get("urn", "")).strip().removeprefix("urn-")[:_LONGEST]
    ticked = {str(each)[:_LONGEST] for each in form.getlist("standard")}
    try:
        await asyncio.to_thread(_replace_offer, parts, who, urn, ticked)
    except ActRefused as refusal:
        return await asyncio.to_thread(_offers, request, parts, who, [urn], str(refusal))
    return RedirectResponse(f"/standards/offers?urn={urn}&done=offer", status_code=303)


def _replace_offer(parts: Parts, who: Person, urn: str, ticked: set[str]) -> None:
    held = _held(standard_offers.offer_of(parts.database, urn))
    if ended := held - ticked:
        standard_offers.end(parts.database, urn, sorted(ended), who.id, parts.today())
    if begun := ticked - held:
        standard_offers.declare(parts.database, urn, sorted(begun), who.id, parts.today())


def _held(told: dict[str, Any]) -> set[str]:
    return {f"{one['catalogue']}/{one['standard']}" for one in told["offers"] if one["ended_on"] is None}


def _offers(
    request: Request, parts: Parts, who: Person, written: list[str], error: str | None = None
) -> HTMLResponse:
    told = None
    setting = setting_field(parts.database, "urn", "Setting", written)
    error = error or setting.error
    if setting.urn:
        try:
            told = standard_offers.offer_of(parts.database, setting.urn)
        except ActRefused as refusal:
            error = str(refusal)
    setting = setting.refused(error) if error else setting
    with parts.database.read() as session:
        found = standard_offers.offered_from(session, parts.today()) if told else []
        policy = reform(session, standards.REFORM, parts.today())
    return html(
        request,
        "standards_offers.html",
        status=400 if error else 200,
        title=f"Offer of {told['name']}" if told else "Offer of a setting",
        setting=setting,
        told=told,
        held=_held(told) if told else set(),
        catalogues=found,
        policy=policy,
        may_change=policy.is_on and parts.gate.may(who, Right.ADMINISTER),
        done=_DONE.get(request.query_params.get("done", "")),
        error=error,
    )


@router.get("/manager/standards", response_class=HTMLResponse)
def report(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show the standards most often not tried, and the needs most often met above every catalogue."""
    parts.gate.check(who, Right.SEE_BACK_DATED)
    with parts.database.read() as session:
        frame = manager.manager_frame(session, who, "/manager/standards", parts.today())
        found = standard_report.report_of(session)
        policy = reform(session, standards.REFORM, parts.today())
    return html(
        request,
        "manager_standards.html",
        title="Standards report",
        found=found,
        policy=policy,
        smallest=SMALLEST_SHOWN,
        **frame,
    )
