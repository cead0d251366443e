"""The work page and its saved views."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.access.permissions import Person, Right, scope_of
from office.dependencies import Parts
from office.refusals import ActRefused
from records import saved_views
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import tray
from starter.console.views.page import html, navigation

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
    return _listed(request, parts, who, "tray.html", tray.PAGE)


@router.get("/print", response_class=HTMLResponse)
def printed(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show the same list for print."""
    return _listed(request, parts, who, "tray_print.html", tray.PRINTED)


def _listed(request: Request, parts: Parts, who: Person, template: str, most: int) -> HTMLResponse:
    parts.gate.check(who, Right.SEE_CASELOAD)
    today = parts.today()
    ask = tray.asked(request.query_params, who, today)
    with parts.database.read() as session:
        shown = tray.tray_page(session, who, ask, today, most=most)
    if shown["named"]:
        parts.gate.note(who, Right.SEE_PERSONAL, None, f"names shown in a list of cases: {shown['named']}")
    return html(request, template, saved=request.query_params.get("saved", "")[:_LONGEST_NAME], **shown)


@router.get("/views", response_class=HTMLResponse)
def views(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show the saved views of the person."""
    with parts.database.read() as session:
        kept = saved_views.views_of(session, who.id)
    return html(request, "views.html", title="Saved views", views=kept)


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
        saved_views.remove_view(session, who.id, view_id)
    return RedirectResponse("/views", status_code=303)
