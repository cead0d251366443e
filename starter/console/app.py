"""The pages and their addresses. Each handler reads the records and renders; none writes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from casework.stages import Stage
from records import cases
from records.database import Database
from records.errors import RecordsError
from starter.console.pages import COLOURS, Filters, case_page, caseload_page, message_page
from starter.refusals import NoSuchCase
from statute.local_time import london_date

_HERE = Path(__file__).parent
_LONGEST = 60
"""Characters of a filter that are read; what a page cannot use it ignores, and shows all."""
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def console(database: Database, today: Callable[[], date] | None = None) -> FastAPI:
    """The console over these records. `today` is the local day in England unless given."""
    app = FastAPI(title="EHCP console", docs_url=None, redoc_url=None, openapi_url=None)
    app.mount("/static", StaticFiles(directory=_HERE / "static"), name="static")
    now = today or (lambda: london_date(datetime.now(UTC)))

    @app.middleware("http")
    async def with_headers(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await answer(request)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if request.url.path.startswith("/static/"):
            response.headers["Cache-Control"] = "max-age=3600"
        return response

    @app.get("/healthz")
    def healthz() -> JSONResponse:
        try:
            with database.read() as session:
                cases.counts(session)
        except RecordsError as failure:
            return JSONResponse({"status": "unavailable", "why": str(failure)}, status_code=503)
        return JSONResponse({"status": "ok"})

    @app.get("/", response_class=HTMLResponse)
    def caseload(
        stage: str = "",
        rag: str = "",
        officer: str = "",
        team: str = "",
        due: str = "",
        after: str = "",
    ) -> str:
        filters = Filters(
            stage=stage if stage in set(Stage) else "",
            rag=rag if rag in COLOURS else "",
            officer=officer.strip()[:_LONGEST],
            team=team.strip()[:_LONGEST],
            due_within=int(due) if due.isascii() and due.isdecimal() and len(due) <= 4 else None,
            after=after[:_LONGEST],
        )
        due_by = now() + timedelta(days=filters.due_within) if filters.due_within is not None else None
        return caseload_page(database, filters, due_by, now())

    @app.get("/cases/{case_id}", response_class=HTMLResponse)
    def one_case(case_id: str) -> str:
        return case_page(database, case_id, now())

    @app.exception_handler(NoSuchCase)
    async def no_such_case(request: Request, failure: Exception) -> HTMLResponse:
        return HTMLResponse(
            message_page("There is no such case", "Check the case number, or find it in the caseload."),
            status_code=404,
        )

    @app.exception_handler(HTTPException)
    async def not_found(request: Request, failure: Exception) -> HTMLResponse:
        status = failure.status_code if isinstance(failure, HTTPException) else 500
        return HTMLResponse(
            message_page("Page not found", "If you typed the address, check that it is right."),
            status_code=status,
        )

    @app.exception_handler(RecordsError)
    async def no_records(request: Request, failure: Exception) -> HTMLResponse:
        return HTMLResponse(
            message_page("The records cannot be read now", f"{failure} Cases keep their time meanwhile."),
            status_code=503,
        )

    return app
