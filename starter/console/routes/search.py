"""Search for a case."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.access.permissions import Person, Right
from office.dependencies import Parts
from records import list_columns
from records.case_search import Sought
from starter.console.rate_limits import searches
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import search as views
from starter.console.views.list_columns import FOUND, shown
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
    return _page(request, parts, who, Sought())


@router.post("/search", response_class=HTMLResponse, dependencies=[Depends(searches)])
async def find(
    request: Request,
    parts: Annotated[Parts, Depends(parts_of)],
    who: Annotated[Person, Depends(signed_in)],
) -> Response:
    """Show the cases found and log a search by name. A full case number leads to the case."""
    form = await request.form()
    sent = {
        name: " ".join(str(form.get(name, "")).split())[: views.LONGEST]
        for name in ("q", "school", "officer", "stage")
    }
    request.state.export = str(form.get("as", ""))
    sought = Sought(sent["q"], sent["school"], sent["officer"], sent["stage"])
    if form.get("step") == "columns":
        await asyncio.to_thread(_keep_columns, parts, who, [str(one) for one in form.getlist("column")])
    return await asyncio.to_thread(_found, request, parts, who, sought)


def _keep_columns(parts: Parts, who: Person, columns: list[str]) -> None:
    parts.gate.check(who, Right.SEE_CASE)
    with parts.database.write() as session:
        list_columns.keep_columns(session, who.id, FOUND.name, FOUND.known(columns))


def _found(request: Request, parts: Parts, who: Person, sought: Sought) -> Response:
    parts.gate.check(who, Right.SEE_CASE)
    short = [name for name in ("text", "school") if 0 < len(getattr(sought, name)) < views.SHORTEST]
    if short or sought.is_empty:
        at = "school" if short == ["school"] else "q"
        what = "of the school" if at == "school" else "of a name, a reference or a case number"
        error = f"Enter at least {views.SHORTEST} letters {what}"
        return _page(request, parts, who, sought, error=(at, error))
    if not sought.text.lower().startswith("case-"):
        parts.gate.check(who, Right.SEARCH_BY_NAME)
    found = views.find(parts.database, who, sought)
    if found["named"]:
        ids = ", ".join(row["case"] for row in found["rows"])
        parts.gate.note(who, Right.SEARCH_BY_NAME, None, f"found {ids}")
    if len(found["rows"]) == 1 and found["rows"][0]["case"] == sought.text.lower():
        return RedirectResponse(f"/cases/{found['rows'][0]['case']}", status_code=303)
    return _page(request, parts, who, sought, found=found)


def _page(
    request: Request,
    parts: Parts,
    who: Person,
    sought: Sought,
    *,
    found: dict[str, Any] | None = None,
    error: tuple[str, str] | None = None,
) -> HTMLResponse:
    by_name = views.may_by_name(who)
    with parts.database.read() as session:
        columns = shown(session, who.id, FOUND)
    return html(
        request,
        "search.html",
        status=400 if error else 200,
        title="Find a case",
        sought=sought,
        found=found,
        error=error,
        by_name=by_name,
        most=views.MOST,
        **columns,
        **(views.choices(parts.database) if by_name else {"officers": [], "stages": []}),
    )
