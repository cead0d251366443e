"""The advice of a case on one page: upload the reports that came in, check whose they are, and record them together."""

from __future__ import annotations

import asyncio
import re
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from casework.access.permissions import Person
from casework.case.acts import ADVISERS
from office import advice as office
from office import several_acts
from office.dependencies import Parts
from office.office import opaque
from office.refusals import ActRefused
from office.uploads import LARGEST, SAID
from starter.console.body_limit import MOST_FILES
from starter.console.routes.cases import file_for
from starter.console.routes.documents import uploads_of
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import advice as views
from starter.console.views.answers import with_plain_words
from starter.console.views.page import html

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_REQUEST_ID = re.compile(r"page-[a-z0-9]{12}")
_LONGEST_REASON = 1000
_ANY = "reports"
"""The field that takes several files, whoever they are from."""


@router.get("/cases/{case_id}/advice", response_class=HTMLResponse)
def advice(request: Request, parts: Here, who: Who, case_id: str, recorded: str = "") -> HTMLResponse:
    """Show every adviser of a case: asked when, due when, late or received, with the report."""
    done = None
    if recorded.isascii() and recorded.isdecimal() and len(recorded) < 4:
        done = [f"{recorded} {'report was' if recorded == '1' else 'reports were'} recorded."]
    return _page(request, parts, who, case_id, done=done)


@router.post("/cases/{case_id}/advice", response_class=HTMLResponse)
async def upload(request: Request, parts: Here, who: Who, case_id: str) -> Response:
    """Keep the uploaded reports, and go on to the page that checks whose they are."""
    await asyncio.to_thread(parts.gate.check_works_on, who, case_id)
    uploads = uploads_of(parts)
    form = await request.form()
    because = str(form.get("because", "")).strip()[:_LONGEST_REASON] or None
    waiting = await asyncio.to_thread(office.outstanding, parts.database, case_id)
    files = _files_of(form, waiting)
    errors: dict[str, str] = {}
    if len(files) > MOST_FILES:
        errors[_ANY] = f"Select at most {MOST_FILES} files, and the others afterwards"
        files = []
    for name, adviser, file in files:
        content = await file.read(LARGEST + 1)
        told = (file.filename or "", content)
        try:
            await asyncio.to_thread(office.add_report, uploads, case_id, told, adviser, who.id, because)
        except ActRefused as refusal:
            before = f"{errors[name]} " if name in errors else ""
            errors[name] = f"{before}{file.filename}: {refusal}"
    if not files and not errors:
        errors[_ANY] = "Select at least one report"
    if errors:
        raw = {"because": because or ""}
        return await asyncio.to_thread(_page, request, parts, who, case_id, errors, raw)
    return RedirectResponse(f"/cases/{case_id}/advice/check", status_code=303)


@router.get("/cases/{case_id}/advice/check", response_class=HTMLResponse)
def check(request: Request, parts: Here, who: Who, case_id: str) -> HTMLResponse:
    """Show the reports that were added, each with the adviser that it seems to be from."""
    parts.gate.check_works_on(who, case_id)
    return _check(request, parts, who, case_id, {"on": "today", "request_id": f"page-{opaque()}"}, {})


@router.post("/cases/{case_id}/advice/check", response_class=HTMLResponse)
async def record(request: Request, parts: Here, who: Who, case_id: str) -> Response:
    """Record the receipt of each report as an act of its own."""
    await asyncio.to_thread(parts.gate.check_works_on, who, case_id)
    raw = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    if not _REQUEST_ID.fullmatch(raw.get("request_id", "")):
        raise ActRefused("Part of this form is missing. Open the advice page and start again.")
    waiting = await asyncio.to_thread(office.outstanding, parts.database, case_id)
    reports = await asyncio.to_thread(office.reports, parts.database, case_id, waiting)
    if not reports:
        return RedirectResponse(f"/cases/{case_id}/advice", status_code=303)
    chosen, authors, errors = views.chosen(reports, waiting, raw)
    on, wrong = views.received_on(raw, parts.today())
    if wrong is not None:
        errors["on-day"] = wrong
    if on is None or errors:
        return await asyncio.to_thread(_check, request, parts, who, case_id, raw, errors)
    acts = office.receipts(chosen, on)
    refused = await asyncio.to_thread(several_acts.refusals, parts.database, case_id, acts, parts.today())
    if not refused:
        await asyncio.to_thread(office.attribute, parts.database, chosen, authors)
        where = await parts.office()
        refused = await several_acts.record(where, parts.gate, who, case_id, acts, raw["request_id"])
    if refused:
        errors = {f"of-{key}": with_plain_words(why) for key, why in refused.items()}
        return await asyncio.to_thread(_check, request, parts, who, case_id, raw, errors)
    left = await asyncio.to_thread(office.outstanding, parts.database, case_id)
    place = f"/cases/{case_id}/advice?recorded=" if left else f"/cases/{case_id}?reports="
    return RedirectResponse(f"{place}{len(acts)}", status_code=303)


def _files_of(form: FormData, waiting: tuple[str, ...]) -> list[tuple[str, str | None, UploadFile]]:
    """Return the files of the form with the field and the adviser of each; several may come in one field."""
    found: list[tuple[str, str | None, UploadFile]] = []
    for name, value in form.multi_items():
        adviser = name.removeprefix("report-")
        if isinstance(value, UploadFile) and value.filename and (name == _ANY or adviser in ADVISERS):
            found.append((name, adviser if adviser in waiting else None, value))
    return found


def _page(
    request: Request,
    parts: Parts,
    who: Person,
    case_id: str,
    errors: dict[str, str] | None = None,
    raw: views.Raw | None = None,
    done: list[str] | None = None,
) -> HTMLResponse:
    file = file_for(parts, who, case_id)
    waiting = office.outstanding(parts.database, case_id)
    unrecorded = office.reports(parts.database, case_id, waiting)
    return html(
        request,
        "case_advice.html",
        status=400 if errors else 200,
        **views.advice_page(file, waiting, unrecorded, errors or {}, raw or {"because": ""}),
        done=done,
        may_be=SAID,
        largest=LARGEST // 1_000_000,
        most=MOST_FILES,
        request_id=f"page-{opaque()}",
    )


def _check(
    request: Request, parts: Parts, who: Person, case_id: str, raw: views.Raw, errors: dict[str, str]
) -> HTMLResponse:
    file = file_for(parts, who, case_id)
    waiting = office.outstanding(parts.database, case_id)
    reports = office.reports(parts.database, case_id, waiting)
    return html(
        request,
        "advice_check.html",
        status=400 if errors else 200,
        **views.check_page(file, waiting, reports, raw, errors),
    )
