"""The page on which a person picks phrases of the advice and quotes them into a row of the plan."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.access.permissions import Person, Right
from casework.plans.quoting import phrases_of, places
from casework.plans.template import Section
from office import plan_quotes, plan_writing
from office.dependencies import Parts
from office.plan_writing import Desk, section_of
from office.refusals import ActRefused
from records.documents import Document
from records.plan_writing import Part
from starter.console.plan_forms import number
from starter.console.routes.documents import uploads_of
from starter.console.routes.plan_editor import child_name, desk_of, reader_of
from starter.console.signed_in import parts_of, signed_in
from starter.console.views.page import html
from starter.console.views.plan_editor import advice_label, summary

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a person asks to quote: the section, the row, the document, and what they chose."""

    section: Section
    part: str
    document: str = ""
    advice: str = ""
    place: str = ""
    chosen: tuple[int, ...] = ()


@router.get("/cases/{case_id}/plan/quote", response_class=HTMLResponse)
def ask(
    request: Request,
    parts: Here,
    who: Who,
    case_id: str,
    section: str = "",
    part: str = "",
    document: str = "",
) -> HTMLResponse:
    """Show the phrases of a document of the case."""
    desk = desk_of(parts, who, case_id)
    parts.gate.note(who, Right.SEE_PERSONAL, case_id)
    return _page(request, parts, desk, _Asked(section_of(section), part, document), None)


@router.post("/cases/{case_id}/plan/quote", response_class=HTMLResponse)
async def quote(request: Request, parts: Here, who: Who, case_id: str) -> Response:
    """Quote the chosen phrases into the row."""
    desk = await asyncio.to_thread(desk_of, parts, who, case_id)
    sent = await request.form()
    told = {name: str(sent.get(name) or "") for name in ("section", "part", "document", "advice", "place")}
    chosen = tuple(number(value) for key, value in sent.multi_items() if key == "phrase")
    asked = _Asked(
        section_of(told["section"]), told["part"], told["document"], told["advice"], told["place"], chosen
    )
    try:
        await asyncio.to_thread(_quote, parts, desk, asked)
    except ActRefused as refusal:
        return await asyncio.to_thread(_page, request, parts, desk, asked, str(refusal))
    return RedirectResponse(f"{_back(desk, asked)}?done=quoted#{asked.part}", status_code=303)


def _quote(parts: Parts, desk: Desk, asked: _Asked) -> None:
    phrases = phrases_of(uploads_of(parts).text(desk.case_id, asked.document))
    picked = [phrases[one - 1] for one in asked.chosen if 0 < one <= len(phrases)]
    plan_quotes.quote(desk, asked.section, asked.part, asked.place, picked, asked.advice, asked.document)


def _back(desk: Desk, asked: _Asked) -> str:
    return f"/cases/{desk.case_id}/plan/sections/{asked.section.key}"


def _page(request: Request, parts: Parts, desk: Desk, asked: _Asked, error: str | None) -> HTMLResponse:
    writing = plan_writing.open_draft(desk)
    row = next((one for one in writing.parts if one.part == asked.part), None) if writing else None
    if writing is None or row is None:
        raise ActRefused("This row is not in the plan any more. Open the section again.")
    reader = reader_of(desk)
    entries = writing.rows("advice")
    document = asked.document or _first(reader.documents, entries)
    return html(
        request,
        "plan_quote.html",
        status=400 if error else 200,
        title="Quote from advice",
        case_id=desk.case_id,
        case_title=child_name(desk),
        section=asked.section,
        part=asked.part,
        summary=summary(row, asked.section),
        back=f"{_back(desk, asked)}#{asked.part}",
        documents=reader.documents,
        document=document,
        phrases=phrases_of(uploads_of(parts).text(desk.case_id, document)) if document else (),
        entries=[(one.part, advice_label(str(one.content.get("id") or ""), one)) for one in entries],
        advice=asked.advice or _entry_of(entries, document),
        places=places(row.content, asked.section),
        place=asked.place,
        chosen=asked.chosen,
        error=error,
        field="phrase-1"
        if not asked.chosen
        else "place"
        if asked.place not in places(row.content, asked.section)
        else "advice",
    )


def _first(documents: tuple[Document, ...], entries: Any) -> str:
    """Return the document to show first: one that Section K lists, or else the newest."""
    listed = {str(one.content.get("document") or "") for one in entries}
    known = [one.document_id for one in documents]
    return next((one for one in known if one in listed), next(iter(known), ""))


def _entry_of(entries: tuple[Part, ...], document: str) -> str:
    """Return the entry of Section K whose document this is, or the only entry."""
    mine = [one.part for one in entries if one.content.get("document") == document]
    if not mine and len(entries) == 1:
        mine = [entries[0].part]
    return mine[0] if mine else ""
