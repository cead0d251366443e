"""The settings of a case: find schools and colleges, consult several, record their replies, and make tailored lists."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.access.permissions import Person, Right
from casework.case.case import Case, unanswered
from casework.case.ledger_line import events_of
from casework.settings.kinds import KINDS
from casework.settings.settings import NEEDS
from office import several_acts, tailored_lists
from office.dependencies import Parts
from office.office import opaque
from office.refusals import ActRefused
from office.settings_search import Home, find, home_of
from records import children, ledger
from starter.console.routes.cases import file_for
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import settings as views
from starter.console.views import tailored_list as list_views
from starter.console.views.advice import received_on
from starter.console.views.case import File
from starter.console.views.labels import without_commands
from starter.console.views.page import html
from starter.console.views.setting_answers import SettingField

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_REQUEST_ID = re.compile(r"page-[a-z0-9]{12}")
_LONGEST_SEARCH = 100


@router.get("/cases/{case_id}/settings", response_class=HTMLResponse)
def settings(
    request: Request, parts: Here, who: Who, case_id: str, q: str = "", kind: str = "", recorded: str = ""
) -> HTMLResponse:
    """Show the settings that were consulted with their replies, the lists, and what a search finds."""
    file = file_for(parts, who, case_id)
    done = None
    if recorded.isascii() and recorded.isdecimal() and len(recorded) < 4:
        done = [f"{recorded} {'reply was' if recorded == '1' else 'replies were'} recorded."]
    return _page(
        request, parts, file, {"q": q[:_LONGEST_SEARCH], "kind": kind if kind in KINDS else ""}, done=done
    )


@router.post("/cases/{case_id}/settings", response_class=HTMLResponse)
async def reply(request: Request, parts: Here, who: Who, case_id: str) -> Response:
    """Record the replies of one or several settings."""
    await asyncio.to_thread(parts.gate.check, who, Right.ACT, case_id)
    raw = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    if not _REQUEST_ID.fullmatch(raw.get("request_id", "")):
        raise ActRefused("Part of this form is missing. Open the settings page and start again.")
    file = await asyncio.to_thread(file_for, parts, who, case_id)
    waiting = await asyncio.to_thread(_waiting, parts, case_id)
    on, wrong = received_on(raw, parts.today())
    acts, errors = views.replies(file, waiting, raw, on or parts.today())
    if wrong is not None:
        errors["on-day"] = wrong.replace("the reports", "the replies")
    refused: dict[str, str] = {}
    if not errors:
        refused = await asyncio.to_thread(several_acts.refusals, parts.database, case_id, acts, parts.today())
        if not refused and acts:
            office = await parts.office()
            refused = await several_acts.record(office, parts.gate, who, case_id, acts, raw["request_id"])
    errors |= views.reply_errors(file, refused)
    if errors:
        return await asyncio.to_thread(_page, request, parts, file, {"q": "", "kind": ""}, errors, raw)
    place = (
        f"/cases/{case_id}?replies=" if raw.get("page") == "case" else f"/cases/{case_id}/settings?recorded="
    )
    return RedirectResponse(f"{place}{len(acts)}", status_code=303)


@router.get("/cases/{case_id}/lists/new", response_class=HTMLResponse)
def ask_list(request: Request, parts: Here, who: Who, case_id: str) -> HTMLResponse:
    """Ask what a tailored list is made for."""
    file, home = _may_list(parts, who, case_id)
    with parts.database.read() as session:
        child = children.child_of_case(session, case_id)
    need = child.current.details.primary_need if child is not None else None
    return _list_form(request, file, home, {"main_need": [need]} if need in NEEDS else {}, {})


@router.post("/cases/{case_id}/lists/new", response_class=HTMLResponse)
async def make_list(request: Request, parts: Here, who: Who, case_id: str) -> Response:
    """Make a tailored list and show it."""
    file, home = await asyncio.to_thread(_may_list, parts, who, case_id)
    raw = await _sent(request)
    origin = await asyncio.to_thread(list_views.origin_asked, parts.database, raw, home)
    wanted, errors = list_views.wanted(raw, home, origin)
    if wanted is not None:
        try:
            made = await asyncio.to_thread(tailored_lists.make_list, parts.database, case_id, wanted, who.id)
            return RedirectResponse(f"/cases/{case_id}/lists/{made['list']}", status_code=303)
        except ActRefused as refusal:
            errors = {"origin" if "location" in str(refusal) else "main_need": without_commands(str(refusal))}
    return await asyncio.to_thread(_list_form, request, file, home, raw, errors)


@router.get("/cases/{case_id}/lists/{list_id}", response_class=HTMLResponse)
def read_list(request: Request, parts: Here, who: Who, case_id: str, list_id: str) -> HTMLResponse:
    """Show a tailored list as it was made."""
    parts.gate.check(who, Right.SEE_PERSONAL, case_id)
    file = file_for(parts, who, case_id)
    kept = _list_of(parts, case_id, list_id)
    sent_on = next((one["sent_on"] for one in file.case["lists"] if one["list"] == list_id), None)
    allowed = {one["action"] for one in file.case["actions"]} if file.may(Right.ACT) else set()
    return html(
        request,
        "tailored_list.html",
        title="Tailored list",
        list_id=list_id,
        list=list_views.shown(kept),
        made_on=views.made_on(kept["made_at"]),
        sent_on=sent_on,
        may_change=file.may(Right.ACT) and sent_on is None,
        may_send="tailored_list_sent" in allowed and sent_on is None,
        request_id=f"page-{opaque()}",
        sequence=file.case["sequence"],
        **_heading(file),
    )


@router.get("/cases/{case_id}/lists/{list_id}/correct", response_class=HTMLResponse)
def ask_correction(request: Request, parts: Here, who: Who, case_id: str, list_id: str) -> HTMLResponse:
    """Show the entries of a list to correct."""
    file, _ = _may_list(parts, who, case_id)
    return _correction(request, file, list_id, _list_of(parts, case_id, list_id), None, {})


@router.post("/cases/{case_id}/lists/{list_id}/correct", response_class=HTMLResponse)
async def correct_list(request: Request, parts: Here, who: Who, case_id: str, list_id: str) -> Response:
    """Keep the corrected list and show it."""
    file, _ = await asyncio.to_thread(_may_list, parts, who, case_id)
    content = await asyncio.to_thread(_list_of, parts, case_id, list_id)
    raw = await _sent(request)
    other = await asyncio.to_thread(list_views.other_asked, parts.database, raw)
    kept, added, errors = list_views.correction(raw, content, other)
    if not errors:
        try:
            made = await asyncio.to_thread(
                tailored_lists.correct_list, parts.database, case_id, list_id, kept, added, who.id
            )
            return RedirectResponse(f"/cases/{case_id}/lists/{made}", status_code=303)
        except ActRefused as refusal:
            errors = {"other" if "register" in str(refusal) else "keep": without_commands(str(refusal))}
    return await asyncio.to_thread(_correction, request, file, list_id, content, raw, errors)


def _waiting(parts: Parts, case_id: str) -> tuple[str, ...]:
    with parts.database.read() as session:
        return unanswered(Case(events=events_of(ledger.facts_of(session, case_id))))


def _home(parts: Parts, file: File) -> Home:
    """Return where the child lives, or nothing to a person who may not see that."""
    if not file.personal:
        return Home()
    with parts.database.read() as session:
        return home_of(session, file.id)


def _may_list(parts: Parts, who: Person, case_id: str) -> tuple[File, Home]:
    parts.gate.check_works_on(who, case_id)
    file = file_for(parts, who, case_id)
    return file, _home(parts, file)


def _list_of(parts: Parts, case_id: str, list_id: str) -> dict[str, Any]:
    """Return a list of this case. Raises ActRefused if it is none of this case."""
    kept = tailored_lists.list_as_json(parts.database, list_id)
    if kept["case"] != case_id:
        raise ActRefused("This case has no such list. Choose one on the settings page of the case.")
    return kept


def _with_error(field: SettingField, errors: Mapping[str, str]) -> SettingField:
    """Return the field for a setting with its error, where the form has one."""
    wrong = errors.get(field.question.name)
    return field.refused(wrong) if wrong else field.blank


async def _sent(request: Request) -> dict[str, list[str]]:
    form = await request.form()
    return {name: [str(value) for value in form.getlist(name)] for name in form}


def _heading(file: File) -> dict[str, Any]:
    return {"case_id": file.id, "case_title": file.intake.child_name if file.intake else file.id}


def _page(
    request: Request,
    parts: Parts,
    file: File,
    asked: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    raw: Mapping[str, str] | None = None,
    done: list[str] | None = None,
) -> HTMLResponse:
    home = _home(parts, file)
    searched = "q" in request.query_params
    kinds = [asked["kind"]] if asked["kind"] else []
    found = find(parts.database, home, asked["q"], kinds) if searched else None
    shown = views.settings_page(file, home, found, asked, errors or {}, {"on": "today", **(raw or {})})
    return html(
        request,
        "case_settings.html",
        status=400 if errors else 200,
        **shown,
        done=done,
        request_id=f"page-{opaque()}",
    )


def _list_form(
    request: Request, file: File, home: Home, raw: Mapping[str, list[str]], errors: Mapping[str, str]
) -> HTMLResponse:
    return html(
        request,
        "tailored_list_new.html",
        status=400 if errors else 200,
        title="Make a tailored list",
        raw=list_views.form(raw),
        origin=_with_error(list_views.origin_asked(file.database, raw, home), errors),
        errors=errors,
        needs=views.needs(),
        phases=views.phases(),
        miles=list_views.MILES,
        **_heading(file),
    )


def _correction(
    request: Request,
    file: File,
    list_id: str,
    content: Mapping[str, Any],
    raw: Mapping[str, list[str]] | None,
    errors: Mapping[str, str],
) -> HTMLResponse:
    return html(
        request,
        "tailored_list_correct.html",
        status=400 if errors else 200,
        title="Correct the tailored list",
        list_id=list_id,
        errors=errors,
        other=_with_error(list_views.other_asked(file.database, raw or {}), errors),
        **list_views.correction_form(content, raw),
        **_heading(file),
    )
