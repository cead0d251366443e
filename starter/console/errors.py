"""Error pages: the text and HTTP status for every exception that a page can raise."""

from __future__ import annotations

import re
from urllib.parse import urlencode, urlsplit

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from temporalio.service import RPCError

from casework.access.permissions import Person, Right, refused
from casework.processes.registry import GROUPS
from engine.errors import EngineError
from office.gate import NotAllowed
from office.rate_limits import TooManyRequests
from office.refusals import ActRefused, NoSuchCase, NoSuchChild, Unconfirmed
from records.errors import AWAY, NotStorable, RecordsError, away
from starter.console.csrf import ForgedForm
from starter.console.readable_input import UnreadableInput
from starter.console.signed_in import NotSignedIn
from starter.console.views.labels import without_commands
from starter.console.views.page import frame_of, html, render

_LOG = structlog.get_logger()
_LISTS = "|".join(re.escape(group.shown.address) for group in GROUPS)
_WHERE = re.compile(rf"(?:/cases|{_LISTS})/[a-z]+-[a-z0-9-]+(?=/act/)")
"""The path of the case or process page that an act was sent to."""
_CASE = re.compile(r"/cases/(case-[a-z0-9-]+)(?:/(?:timeline|people|documents|disputes|print))?$")


def message_page(
    request: Request, status: int, title: str, *lines: str, link: tuple[str, str] | None = None
) -> HTMLResponse:
    """Return a page with a title, paragraphs and one link. It works even if the records cannot be read."""
    person: Person | None = getattr(request.state, "person", None)
    href, text = link or (("/", "Go to your work") if person else ("/sign-in", "Sign in"))
    context = {"title": title, "lines": lines, "link": {"href": href, "text": text}}
    try:
        return html(request, "message.html", status=status, **context)
    except RecordsError:
        frame = frame_of(person, request.url.path, getattr(request.state, "csrf", ""), None)
        return HTMLResponse(render("message.html", frame=frame, **context), status_code=status)


def to_sign_in(request: Request, *, ended: bool = False, wanted: str | None = None) -> Response:
    """Redirect to the sign-in page, which returns the person to `wanted`, or else to the page they asked for."""
    asked = wanted
    wanted = wanted or request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if asked is None and request.method not in ("GET", "HEAD"):
        wanted = urlsplit(request.headers.get("referer", "")).path or "/"
    query = {"next": wanted} if wanted != "/" else {}
    query |= {"ended": "1"} if ended else {}
    return RedirectResponse("/sign-in" + (f"?{urlencode(query)}" if query else ""), status_code=303)


def records_unavailable(request: Request, failure: Exception) -> HTMLResponse:
    """Return the page that says the records cannot be read."""
    return message_page(
        request, 503, "Case records are not available", f"{failure} Deadlines are still being tracked."
    )


def _break_glass_link(request: Request) -> tuple[str, str] | None:
    """Return a link to the break-glass page of a case, or None if the person may not use it."""
    person: Person | None = getattr(request.state, "person", None)
    case = _CASE.match(request.url.path)
    if person is None or case is None or refused(person, Right.BREAK_GLASS) is not None:
        return None
    return f"/cases/{case[1]}/glass", "View this case for 24 hours. You must give a reason, which is logged"


_FIXED_MESSAGES: tuple[tuple[type[Exception], int, str, str], ...] = (
    (NoSuchCase, 404, "Case not found", "Check the case number, or search for the case."),
    (NoSuchChild, 404, "Child not found", "Open the child’s record from one of their cases."),
    (
        RPCError,
        503,
        "Sorry, there is a problem with the service",
        "We do not know if your action was recorded. Check the case before you try again.",
    ),
    (
        ForgedForm,
        403,
        "Your form has expired",
        "Nothing was recorded. Go back, reload the page and send the form again.",
    ),
    (
        RequestValidationError,
        400,
        "There is a problem with the address or form",
        "Check the address, or go back and fill in the form again.",
    ),
)
"""Exceptions that always show the same text: exception, HTTP status, title and paragraph."""


def register(app: FastAPI) -> None:
    """Add a handler for every exception that a page can raise."""

    def show(kind: type[Exception], status: int, title: str, line: str) -> None:
        async def answer(request: Request, failure: Exception) -> Response:
            return message_page(request, status, title, line)

        app.add_exception_handler(kind, answer)

    for each in _FIXED_MESSAGES:
        show(*each)

    @app.exception_handler(NotSignedIn)
    async def not_signed_in(request: Request, failure: Exception) -> Response:
        return to_sign_in(request)

    @app.exception_handler(NotAllowed)
    async def not_allowed(request: Request, failure: Exception) -> Response:
        return message_page(
            request, 403, "You do not have permission", str(failure), link=_break_glass_link(request)
        )

    @app.exception_handler(ActRefused)
    async def refused(request: Request, failure: Exception) -> Response:
        reading = request.method in ("GET", "HEAD")
        title = "This page cannot be shown" if reading else "This was not recorded"
        return message_page(request, 404 if reading else 409, title, without_commands(str(failure)))

    @app.exception_handler(Unconfirmed)
    async def unconfirmed(request: Request, failure: Exception) -> Response:
        where = _WHERE.match(request.url.path)
        link = (where[0], "Check if it was recorded") if where else None
        return message_page(request, 503, "This is not confirmed", without_commands(str(failure)), link=link)

    _register_input(app)
    _register_outages(app)
    _register_general(app)


def _register_input(app: FastAPI) -> None:
    """Add the handlers for values that cannot be kept or counted with."""

    async def unreadable(request: Request, failure: Exception) -> Response:
        said = "A number or date is out of range." if isinstance(failure, OverflowError) else str(failure)
        return message_page(
            request, 400, "There is a problem with what you entered", f"{said} Nothing was recorded."
        )

    for kind in (UnreadableInput, NotStorable, OverflowError):
        app.add_exception_handler(kind, unreadable)


def _register_outages(app: FastAPI) -> None:
    """Add the handlers for records or a Temporal server that cannot be reached."""

    @app.exception_handler(RecordsError)
    async def no_records(request: Request, failure: Exception) -> Response:
        return records_unavailable(request, failure)

    async def no_database(request: Request, failure: Exception) -> Response:
        return message_page(
            request, 503, "Case records are not available", f"{away(failure)} Nothing was recorded."
        )

    for kind in AWAY:
        app.add_exception_handler(kind, no_database)

    @app.exception_handler(EngineError)
    async def no_engine(request: Request, failure: Exception) -> Response:
        return message_page(
            request, 503, "You cannot record anything now", f"{failure} Nothing was recorded. Try again soon."
        )


def _register_general(app: FastAPI) -> None:
    """Add the handlers for rate limits, missing pages and unexpected errors."""

    @app.exception_handler(TooManyRequests)
    async def too_many(request: Request, failure: Exception) -> Response:
        again = failure.seconds if isinstance(failure, TooManyRequests) else 60
        page = message_page(
            request, 429, "Too many requests", f"Nothing was recorded. Wait {again} seconds, then try again."
        )
        page.headers["Retry-After"] = str(again)
        return page

    @app.exception_handler(HTTPException)
    async def not_found(request: Request, failure: Exception) -> Response:
        status = failure.status_code if isinstance(failure, HTTPException) else 500
        return message_page(
            request, status, "Page not found", "If you typed the web address, check it is correct."
        )

    @app.exception_handler(Exception)
    async def failed(request: Request, failure: Exception) -> Response:
        _LOG.error("page_failed", path=request.url.path, kind=type(failure).__name__)
        return message_page(
            request,
            500,
            "Sorry, there is a problem with the service",
            "Check if your last action was recorded before you try it again.",
        )
