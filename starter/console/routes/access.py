"""Access pages: the access log, sealed cases and break-glass."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.access.permissions import Person, Right
from office.break_glass import break_glass
from office.dependencies import Parts
from office.gate import NotAllowed
from office.refusals import ActRefused, NoSuchCase
from office.seal import end_grant, seal, unseal
from records import access, staff
from starter.console.signed_in import parts_of, signed_in
from starter.console.views.labels import without_commands
from starter.console.views.page import html
from starter.console.views.paging import page_number

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
PAGE = 100
"""Log entries on one page."""
_LONGEST = 120


@router.get("/access", response_class=HTMLResponse)
def log(
    request: Request, parts: Here, who: Who, person: str = "", of: str = "", refused: str = "", page: str = ""
) -> HTMLResponse:
    """Show the access log: who was allowed or refused access to what."""
    parts.gate.check(who, Right.SEE_ACCESS_LOG)
    person, of = person.strip()[:_LONGEST], of.strip()[:_LONGEST]
    number = page_number(page)
    with parts.database.read() as session:
        found = access.entries(
            session,
            person=person or None,
            thing=of or None,
            refused=bool(refused),
            limit=PAGE + 1,
            offset=(number - 1) * PAGE,
        )
        names = staff.names(session)
    return html(
        request,
        "access_log.html",
        title="Access log",
        rows=found[:PAGE],
        names=names,
        person=person,
        of=of,
        refused=bool(refused),
        number=number,
        more=len(found) > PAGE,
        may_seal=parts.gate.may(who, Right.SEAL),
        may_end=parts.gate.may(who, Right.END_SESSIONS),
    )


@router.get("/access/sealed", response_class=HTMLResponse)
def sealed(request: Request, parts: Here, who: Who, done: str = "") -> HTMLResponse:
    """Show the sealed cases and the form that seals another."""
    parts.gate.check(who, Right.SEAL)
    with parts.database.read() as session:
        found = access.seals(session)
        names = staff.names(session)
    return html(request, "sealed.html", title="Sealed cases", rows=found, names=names, case_id="", error=None)


@router.post("/access/sealed", response_class=HTMLResponse)
def choose(request: Request, parts: Here, who: Who, case_id: Annotated[str, Form()] = "") -> Response:
    """Redirect to the seal page of a case."""
    case_id = case_id.strip()[:_LONGEST]
    try:
        parts.gate.check(who, Right.SEAL, case_id)
    except NoSuchCase as refusal:
        with parts.database.read() as session:
            found, names = access.seals(session), staff.names(session)
        return html(
            request, "sealed.html", status=400, title="Sealed cases", rows=found, names=names, case_id=case_id,
            error=without_commands(str(refusal)),
        )  # fmt: skip
    return RedirectResponse(f"/cases/{case_id}/seal", status_code=303)


@router.get("/cases/{case_id}/seal", response_class=HTMLResponse)
def seal_page(request: Request, parts: Here, who: Who, case_id: str, done: str = "") -> HTMLResponse:
    """Show the seal page of a case: the reason and the people named."""
    parts.gate.check(who, Right.SEAL, case_id)
    return _seal_page(request, parts, case_id, done=done)


@router.post("/cases/{case_id}/seal", response_class=HTMLResponse)
def set_seal(
    request: Request,
    parts: Here,
    who: Who,
    case_id: str,
    reason: Annotated[str, Form()] = "",
    named: Annotated[str, Form()] = "",
) -> Response:
    """Seal a case, or name more people for it."""
    try:
        seal(parts.gate, who, case_id, reason, frozenset(named.replace(",", " ").split()))
    except (NotAllowed, NoSuchCase):
        raise
    except ActRefused as refusal:
        return _seal_page(request, parts, case_id, error=str(refusal), reason=reason, named=named)
    return RedirectResponse(f"/cases/{case_id}/seal?done=sealed", status_code=303)


@router.post("/cases/{case_id}/unseal")
def unseal_case(parts: Here, who: Who, case_id: str) -> RedirectResponse:
    """Remove the seal from a case."""
    unseal(parts.gate, who, case_id)
    return RedirectResponse(f"/cases/{case_id}/seal?done=unsealed", status_code=303)


@router.post("/cases/{case_id}/seal/take-back")
def take_back(parts: Here, who: Who, case_id: str, person: Annotated[str, Form()] = "") -> RedirectResponse:
    """End a person's access to a sealed case."""
    end_grant(parts.gate, who, case_id, person.strip()[:_LONGEST])
    return RedirectResponse(f"/cases/{case_id}/seal?done=taken", status_code=303)


@router.get("/cases/{case_id}/glass", response_class=HTMLResponse)
def break_glass_form(request: Request, parts: Here, who: Who, case_id: str) -> HTMLResponse:
    """Show the break-glass form."""
    parts.gate.check(who, Right.BREAK_GLASS, case_id)
    return _break_glass_page(request, case_id)


@router.post("/cases/{case_id}/glass", response_class=HTMLResponse)
def break_glass_for_case(
    request: Request, parts: Here, who: Who, case_id: str, reason: Annotated[str, Form()] = ""
) -> Response:
    """Give the person access to a case for 24 hours and log their reason."""
    try:
        break_glass(parts.gate, who, case_id, reason)
    except (NotAllowed, NoSuchCase):
        raise
    except ActRefused as refusal:
        return _break_glass_page(request, case_id, error=str(refusal), reason=reason)
    return RedirectResponse(f"/cases/{case_id}", status_code=303)


def _break_glass_page(
    request: Request, case_id: str, *, error: str | None = None, reason: str = ""
) -> HTMLResponse:
    return html(
        request,
        "break_glass.html",
        status=400 if error else 200,
        title="View a case you do not have access to",
        case_id=case_id,
        error=error,
        reason=reason,
    )


def _seal_page(
    request: Request, parts: Parts, case_id: str, *, error: str | None = None, done: str = "", **typed: Any
) -> HTMLResponse:
    with parts.database.read() as session:
        found = access.grants_of(session, case_id, datetime.now(UTC))
        is_sealed = access.is_sealed(session, case_id)
        names = staff.names(session)
    return html(
        request,
        "seal.html",
        status=400 if error else 200,
        title=f"Who can see {case_id}" if is_sealed else f"Seal {case_id}",
        case_id=case_id,
        is_sealed=is_sealed,
        grants=found,
        names=names,
        error=error,
        done={"sealed": "The case is sealed.", "unsealed": "The case is no longer sealed.", "taken": "They no longer have access."}.get(done),
        reason=typed.get("reason", ""),
        named=typed.get("named", ""),
    )  # fmt: skip
