"""Search for a case."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.access.permissions import Person, Right
from office.dependencies import Parts
from starter.console.rate_limits import searches
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import search as views
from starter.console.views.page import html

router = APIRouter()


@router.get("/search", response_class=HTMLResponse)
def search(
    request: Request,
    parts: Annotated[Parts, Depends(parts_of)],
    who: Annotated[Person, Depends(signed_in)],
) -> Response:
    """Show the search form. It is sent by POST to keep names out of addresses, browser history and server logs."""
    parts.gate.check(who, Right.SEE_CASE)
    return _page(request, who, "")


@router.post("/search", response_class=HTMLResponse, dependencies=[Depends(searches)])
def find(
    request: Request,
    parts: Annotated[Parts, Depends(parts_of)],
    who: Annotated[Person, Depends(signed_in)],
    q: Annotated[str, Form()] = "",
) -> Response:
    """Show the cases found and log a search by name. A full case number leads to the case."""
    parts.gate.check(who, Right.SEE_CASE)
    text = " ".join(q.split())[: views.LONGEST]
    if len(text) < views.SHORTEST:
        return _page(
            request,
            who,
            text,
            error=f"Enter a case number or at least {views.SHORTEST} letters of a name",
        )
    if not text.lower().startswith("case-"):
        parts.gate.check(who, Right.SEARCH_BY_NAME)
    found = views.find(parts.database, who, text)
    if found["named"]:
        ids = ", ".join(row["case"] for row in found["rows"])
        parts.gate.note(who, Right.SEARCH_BY_NAME, None, f"found {ids}")
    if len(found["rows"]) == 1 and found["rows"][0]["case"] == text.lower():
        return RedirectResponse(f"/cases/{found['rows'][0]['case']}", status_code=303)
    return _page(request, who, text, found=found)


def _page(
    request: Request, who: Person, text: str, *, found: dict[str, Any] | None = None, error: str | None = None
) -> HTMLResponse:
    return html(
        request,
        "search.html",
        status=400 if error else 200,
        title="Find a case",
        text=text,
        found=found,
        error=error,
        by_name=views.may_by_name(who),
        most=views.MOST,
    )
