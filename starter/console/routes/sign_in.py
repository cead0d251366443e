"""Signing in and out, at the provider or as a demo user."""

from __future__ import annotations

import asyncio
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.access.permissions import Person, Right, Role, scope_of
from office.dependencies import Parts
from office.sample_people import sample_people
from starter.console import list_walk
from starter.console.csrf import csrf_field
from starter.console.errors import message_page
from starter.console.middleware import KEPT_FORMS
from starter.console.provider import Provider, SignInFailed, begun
from starter.console.rate_limits import sign_ins
from starter.console.sessions import Sessions
from starter.console.sign_in_settings import Entrance
from starter.console.signed_in import parts_of
from starter.console.views.page import html

router = APIRouter()
_GO_ON = ("/sign-in", "Go to the sign-in page")


@router.get("/sign-in", response_class=HTMLResponse)
def sign_in(request: Request, next: str = "/", ended: str = "", out: str = "") -> Response:
    """Show the sign-in page. A person who is signed in goes to the next page."""
    target = safe(next)
    if getattr(request.state, "person", None) is not None:
        return RedirectResponse(target, status_code=303)
    entrance: Entrance = request.app.state.entrance
    request.session["next"] = target
    samples = list(sample_people().values()) if entrance.samples else []
    return html(
        request,
        "sign_in.html",
        title="Sign in",
        provider=entrance.provider is not None,
        groups=[(role, [one for one in samples if role in one.roles]) for role in Role] if samples else [],
        csrf_field=csrf_field(request),
        ended=bool(ended),
        kept=target.startswith("/kept/"),
        out=bool(out),
    )


@router.post("/sign-in", dependencies=[Depends(sign_ins)])
def sign_in_as_sample(
    request: Request, parts: Annotated[Parts, Depends(parts_of)], person: Annotated[str, Form()] = ""
) -> Response:
    """Sign in as a demo user, if this console allows it."""
    entrance: Entrance = request.app.state.entrance
    if not entrance.samples:
        return message_page(request, 404, "Page not found", "You cannot sign in as a demo user here.")
    found = sample_people().get(person)
    if found is None:
        return message_page(
            request,
            404,
            "Demo user not found",
            "Choose one of the people on the sign-in page.",
            link=_GO_ON,
        )
    return _begin(request, parts, found)


@router.get("/sign-in/start", dependencies=[Depends(sign_ins)])
async def start(request: Request) -> Response:
    """Redirect to the provider."""
    provider = _provider(request)
    if provider is None:
        return RedirectResponse("/sign-in", status_code=303)
    try:
        return await provider.redirect(request, _back(request))
    except SignInFailed as failure:
        return message_page(request, 503, "You cannot sign in now", str(failure), link=_GO_ON)


@router.get("/sign-in/back", dependencies=[Depends(sign_ins)])
async def back(request: Request, parts: Annotated[Parts, Depends(parts_of)]) -> Response:
    """Receive the answer of the provider and start a session."""
    provider = _provider(request)
    if provider is None:
        return RedirectResponse("/sign-in", status_code=303)
    try:
        person = await provider.finish(request)
    except SignInFailed as failure:
        await asyncio.to_thread(parts.gate.log_refused_sign_in, str(failure))
        return message_page(request, 403, "You are not signed in", str(failure), link=_GO_ON)
    return await asyncio.to_thread(_begin, request, parts, person)


@router.get("/sign-in/stay")
def stay(request: Request) -> Response:
    """Count as use of the session, so that it does not end while a person types. 401 if it has ended."""
    return Response(status_code=204 if getattr(request.state, "person", None) is not None else 401)


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    """End the session here and, if possible, at the provider."""
    sessions: Sessions = request.app.state.sessions
    await asyncio.to_thread(sessions.end, request.state.session_hash)
    entrance: Entrance = request.app.state.entrance
    home = "/sign-in?out=1"
    ends_at = await entrance.provider.sign_out(f"{entrance.address}{home}") if entrance.provider else None
    # form-action lets this form redirect only to the provider's own origin. For another origin, show a link.
    if ends_at is None or entrance.provider is None or _origin(ends_at) == _origin(entrance.provider.issuer):
        answer: Response = RedirectResponse(ends_at or home, status_code=303)
    else:
        del request.state.person
        answer = message_page(
            request, 200, "You are signed out", "Your account may still be signed in to other services.",
            link=(ends_at, "Sign out of your council account"),
        )  # fmt: skip
    sessions.clear_cookie(answer)
    answer.delete_cookie(list_walk.COOKIE)
    return answer


def safe(address: str) -> str:
    """Return the address if it is a page of this console, otherwise `/`."""
    parts = urlsplit(address)
    ours = address.startswith("/") and not address.startswith(("//", "/\\", "/sign-"))
    clean = address.isprintable() and "\\" not in address and not parts.scheme and not parts.netloc
    return address if ours and clean else "/"


def _first(person: Person, asked: str) -> str:
    """Return the first page without text that waits: the one that the person asked for, or the page Today for a person who works on cases."""
    works = scope_of(person, Right.ACT) is not None
    return "/today" if asked == "/" and works else asked


def _begin(request: Request, parts: Parts, person: Person) -> Response:
    sessions: Sessions = request.app.state.sessions
    if (before := getattr(request.state, "session_hash", None)) is not None:
        sessions.end(before)
    first = _first(person, safe(request.session.get("next", "/")))
    if not first.startswith(KEPT_FORMS) and request.app.state.kept.forms(person.id):
        first = KEPT_FORMS
    answer = RedirectResponse(first, status_code=303)
    _forget_visit(request)
    sessions.set_cookie(answer, sessions.begin(person))
    parts.gate.log_sign_in(person)
    return answer


def _forget_visit(request: Request) -> None:
    """Clear the visit, except for sign-ins that began in other tabs and where they lead."""
    others = begun(request)
    leads_to = {"next": request.session["next"]} if others and "next" in request.session else {}
    request.session.clear()
    request.session.update({**others, **leads_to})


def _provider(request: Request) -> Provider | None:
    entrance: Entrance = request.app.state.entrance
    return entrance.provider


def _back(request: Request) -> str:
    entrance: Entrance = request.app.state.entrance
    return f"{entrance.address}/sign-in/back"


def _origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc
