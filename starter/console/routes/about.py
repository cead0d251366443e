"""Pages about the service: its other pages, the accessibility statement and the legal deadlines."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from casework.access.permissions import Person
from casework.authority.profile import profile_of
from office.dependencies import Parts
from records.profile import profile_content
from starter.console.signed_in import parts_of, signed_in
from starter.console.views.navigation import MORE, more_pages
from starter.console.views.page import html
from statute.pack import governing_pack

router = APIRouter()


_PREPARED_ON = date(2026, 11, 28)
"""When the accessibility statement was written, tested and last reviewed. Change it when you review the statement."""


@router.get("/accessibility", response_class=HTMLResponse)
def accessibility(request: Request, parts: Annotated[Parts, Depends(parts_of)]) -> HTMLResponse:
    """Show the accessibility statement, also to people who cannot sign in."""
    with parts.database.read() as session:
        content = profile_content(session)
    contact = profile_of(content).answers_about_accessibility if content else None
    return html(
        request,
        "accessibility.html",
        title="Accessibility statement",
        contact=contact if contact and contact.is_reachable else None,
        prepared_on=_PREPARED_ON,
    )


@router.get("/rules", response_class=HTMLResponse)
def rules(
    request: Request, parts: Annotated[Parts, Depends(parts_of)], who: Annotated[Person, Depends(signed_in)]
) -> HTMLResponse:
    """Show the legal deadlines in force today, with their sources."""
    pack = governing_pack(parts.today())
    return html(
        request, "rules.html", title="Legal deadlines and their sources", pack=pack, rules=list(pack.rules)
    )


@router.get(MORE, response_class=HTMLResponse)
def more(request: Request, who: Annotated[Person, Depends(signed_in)]) -> HTMLResponse:
    """Show the pages of a person beyond those of every day, by group."""
    return html(request, "more.html", title="More pages", groups=more_pages(who))
