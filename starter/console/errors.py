"""What a person reads when something may not or cannot be done: one place, one page, the status that fits."""

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
from records.errors import RecordsError
from starter.console.csrf import ForgedForm
from starter.console.signed_in import NotSignedIn
from starter.console.views.page import frame_of, html, render

_LOG = structlog.get_logger()
_A_COMMAND = re.compile(r"; `ehcp [^`]+` [^.;]*")
"""Where a refusal names the command that lists what there is: a page has a list of its own."""
_WHY = re.compile(r" \(`ehcp [^`]+` says why\)")
_LISTS = "|".join(re.escape(group.shown.address) for group in GROUPS)
_WHERE = re.compile(rf"(?:/cases|{_LISTS})/[a-z]+-[a-z0-9-]+(?=/act/)")
"""The page of what an act was sent to."""
_CASE = re.compile(r"/cases/(case-[a-z0-9-]+)(?:/(?:timeline|people|documents|disputes|print))?$")


def said(
    request: Request, status: int, title: str, *lines: str, link: tuple[str, str] | None = None
) -> HTMLResponse:
    """A page that says one thing, with its status. It needs no records, since it may say that they fail."""
    person: Person | None = getattr(request.state, "person", None)
    href, text = link or (("/", "Go to your work") if person else ("/sign-in", "Sign in"))
    context = {"title": title, "lines": lines, "link": {"href": href, "text": text}}
    try:
        return html(request, "message.html", status=status, **context)
    except RecordsError:
        frame = frame_of(person, request.url.path, getattr(request.state, "csrf", ""), None)
        return HTMLResponse(render("message.html", frame=frame, **context), status_code=status)


def to_sign_in(request: Request, *, ended: bool = False) -> Response:
    """To the sign-in page, and from there back to the page that was wanted."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if request.method not in ("GET", "HEAD"):
        wanted = urlsplit(request.headers.get("referer", "")).path or "/"
    query = {"next": wanted} if wanted != "/" else {}
    query |= {"ended": "1"} if ended else {}
    return RedirectResponse("/sign-in" + (f"?{urlencode(query)}" if query else ""), status_code=303)


def cannot_read(request: Request, failure: Exception) -> HTMLResponse:
    """The records fail."""
    return said(request, 503, "The records cannot be read now", f"{failure} Cases keep their time meanwhile.")


def _glass(request: Request) -> tuple[str, str] | None:
    """The way to a case that is closed to somebody who may break the glass."""
    person: Person | None = getattr(request.state, "person", None)
    case = _CASE.match(request.url.path)
    if person is None or case is None or refused(person, Right.BREAK_GLASS) is not None:
        return None
    return f"/cases/{case[1]}/glass", "See it for a day, with a reason that is logged"


_ALWAYS_SAID: tuple[tuple[type[Exception], int, str, str], ...] = (
    (NoSuchCase, 404, "There is no such case", "Check the case number, or find it in the caseload."),
    (NoSuchChild, 404, "There is no such child", "Open the child’s record from one of their cases."),
    (
        RPCError,
        503,
        "The Temporal server does not answer",
        "It is not known whether anything was done. Look before you do it again.",
    ),
    (
        ForgedForm,
        403,
        "This form could not be checked",
        "It was open for too long, or did not come from this site. Nothing was recorded: go back, load the page again, "
        "and send it once more.",
    ),
    (
        RequestValidationError,
        400,
        "This was not understood",
        "Check the address, or go back and fill in the form again.",
    ),
)
"""The errors of which a page always says the same, with its status and title."""


def register(app: FastAPI) -> None:
    """Answer every error of the console."""

    def always(kind: type[Exception], status: int, title: str, line: str) -> None:
        async def answer(request: Request, failure: Exception) -> Response:
            return said(request, status, title, line)

        app.add_exception_handler(kind, answer)

    for each in _ALWAYS_SAID:
        always(*each)

    @app.exception_handler(NotSignedIn)
    async def not_signed_in(request: Request, failure: Exception) -> Response:
        return to_sign_in(request)

    @app.exception_handler(NotAllowed)
    async def not_allowed(request: Request, failure: Exception) -> Response:
        return said(request, 403, "You may not do this", str(failure), link=_glass(request))

    @app.exception_handler(ActRefused)
    async def refused(request: Request, failure: Exception) -> Response:
        shown = request.method in ("GET", "HEAD")
        title = "This cannot be shown" if shown else "This was not recorded"
        return said(request, 404 if shown else 409, title, _A_COMMAND.sub("", str(failure)))

    @app.exception_handler(Unconfirmed)
    async def unconfirmed(request: Request, failure: Exception) -> Response:
        where = _WHERE.match(request.url.path)
        link = (where[0], "See whether it was recorded") if where else None
        return said(request, 503, "This is not confirmed", _WHY.sub("", str(failure)), link=link)

    @app.exception_handler(RecordsError)
    async def no_records(request: Request, failure: Exception) -> Response:
        return cannot_read(request, failure)

    @app.exception_handler(EngineError)
    async def no_engine(request: Request, failure: Exception) -> Response:
        return said(
            request, 503, "Nothing can be recorded now", f"{failure} Nothing was recorded; try again soon."
        )

    @app.exception_handler(TooManyRequests)
    async def too_many(request: Request, failure: Exception) -> Response:
        again = failure.seconds if isinstance(failure, TooManyRequests) else 60
        page = said(
            request, 429, "Too many at once", f"Wait {again} seconds, then try again. Nothing was recorded."
        )
        page.headers["Retry-After"] = str(again)
        return page

    @app.exception_handler(HTTPException)
    async def not_found(request: Request, failure: Exception) -> Response:
        status = failure.status_code if isinstance(failure, HTTPException) else 500
        return said(request, status, "Page not found", "If you typed the address, check that it is right.")

    @app.exception_handler(Exception)
    async def failed(request: Request, failure: Exception) -> Response:
        _LOG.error("page_failed", path=request.url.path, kind=type(failure).__name__)
        return said(
            request,
            500,
            "Something went wrong",
            "It is our fault and not yours. Look whether what you did was recorded before you do it again.",
        )
