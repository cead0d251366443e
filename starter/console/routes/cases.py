"""A case: its overview, timeline, people, papers, decisions and the processes beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from casework.access.permissions import Person, Right
from office.dependencies import Parts
from records import receipts
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import case
from starter.console.views.page import html
from statute.words import short_date

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]


@router.get("/cases/{case_id}", response_class=HTMLResponse)
def overview(
    request: Request, parts: Here, who: Who, case_id: str, done: str = "", opened: str = "", again: str = ""
) -> HTMLResponse:
    """Where a case stands."""
    told = said_of(parts, case_id, done)
    if opened:
        told = ["The request is open.", "Its clock of 20 weeks runs from the day it was received."]
    elif again:
        told = ["This request was opened before.", "This is its case; no second clock was started."]
    return _page(request, parts, who, case_id, "case.html", case.overview, done=told)


@router.get("/cases/{case_id}/timeline", response_class=HTMLResponse)
def timeline(request: Request, parts: Here, who: Who, case_id: str) -> HTMLResponse:
    """All that happened in a case."""
    return _page(request, parts, who, case_id, "case_timeline.html", case.timeline)


@router.get("/cases/{case_id}/people", response_class=HTMLResponse)
def people(request: Request, parts: Here, who: Who, case_id: str) -> HTMLResponse:
    """Who is in a case."""
    return _page(request, parts, who, case_id, "case_people.html", case.parties)


@router.get("/cases/{case_id}/documents", response_class=HTMLResponse)
def papers(request: Request, parts: Here, who: Who, case_id: str, added: str = "") -> HTMLResponse:
    """The papers of a case."""
    done = (
        [f"The document was added as {added}."] if added.startswith("doc-") and added[4:].isalnum() else None
    )
    return _page(request, parts, who, case_id, "case_documents.html", case.papers, done=done)


@router.get("/cases/{case_id}/disputes", response_class=HTMLResponse)
def decided(request: Request, parts: Here, who: Who, case_id: str) -> HTMLResponse:
    """The decisions of a case, and the processes beside it."""
    return _page(request, parts, who, case_id, "case_decisions.html", case.decided)


@router.get("/cases/{case_id}/print", response_class=HTMLResponse)
def printed(request: Request, parts: Here, who: Who, case_id: str) -> HTMLResponse:
    """A whole case, to print."""
    return _page(request, parts, who, case_id, "case_print.html", case.whole, back=f"/cases/{case_id}")


def _page(
    request: Request,
    parts: Parts,
    who: Person,
    case_id: str,
    template: str,
    view: Callable[[case.File], dict[str, Any]],
    **more: Any,
) -> HTMLResponse:
    file = file_for(parts, who, case_id)
    return html(request, template, **{"done": None, **view(file), **more})


def file_for(parts: Parts, who: Person, case_id: str) -> case.File:
    """A case for somebody who may see it; that what is personal was read is logged. Raises NotAllowed or NoSuchCase."""
    parts.gate.check(who, Right.SEE_CASE, case_id)
    file = case.file_of(parts.database, who, case_id, parts.today())
    if file.personal:
        parts.gate.note(who, Right.SEE_PERSONAL, case_id)
    return file


def said_of(parts: Parts, case_id: str, request_id: str) -> list[str] | None:
    """What was recorded by a request, from its receipt: the write that somebody has just made."""
    if not request_id:
        return None
    with parts.database.read() as session:
        stored = receipts.receipt_of(session, case_id, request_id)
    if stored is None:
        return None
    receipt = case.receipt(stored)
    return [
        f"{receipt['title']}: recorded as of {short_date(receipt['on'])}.",
        f"It is step {receipt['sequence']} of this case.",
        *receipt["warnings"],
    ]
