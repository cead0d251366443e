"""The council's own details, on pages: read them, change a part, and see what each version changed."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.access.permissions import Person, Right
from casework.authority.profile import BadProfile
from office import council_details
from office.council_details import LONGEST_REASON, ChangedMeanwhile
from office.dependencies import Parts
from office.refusals import ActRefused
from records import staff
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import council as view
from starter.console.views.council_history import history as in_words
from starter.console.views.council_parts import BY_NAME, Part
from starter.console.views.page import html

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_LONGEST = 10_000


@router.get("/council", response_class=HTMLResponse)
def details(request: Request, parts: Here, who: Who, done: str = "") -> HTMLResponse:
    """Show the details."""
    council_details.check_reads(parts.gate, who)
    found = council_details.details(parts.database)
    return html(
        request,
        "council.html",
        title="Council details",
        parts=view.overview(found),
        may_change=parts.gate.may(who, Right.KEEP_PROFILE),
        done=BY_NAME[done].title if done in BY_NAME else None,
    )


@router.get("/council/history", response_class=HTMLResponse)
def history(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show what each version changed, newest first."""
    council_details.check_reads(parts.gate, who)
    found = council_details.history(parts.database)
    with parts.database.read() as session:
        names = staff.names(session)
    shown = in_words(found, lambda by: names.get(by, by))
    return html(request, "council_history.html", title="Changes to the council details", changes=shown)


@router.get("/council/{part}", response_class=HTMLResponse)
def ask(request: Request, parts: Here, who: Who, part: str) -> HTMLResponse:
    """Show the form of a part."""
    parts.gate.check(who, Right.KEEP_PROFILE)
    found = council_details.details(parts.database)
    raw = view.raw_of(_part(part), found.part(part)) | {"seen": str(found.version)}
    return _form(request, _part(part), raw, {})


@router.post("/council/{part}", response_class=HTMLResponse)
async def change(request: Request, parts: Here, who: Who, part: str) -> Response:
    """Change a part."""
    await asyncio.to_thread(parts.gate.check, who, Right.KEEP_PROFILE)
    chosen = _part(part)
    raw = {name: str(value)[:_LONGEST] for name, value in (await request.form()).items()}
    content, errors, places = view.content_of(chosen, raw)
    seen = int(raw.get("seen", "")) if raw.get("seen", "").isdecimal() else -1
    if not errors:
        asked = (seen, raw.get("because", ""))
        try:
            await asyncio.to_thread(council_details.change, parts.gate, who, part, content, asked)
        except BadProfile as bad:
            errors = view.errors_of(chosen, bad.faults, places)
        except ChangedMeanwhile as changed:
            now = await asyncio.to_thread(council_details.details, parts.database)
            raw, errors = raw | {"seen": str(now.version)}, {"because": str(changed)}
        except ActRefused as refusal:
            errors = {"because": str(refusal)}
    if errors:
        return await asyncio.to_thread(_form, request, chosen, raw, errors)
    return RedirectResponse(f"/council?done={part}", status_code=303)


def _part(name: str) -> Part:
    found = BY_NAME.get(name)
    if found is None:
        raise ActRefused("The council details have no such part. Choose one on the page of the details.")
    return found


def _form(request: Request, part: Part, raw: dict[str, str], errors: dict[str, str]) -> HTMLResponse:
    return html(
        request,
        "council_part.html",
        status=400 if errors else 200,
        title=f"Change: {part.title}",
        part=part,
        rows=view.rows_of(part, raw) if part.has_rows else [],
        fixed=dict(part.fixed),
        raw=raw,
        errors=errors,
        longest=LONGEST_REASON,
    )
