"""The inclusion dashboard: a summary, five tabs, a page for each metric, and a version to print."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from casework.access.permissions import Person, Right
from casework.dashboard.metric import METRICS, TABS
from office import dashboard as office
from office.council_details import may_read
from office.dashboard_tables import everything as tables_of
from office.dependencies import Parts
from office.live_figures import council_figures, live_figures
from office.refusals import ActRefused
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import dashboard as views
from starter.console.views.page import export_of, html, table_file

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]


@router.get("/dashboard", response_class=HTMLResponse)
def summary(request: Request, parts: Here, who: Who, tab: str = "", area: str = "") -> HTMLResponse:
    """Show every metric, or those of a tab, with what they compare with."""
    return _summary(request, parts, who, tab, area, "dashboard.html")


@router.get("/dashboard/print", response_class=HTMLResponse)
def to_print(request: Request, parts: Here, who: Who, tab: str = "", area: str = "") -> HTMLResponse:
    """Show every metric on one page to print for a board."""
    return _summary(request, parts, who, tab, area, "dashboard_print.html")


@router.get("/dashboard/everything", response_class=HTMLResponse)
def everything(request: Request, parts: Here, who: Who, area: str = "") -> HTMLResponse:
    """Download every series of every metric, with all its periods, as CSV or (`as=xlsx`) as a spreadsheet."""
    parts.gate.check(who, Right.SEE_CASELOAD)
    with parts.database.read() as session:
        of = office.place(session, area)
        found = office.summary(session, of, every_series=True)
        live = live_figures(session, who, parts.today())
    return table_file(request, who, export_of(request) or "csv", tables_of(found, of, live))


@router.get("/dashboard/public", response_class=HTMLResponse)
def public(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show what may be published: every published figure, and our own counts with small numbers hidden."""
    parts.gate.check(who, Right.SEE_CASELOAD)
    with parts.database.read() as session:
        of = office.place(session)
        found = office.summary(session, of, every_series=True)
        live = council_figures(session, parts.today())
    return html(
        request,
        "dashboard_public.html",
        title="Figures for the public",
        back="/dashboard",
        **views.public_page(found, of, live),
    )


def _summary(request: Request, parts: Parts, who: Person, tab: str, area: str, template: str) -> HTMLResponse:
    parts.gate.check(who, Right.SEE_CASELOAD)
    chosen = tab if tab in TABS else None
    with parts.database.read() as session:
        of = office.place(session, area)
        found = office.summary(session, of, views.metrics_of_page(chosen))
        has_council = office.council_of(session) is not None
        live = live_figures(session, who, parts.today())
    is_print = template == "dashboard_print.html"
    return html(
        request,
        template,
        title=f"{views.title_of(chosen)}, {of.name}" if is_print else views.title_of(chosen),
        tabs=views.tabs(chosen, area),
        tab=chosen or "",
        area=area,
        areas=views.areas(),
        has_council=has_council,
        may_set_council=may_read(parts.gate, who),
        today=parts.today(),
        back=views.address("/dashboard", tab=chosen, area=area),
        to_print=views.address("/dashboard/print", tab=chosen, area=area),
        as_csv=views.address("/dashboard/everything", area=area, **{"as": "csv"}),
        as_xlsx=views.address("/dashboard/everything", area=area, **{"as": "xlsx"}),
        **views.summary_page(found, of, area, live),
    )


@router.get("/dashboard/{metric}", response_class=HTMLResponse)
def one_metric(
    request: Request, parts: Here, who: Who, metric: str, series: str = "", area: str = ""
) -> HTMLResponse:
    """Show one metric with its charts and tables, and what it means."""
    parts.gate.check(who, Right.SEE_CASELOAD)
    found = METRICS.get(metric)
    if found is None:
        raise ActRefused("The dashboard has no such figure. Choose one on the page of the dashboard.")
    chosen = series if series in found.series else found.first_series
    with parts.database.read() as session:
        of = office.place(session, area)
        shown = office.view(session, of, found, chosen)
        live = live_figures(session, who, parts.today())
    return html(
        request,
        "dashboard_metric.html",
        title=found.name,
        area=area,
        areas=views.areas(),
        chosen=chosen,
        back=views.address("/dashboard", tab=found.tab, area=area),
        may_set_council=may_read(parts.gate, who),
        **views.metric_page(shown, of, area, live),
    )
