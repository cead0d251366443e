"""The pages of figures: every measure of the service, and the cases behind each number."""

from __future__ import annotations

from datetime import date
from typing import Annotated, get_args

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from casework.access.permissions import Person, Right, refused
from casework.measures.measure import GROUPS
from office import measures
from office.dependencies import Parts
from records.measure_counts import Part
from starter.console.exports import MOST_ROWS
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import measures as views
from starter.console.views.page import export_of, html
from starter.console.views.paging import PageOf, Wanted, page_number
from statute.words import short_date

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_LONGEST = 200


@router.get("/manager/measures", response_class=HTMLResponse)
def all_figures(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show every measure, today or as it was kept for a day, for all cases or cut by something."""
    parts.gate.check(who, Right.SEE_CASELOAD)
    asked, today = request.query_params, parts.today()
    by, group, written = (asked.get(name, "")[:_LONGEST] for name in ("by", "group", "as_at"))
    with parts.database.read() as session:
        kept = measures.in_snapshot(session, who, day, by) if (day := _day(written)) is not None else None
        figures = kept or measures.measured(session, who, None, by, today)
        shown = views.overview(session, who, figures, group if group in GROUPS else next(iter(GROUPS)))
    missing = _not_kept(day, written, by) if written and kept is None else ""
    return html(request, "measures.html", title="Figures", missing=missing, **shown)


@router.get("/manager/measures/{measure_id}", response_class=HTMLResponse)
def cases_of_figure(request: Request, parts: Here, who: Who, measure_id: str) -> HTMLResponse:
    """Show the cases behind a number of today."""
    parts.gate.check(who, Right.SEE_CASELOAD)
    query = request.query_params
    part: Part = next((one for one in get_args(Part) if one == query.get("part")), "counted")
    by, key = (query.get(name, "")[:_LONGEST] or None for name in ("by", "key"))
    asked = measures.asked_for(measure_id, by, key, part)
    wanted = Wanted(most=MOST_ROWS) if export_of(request) else Wanted(page_number(query.get("page", "")))
    with parts.database.read() as session:
        number = measures.number_listed(session, who, asked, parts.today())
        page, last = wanted.within(number)
        rows = measures.listed(
            session, who, asked, parts.today(), limit=wanted.most, offset=(page - 1) * wanted.most
        )
        may_open = refused(who, Right.SEE_CASE) is None
        shown = views.cases(session, asked, PageOf(rows, page, last, number), may_open=may_open)
    return html(request, "measure_cases.html", title=asked.measure.name, **shown)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _not_kept(day: date | None, written: str, by: str) -> str:
    if day is None:
        return "Figures for must be a day from the list. These are today's figures."
    cut = " in this way" if by else ""
    return f"The figures of {short_date(day)} were not kept{cut}. These are today's figures."
