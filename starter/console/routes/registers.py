"""The schools and colleges, and the school closures: load a file after seeing what it changes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from casework.access.permissions import Person, Right
from office.closure_load import choice_of, closures_in, load_chosen
from office.dependencies import Parts
from office.refusals import ActRefused
from office.register_load import RemovesMany, day_of_extract, difference_to, extract_day, load_extract
from office.roll_file import COLUMNS, KEPT_DAYS, load_roll, roll_in
from office.settings_register import BadRegister, Read, register_in
from office.staged_files import StagedFiles
from records import rolls
from records.school_closures import counts_by_authority
from records.settings import last_load, names_of_settings
from starter.console.body_limit import LARGEST_REGISTER
from starter.console.signed_in import parts_of, signed_in
from starter.console.views.page import authority_name, html
from starter.console.views.setting_answers import SettingField, setting_field
from statute.words import capital, short_date

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_MOST_SHOWN = 20
_LONGEST = 120
_DONE = {
    "settings": "The schools and colleges are replaced",
    "closures": "The school closures are replaced",
    "roll": "The pupils of the school are replaced",
}


@router.get("/registers", response_class=HTMLResponse)
def loaded(request: Request, parts: Here, who: Who, done: str = "") -> HTMLResponse:
    """Show what is loaded, and the forms that load a file."""
    parts.gate.check(who, Right.ADMINISTER)
    return _page(request, parts, done=_DONE.get(done))


@router.post("/registers/settings", response_class=HTMLResponse)
async def settings(request: Request, parts: Here, who: Who) -> Response:
    """Show what an extract changes, or load the extract that was shown."""
    await asyncio.to_thread(parts.gate.check, who, Right.ADMINISTER)
    form = await request.form()
    try:
        file_id, name = await _file(parts, form)
        return await asyncio.to_thread(_settings, request, parts, who, form, file_id, name)
    except ActRefused as refusal:
        return await asyncio.to_thread(_page, request, parts, wrong="extract", error=str(refusal))


@router.post("/registers/closures", response_class=HTMLResponse)
async def closures(request: Request, parts: Here, who: Who) -> Response:
    """Show the closures in a file, or load those that the person chose."""
    await asyncio.to_thread(parts.gate.check, who, Right.ADMINISTER)
    form = await request.form()
    try:
        file_id, name = await _file(parts, form)
        return await asyncio.to_thread(_closures, request, parts, who, form, file_id, name)
    except ActRefused as refusal:
        return await asyncio.to_thread(_page, request, parts, wrong="calendar", error=str(refusal))


@router.post("/registers/roll", response_class=HTMLResponse)
async def roll(request: Request, parts: Here, who: Who) -> Response:
    """Replace the pupils on the roll of one school."""
    await asyncio.to_thread(parts.gate.check, who, Right.ADMINISTER)
    form = await request.form()
    written = [str(value)[:_LONGEST] for value in form.getlist("urn")]
    school = await asyncio.to_thread(_school, parts, written)
    file = form.get("file")
    if school.error is not None:
        return await asyncio.to_thread(_page, request, parts, wrong="urn", error=school.error, school=school)
    try:
        if not isinstance(file, UploadFile) or not file.filename:
            raise ActRefused("Select the school's roll")
        read = roll_in(await file.read(LARGEST_REGISTER + 1), parts.today())
        await asyncio.to_thread(load_roll, parts.database, school.urn, read)
    except ActRefused as refusal:
        wrong = "urn" if "number" in str(refusal) and "Line" not in str(refusal) else "roll"
        school = school.refused(str(refusal)) if wrong == "urn" else school
        return await asyncio.to_thread(_page, request, parts, wrong=wrong, error=str(refusal), school=school)
    return RedirectResponse("/registers?done=roll", status_code=303)


def _settings(
    request: Request, parts: Parts, who: Person, form: FormData, file_id: str, name: str
) -> Response:
    staged = _staged(parts)
    try:
        read = register_in(staged.open(file_id), "the file")
    except BadRegister as wrong:
        raise ActRefused(capital(str(wrong))) from None
    if not read.settings:
        raise ActRefused(
            "The selected file has no row that can be loaded. Check that it is the register's extract"
        )
    written = str(form.get("as_at", ""))
    day = day_of_extract(written) if written else extract_day(name)
    error = None
    if form.get("step") == "load":
        if read.faults and form.get("good_rows") != "yes":
            error = (
                "good_rows",
                "Confirm that the bad rows are left out, or mend them and upload the file again",
            )
        else:
            try:
                load_extract(
                    parts.database, read.settings, day, who.id, confirmed=form.get("remove") == "yes"
                )
            except RemovesMany:
                error = ("remove", "Confirm that these settings are removed, or upload the whole extract")
            else:
                staged.drop(file_id)
                return RedirectResponse("/registers?done=settings", status_code=303)
    return html(
        request,
        "register_check.html",
        status=400 if error else 200,
        title="Check what the extract changes",
        file_id=file_id,
        name=name,
        as_at=day.isoformat() if day else "",
        read=read,
        difference=difference_to(parts.database, read.settings),
        left_out=_left_out(read),
        most=_MOST_SHOWN,
        wrong=error,
    )


def _left_out(read: Read) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in read.left_out.items()) or "None"


def _closures(
    request: Request, parts: Parts, who: Person, form: FormData, file_id: str, name: str
) -> Response:
    staged = _staged(parts)
    authority = str(form.get("authority", "")).strip()[:_LONGEST]
    read = closures_in(staged.open(file_id), name, authority)
    options = [
        {
            "value": choice_of(closure),
            "text": f"{closure.name or 'Closure'}, {short_date(closure.first_closed_day)} until it reopens on "
            f"{short_date(closure.reopens_on)}",
            "hint": {
                "text": f"{closure.authority}, {'all schools' if closure.setting == '*' else closure.setting}"
            },
            "checked": taken,
        }
        for closure, taken in read.may_be_chosen()
    ]
    if not options and not read.bad_rows and not read.left_out:
        raise ActRefused("The selected file has no events")
    error = None
    if form.get("step") == "load":
        chosen = {str(each) for each in form.getlist("closure")}
        try:
            load_chosen(parts.database, read, chosen, who.id)
        except ActRefused as refusal:
            error = str(refusal)
            options = [{**option, "checked": option["value"] in chosen} for option in options]
        else:
            staged.drop(file_id)
            return RedirectResponse("/registers?done=closures", status_code=303)
    return html(
        request,
        "closures_check.html",
        status=400 if error else 200,
        title="Choose the school closures",
        file_id=file_id,
        name=name,
        authority=authority,
        options=options,
        read=read,
        error=error,
    )


async def _file(parts: Parts, form: FormData) -> tuple[str, str]:
    """Return the id and the name of the file of a form: the one that waits, or the one that was uploaded just now."""
    staged = _staged(parts)
    if (waiting := str(form.get("file_id", ""))) and form.get("step") == "load":
        return waiting, str(form.get("name", ""))[:_LONGEST]
    given = form.get("file")
    if not isinstance(given, UploadFile) or not given.filename:
        raise ActRefused("Select a file")
    content = await given.read(LARGEST_REGISTER + 1)
    return await asyncio.to_thread(staged.keep, content), given.filename[-_LONGEST:]


def _school(parts: Parts, written: Sequence[str]) -> SettingField:
    """Return the field for the school whose roll is loaded."""
    return setting_field(parts.database, "urn", "School", written, required=True)


def _staged(parts: Parts) -> StagedFiles:
    if parts.uploads is None:
        raise ActRefused(
            "You cannot load files yet. Ask the team that runs this service to set up a folder for them"
        )
    return StagedFiles(parts.uploads / "staged")


def _page(request: Request, parts: Parts, **given: Any) -> HTMLResponse:
    with parts.database.read() as session:
        extract = last_load(session)
        counts = counts_by_authority(session)
        on_rolls = rolls.counts(session)
        schools = names_of_settings(session, on_rolls)
        authority = authority_name(session)
    return html(
        request,
        "registers.html",
        status=400 if given.get("error") else 200,
        title="Schools, closures and rolls",
        extract=extract,
        counts=counts,
        rolls=[(schools.get(urn, urn), count) for urn, count in on_rolls.items()],
        columns=", ".join(COLUMNS),
        roll_days=KEPT_DAYS,
        whose=authority or "",
        largest=LARGEST_REGISTER // 1_000_000,
        **{"done": None, "error": None, "wrong": "", "school": _school(parts, ()).blank, **given},
    )
