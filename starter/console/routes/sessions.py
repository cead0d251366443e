"""Sessions: who is signed in, and ending the sessions and API tokens of a person."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, Response

from casework.access.permissions import Person, Right
from office.dependencies import Parts
from office.end_sessions import end_sessions
from office.gate import NotAllowed
from office.refusals import ActRefused
from records import sessions, staff
from starter.console.signed_in import parts_of, signed_in
from starter.console.views.page import html

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_LONGEST = 120


@router.get("/access/sessions", response_class=HTMLResponse)
def signed_in_now(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show who is signed in, and the form that ends their sessions."""
    parts.gate.check(who, Right.END_SESSIONS)
    return _page(request, parts, who)


@router.post("/access/sessions", response_class=HTMLResponse)
def end(
    request: Request,
    parts: Here,
    who: Who,
    person: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
) -> Response:
    """End every session and API token of a person, and log the reason."""
    person = person.strip()[:_LONGEST]
    try:
        ended = end_sessions(parts.gate, who, person, reason)
    except NotAllowed:
        raise
    except ActRefused as refusal:
        return _page(request, parts, who, error=str(refusal), person=person, reason=reason)
    revoked = f" Tokens: {', '.join(ended.tokens)}." if ended.tokens else ""
    done = (
        f"Ended {ended.sessions} {'session' if ended.sessions == 1 else 'sessions'} and {len(ended.tokens)} API "
        f"{'token' if len(ended.tokens) == 1 else 'tokens'} of {person}.{revoked}"
    )
    return _page(request, parts, who, done=done)


def _page(request: Request, parts: Parts, who: Person, **given: Any) -> HTMLResponse:
    with parts.database.read() as session:
        found = sessions.open_at(session, datetime.now(UTC))
        names = staff.names(session)
    error: str | None = given.get("error")
    return html(
        request,
        "sessions.html",
        status=400 if error else 200,
        title="Who is signed in",
        rows=found,
        names=names,
        may_log=parts.gate.may(who, Right.SEE_ACCESS_LOG),
        may_seal=parts.gate.may(who, Right.SEAL),
        **{"error": None, "done": None, "person": "", "reason": "", **given},
        wrong="reason" if error and error.startswith("Enter the reason") else "person",
    )
