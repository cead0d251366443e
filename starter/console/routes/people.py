"""The people of a case: list, add, change and end, with every version of an address."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.access.permissions import Person, Right
from casework.people.parties import FAMILY, Party
from office import parties as office
from office.dependencies import Parts
from office.refusals import ActRefused
from starter.console.routes.cases import file_for
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import people as views
from starter.console.views.case import File
from starter.console.views.labels import without_commands
from starter.console.views.page import html
from starter.console.views.setting_answers import SettingField

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_DONE = {
    "added": "The person was added.",
    "changed": "The details were changed.",
    "ended": "The relationship was ended. Letters that were waiting for this person are held.",
}


@router.get("/cases/{case_id}/people", response_class=HTMLResponse)
def people(request: Request, parts: Here, who: Who, case_id: str, done: str = "") -> HTMLResponse:
    """Show the people of a case."""
    file = file_for(parts, who, case_id)
    banner = [_DONE[done]] if done in _DONE else None
    return html(request, "case_people.html", **views.people_of(file), done=banner)


@router.get("/cases/{case_id}/people/add", response_class=HTMLResponse)
def ask(request: Request, parts: Here, who: Who, case_id: str) -> HTMLResponse:
    """Ask for the relationship of a new person and, once it is chosen, for their details."""
    file = _changeable(parts, who, case_id)
    chosen = request.query_params.get("relationship")
    if chosen in dict(views.TO_ADD):
        known = {"channel": "letter", "letters": "yes", "of": request.query_params.get("of", "")}
        return _form(request, file, str(chosen), known)
    error = "Select the relationship of the person to the case" if chosen is not None else None
    return html(
        request,
        "person_kind.html",
        status=400 if error else 200,
        title="Add a person",
        error=error,
        choices=views.TO_ADD,
        **_heading(file),
    )


@router.post("/cases/{case_id}/people/add", response_class=HTMLResponse)
async def add(request: Request, parts: Here, who: Who, case_id: str) -> Response:
    """Add a person."""
    file = await asyncio.to_thread(_changeable, parts, who, case_id)
    sent = await request.form()
    raw = {name: value for name, value in sent.items() if isinstance(value, str)}
    relationship = raw.get("relationship", "")
    if relationship not in dict(views.TO_ADD):
        raise ActRefused("Part of this form is missing. Open the people page and start again.")
    setting = None
    if relationship == "setting":
        written = [str(value) for value in sent.getlist("of")]
        setting = await asyncio.to_thread(views.setting_asked, parts.database, written)
        raw = {**raw, "of": setting.urn}
    party = views.read(raw, case_id, relationship)
    errors = views.wrong(party, raw)
    if setting is not None and setting.error is not None:
        errors["of"] = setting.error
    if not errors:
        try:
            await asyncio.to_thread(office.add, parts.database, party, who.id)
            return RedirectResponse(f"/cases/{case_id}/people?done=added", status_code=303)
        except ActRefused as refusal:
            errors = {"name": without_commands(str(refusal))}
    return await asyncio.to_thread(_form, request, file, relationship, raw, errors, setting=setting)


@router.get("/cases/{case_id}/people/{party_id}", response_class=HTMLResponse)
def one(request: Request, parts: Here, who: Who, case_id: str, party_id: str) -> HTMLResponse:
    """Show a person with every version of their address."""
    parts.gate.check(who, Right.SEE_PERSONAL, case_id)
    file = file_for(parts, who, case_id)
    party, versions = _of_case(parts, case_id, party_id)
    return html(
        request,
        "person.html",
        title=f"Addresses of {party.name or 'this person'}",
        said=views.relationship_of(file, party),
        party=party,
        may_change=party.is_active and file.may(Right.ACT),
        versions=views.history(file, party, versions),
        **_heading(file),
    )


@router.get("/cases/{case_id}/people/{party_id}/change", response_class=HTMLResponse)
def ask_change(request: Request, parts: Here, who: Who, case_id: str, party_id: str) -> HTMLResponse:
    """Show the form that changes a person."""
    file = _changeable(parts, who, case_id)
    party, _ = _of_case(parts, case_id, party_id)
    return _form(request, file, party.relationship, views.raw_of(party), party=party)


@router.post("/cases/{case_id}/people/{party_id}/change", response_class=HTMLResponse)
async def change(request: Request, parts: Here, who: Who, case_id: str, party_id: str) -> Response:
    """Change a person."""
    file = await asyncio.to_thread(_changeable, parts, who, case_id)
    before, _ = await asyncio.to_thread(_of_case, parts, case_id, party_id)
    raw = await _sent(request)
    party = views.read(raw, case_id, before.relationship, before)
    errors = views.wrong(party, raw)
    if not errors:
        seen = raw.get("seen", "")
        try:
            await asyncio.to_thread(
                office.change,
                parts.database,
                party_id,
                views.changes(party),
                who.id,
                int(seen) if seen.isascii() and seen.isdecimal() else None,
            )
            return RedirectResponse(f"/cases/{case_id}/people?done=changed", status_code=303)
        except ActRefused as refusal:
            errors = {"name": without_commands(str(refusal))}
    return await asyncio.to_thread(_form, request, file, before.relationship, raw, errors, before)


@router.get("/cases/{case_id}/people/{party_id}/end", response_class=HTMLResponse)
def ask_end(request: Request, parts: Here, who: Who, case_id: str, party_id: str) -> HTMLResponse:
    """Ask when and why a relationship ended."""
    file = _changeable(parts, who, case_id)
    party, _ = _of_case(parts, case_id, party_id)
    return _end_form(request, parts, file, party, {"ended": "today"}, None)


@router.post("/cases/{case_id}/people/{party_id}/end", response_class=HTMLResponse)
async def end(request: Request, parts: Here, who: Who, case_id: str, party_id: str) -> Response:
    """End a relationship."""
    file = await asyncio.to_thread(_changeable, parts, who, case_id)
    party, _ = await asyncio.to_thread(_of_case, parts, case_id, party_id)
    raw = await _sent(request)
    on, error = views.ended(raw, parts.today())
    if on is not None:
        why = raw.get("why", "").strip()[: views.LONGEST_ADDRESS] or None
        try:
            await asyncio.to_thread(office.end, parts.database, party_id, on, why, who.id)
            return RedirectResponse(f"/cases/{case_id}/people?done=ended", status_code=303)
        except ActRefused as refusal:
            error = without_commands(str(refusal))
    return await asyncio.to_thread(_end_form, request, parts, file, party, raw, error)


def _changeable(parts: Parts, who: Person, case_id: str) -> File:
    """Return a case whose people this person may change. Raises NotAllowed."""
    parts.gate.check_works_on(who, case_id)
    return file_for(parts, who, case_id)


def _of_case(parts: Parts, case_id: str, party_id: str) -> tuple[Party, Any]:
    """Return a party of this case and the versions of its address. Raises ActRefused if it is none of this case."""
    party, versions = office.versions(parts.database, party_id)
    if party.case_id != case_id:
        raise ActRefused("This case has no such person. Choose one on the people page of the case.")
    return party, versions


async def _sent(request: Request) -> dict[str, str]:
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


def _heading(file: File) -> dict[str, Any]:
    return {"case_id": file.id, "case_title": file.intake.child_name if file.intake else file.id}


def _form(
    request: Request,
    file: File,
    relationship: str,
    raw: views.Raw,
    errors: dict[str, str] | None = None,
    party: Party | None = None,
    setting: SettingField | None = None,
) -> HTMLResponse:
    called = "family" if relationship in FAMILY else "person"
    return html(
        request,
        "person_form.html",
        status=400 if errors else 200,
        title=f"Change details of {party.name or 'this person'}" if party else f"Add a person: {called}",
        address=f"/cases/{file.id}/people/{f'{party.party_id}/change' if party else 'add'}",
        seen=party.address.version if party else "",
        **_heading(file),
        **views.form(file, relationship, raw, errors or {}, party, setting),
    )


def _end_form(
    request: Request, parts: Parts, file: File, party: Party, raw: views.Raw, error: str | None
) -> HTMLResponse:
    return html(
        request,
        "person_end.html",
        status=400 if error else 200,
        title=f"End the relationship of {party.name or 'this person'}",
        said=views.relationship_of(file, party),
        party=party,
        raw={name: raw.get(name, "") for name in ("ended", "why", "on-day", "on-month", "on-year")},
        error=error,
        today=parts.today(),
        **_heading(file),
    )
