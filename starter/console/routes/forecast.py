"""The pages of the forecast: likely misses with their causes, and the staff of the coming year."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from casework.access.permissions import Person, Right
from office.dependencies import Parts
from starter.console.exports import MOST_ROWS
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import forecast as views
from starter.console.views.page import export_of, html
from starter.console.views.paging import LONGEST

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]


@router.get("/manager/forecast", response_class=HTMLResponse)
def likely_misses(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show the deadlines that will probably be missed, with their causes, and what other numbers would change."""
    parts.gate.check(who, Right.ASSIGN)
    most = MOST_ROWS if export_of(request) else LONGEST
    with parts.database.read() as session:
        shown = views.page(session, who, views.wanted(request.query_params), parts.today(), most)
    if shown["named"]:
        parts.gate.note(who, Right.SEE_PERSONAL, None, f"names shown in a forecast: {shown['named']}")
    status = 400 if shown["errors"] else 200
    return html(
        request, "manager_forecast.html", status=status, title="Deadlines likely to be missed", **shown
    )


@router.get("/manager/forecast/capacity", response_class=HTMLResponse)
def staff_needed(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show the requests expected by month, and the staff for shares of the plans in time."""
    parts.gate.check(who, Right.ASSIGN)
    with parts.database.read() as session:
        shown = views.capacity(session, who, parts.today())
    return html(request, "manager_capacity.html", title="Staff needed for the coming year", **shown)
