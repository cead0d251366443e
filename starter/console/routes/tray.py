"""The work page and its saved views."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import parse_qsl, quote

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.access.permissions import Person, Right, scope_of
from office.dependencies import Parts
from office.refusals import ActRefused
from records import list_columns, saved_views
from starter.console import list_walk
from starter.console.exports import MOST_ROWS
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import tray
from starter.console.views.navigation import navigation
from starter.console.views.page import export_of, html
from starter.console.views.work_columns import LIST, known_columns

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_LONGEST_NAME = 60
_LONGEST_QUERY = 500


@router.get("/", response_class=HTMLResponse)
def work(request: Request, parts: Here, who: Who) -> Response:
    """Show the work page. A person without a caseload goes to their own first page."""
    other_pages = navigation(who, "/")
    if scope_of(who, Right.SEE_CASELOAD) is None and other_pages:
        return RedirectResponse(other_pages[0]["href"], status_code=303)
    most = MOST_ROWS if export_of(request) else tray.PAGE
    answer, case_ids = _listed(request, parts, who, "tray.html", most)
    list_walk.keep(answer, _asked(request, parts, who).query(), case_ids, request.app.state.entrance)
    return answer


@router.get("/first-case")
def first_case(request: Request, parts: Here, who: Who) -> Response:
    """Go to the first case of a list; the pages of its cases then lead to the next one."""
    parts.gate.check(who, Right.SEE_CASELOAD)
    ask = _asked(request, parts, who)
    with parts.database.read() as session:
        case_ids = tray.walked(session, who, ask, parts.today(), list_walk.MOST)
    answer = RedirectResponse(f"/cases/{case_ids[0]}" if case_ids else ask.address(), status_code=303)
    list_walk.keep(answer, ask.query(), case_ids, request.app.state.entrance)
    return answer


@router.get("/print", response_class=HTMLResponse)
def printed(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show the same list for print."""
    return _listed(request, parts, who, "tray_print.html", tray.PRINTED)[0]


def _asked(request: Request, parts: Parts, who: Person) -> tray.Asked:
    return tray.asked(request.query_params, who, parts.today())


def _listed(
    request: Request, parts: Parts, who: Person, template: str, most: int
) -> tuple[HTMLResponse, list[str]]:
    """Return the page with the list, and the ids of its cases in order."""
    parts.gate.check(who, Right.SEE_CASELOAD)
    with parts.database.read() as session:
        shown = tray.tray_page(session, who, _asked(request, parts, who), parts.today(), most=most)
    if shown["named"]:
        parts.gate.note(who, Right.SEE_PERSONAL, None, f"names shown in a list of cases: {shown['named']}")
    query = request.query_params
    walked = query.get("walked", "")
    page = html(
        request,
        template,
        saved=query.get("saved", "")[:_LONGEST_NAME],
        missing=query.get("missing", ""),
        walked=int(walked) if walked.isascii() and walked.isdecimal() and len(walked) < 4 else 0,
        **shown,
    )
    return page, [row["id"] for row in shown["rows"]]


@router.get("/views", response_class=HTMLResponse)
def views(request: Request, parts: Here, who: Who, removed: str = "", restored: str = "") -> HTMLResponse:
    """Show the saved views of the person."""
    with parts.database.read() as session:
        kept = saved_views.views_of(session, who.id)
    return html(
        request, "views.html", title="Saved views", views=kept, removed=removed, restored=bool(restored)
    )


@router.post("/views")
def save(
    parts: Here, who: Who, name: Annotated[str, Form()] = "", query: Annotated[str, Form()] = ""
) -> RedirectResponse:
    """Save a view of the work page under a name."""
    parts.gate.check(who, Right.SEE_CASELOAD)
    named = " ".join(name.split())[:_LONGEST_NAME]
    if not named:
        raise ActRefused("Enter a name for the view, such as “Red this week”.")
    asked = tray.asked(dict(parse_qsl(query[:_LONGEST_QUERY])), who, parts.today())
    with parts.database.write() as session:
        saved_views.save_view(session, who.id, named, asked.query(), datetime.now(UTC))
    return RedirectResponse(asked.address(saved=named), status_code=303)


@router.post("/views/{view_id}/remove")
def remove(parts: Here, who: Who, view_id: str) -> RedirectResponse:
    """Remove a saved view of the person."""
    with parts.database.write() as session:
        saved_views.remove_view(session, who.id, view_id, datetime.now(UTC))
    return RedirectResponse(f"/views?removed={quote(view_id)}", status_code=303)


@router.post("/views/{view_id}/restore")
def restore(parts: Here, who: Who, view_id: str) -> RedirectResponse:
    """Bring back a saved view that the person has just removed."""
    with parts.database.write() as session:
        saved_views.restore_view(session, who.id, view_id)
    return RedirectResponse("/views?restored=1", status_code=303)


@router.post("/columns")
async def columns(request: Request, parts: Here, who: Who) -> RedirectResponse:
    """Keep the columns that the person has chosen for the work list."""
    form = await request.form()
    chosen = known_columns(str(value) for value in form.getlist("column"))
    query = str(form.get("query", ""))[:_LONGEST_QUERY]
    await asyncio.to_thread(_keep_columns, parts, who, chosen)
    asked = tray.asked(dict(parse_qsl(query)), who, parts.today())
    return RedirectResponse(asked.address(), status_code=303)


def _keep_columns(parts: Parts, who: Person, chosen: list[str]) -> None:
    parts.gate.check(who, Right.SEE_CASELOAD)
    with parts.database.write() as session:
        list_columns.keep_columns(session, who.id, LIST, chosen)
