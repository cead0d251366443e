"""Entering what was done in a case before today: the form, the check page and the write."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from casework.access.permissions import Person
from casework.case.acts import CATALOGUE
from office import past_work
from office.dependencies import Parts
from office.office import opaque
from office.past_work import PastAct
from office.refusals import ActRefused
from starter.console.routes.cases import file_for
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import past_work as view
from starter.console.views.answers import with_plain_words
from starter.console.views.labels import without_commands
from starter.console.views.page import html
from starter.console.views.past_work import WrongRow

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_REQUEST_ID = re.compile(r"past-[a-z0-9]{12}")
_LARGEST_FILE = 200_000
_OWN = ("csrf", "step", "rows", "request_id")


@router.get("/cases/{case_id}/past-work", response_class=HTMLResponse)
def ask(request: Request, parts: Here, who: Who, case_id: str) -> HTMLResponse:
    """Show the form for acts of the past."""
    return _form(request, parts, who, case_id, {})


@router.post("/cases/{case_id}/past-work", response_class=HTMLResponse)
async def enter(request: Request, parts: Here, who: Who, case_id: str) -> Response:
    """Show an error or the check page; on the last step record the acts together."""
    await asyncio.to_thread(parts.gate.check_works_on, who, case_id)
    sent = await request.form()
    raw = {name: [one for one in sent.getlist(name) if isinstance(one, str)] for name in sent}
    if sent.get("step") == "change":
        return await asyncio.to_thread(_form, request, parts, who, case_id, raw)
    numbers: tuple[int, ...] = ()
    try:
        rows, numbers = await _rows(parts, sent, raw)
        acts = past_work.read_rows(rows, parts.today())
        await asyncio.to_thread(_may_record, parts, who, case_id, acts)
        if sent.get("step") == "record":
            request_id = str(sent.get("request_id", ""))
            if not _REQUEST_ID.fullmatch(request_id):
                raise ActRefused("Part of this form is missing. Open the case and start again.")
            await past_work.enter(await parts.office(), case_id, acts, who.id, request_id)
            return RedirectResponse(f"/cases/{case_id}?entered={len(acts)}", status_code=303)
        return await asyncio.to_thread(_check, request, parts, who, case_id, acts, rows, raw)
    except WrongRow as wrong:
        return await asyncio.to_thread(_form, request, parts, who, case_id, raw, (wrong.at, str(wrong)))
    except ActRefused as refusal:
        error = view.at_row(without_commands(str(refusal)), numbers)
        return await asyncio.to_thread(_form, request, parts, who, case_id, raw, error)


async def _rows(
    parts: Parts, sent: FormData, raw: view.Raw
) -> tuple[Sequence[Mapping[str, Any]], tuple[int, ...]]:
    """Return the rows of a form, and their numbers if they are its questions. Raises ActRefused.

    They are in its file, kept by its check page, or its questions.
    """
    file, kept = sent.get("file"), sent.get("rows")
    if isinstance(file, UploadFile) and file.filename:
        content = await file.read(_LARGEST_FILE + 1)
        if len(content) > _LARGEST_FILE:
            raise ActRefused("The selected file is too large; enter fewer actions at once.")
        try:
            return past_work.rows_of_file(file.filename, content.decode("utf-8-sig")), ()
        except UnicodeDecodeError:
            raise ActRefused("The selected file is not text in UTF-8; save it as UTF-8.") from None
    if isinstance(kept, str):
        return past_work.rows_of_file("rows.json", kept), ()
    found = await asyncio.to_thread(view.settings_asked, parts.database, raw)
    rows = view.rows_of(raw, found)
    return list(rows.values()), tuple(rows)


def _may_record(parts: Parts, who: Person, case_id: str, acts: Sequence[PastAct]) -> None:
    for act in acts:
        parts.gate.check_act(who, case_id, act.action, dict(act.fields))


def _check(
    request: Request,
    parts: Parts,
    who: Person,
    case_id: str,
    acts: Sequence[PastAct],
    rows: Sequence[Mapping[str, Any]],
    raw: view.Raw,
) -> HTMLResponse:
    file = file_for(parts, who, case_id)
    found = past_work.check(parts.database, case_id, acts, datetime.now(UTC))
    return html(
        request,
        "past_work_check.html",
        title="Check the past work",
        case_id=case_id,
        case_title=file.intake.child_name if file.intake else case_id,
        request_id=f"past-{opaque()}",
        rows=json.dumps(list(rows), default=str),
        raw={name: view.first(raw, name) for name in raw if name not in _OWN and view.first(raw, name)},
        **view.checked(file, found),
    )


def _form(
    request: Request,
    parts: Parts,
    who: Person,
    case_id: str,
    raw: view.Raw,
    error: tuple[str, str] | None = None,
) -> HTMLResponse:
    """Show the form with what was entered, and with what is wrong at the id of a field."""
    parts.gate.check_works_on(who, case_id)
    file = file_for(parts, who, case_id)
    return html(
        request,
        "past_work.html",
        status=400 if error else 200,
        title="Enter past work",
        case_id=case_id,
        case_title=file.intake.child_name if file.intake else case_id,
        at=error[0] if error else None,
        error=with_plain_words(error[1], file.staff) if error else None,
        raw={name: view.first(raw, name) for name in raw},
        settings={
            number: one if error and error[0] == one.question.name else one.blank
            for number, one in view.settings_asked(parts.database, raw).items()
        },
        most=past_work.MOST,
        titles={name: action.title for name, action in CATALOGUE.items()},
        **view.choices(file),
    )
