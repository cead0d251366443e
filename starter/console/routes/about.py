"""Pages about the service: the accessibility statement and the legal deadlines."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from casework.access.permissions import Person
from office.dependencies import Parts
from starter.console.signed_in import parts_of, signed_in
from starter.console.views.page import html
from statute.pack import governing_pack

router = APIRouter()


@router.get("/accessibility", response_class=HTMLResponse)
def accessibility(request: Request) -> HTMLResponse:
    """Show the accessibility statement."""
    return html(request, "accessibility.html", title="Accessibility statement")


@router.get("/rules", response_class=HTMLResponse)
def rules(
    request: Request, parts: Annotated[Parts, Depends(parts_of)], who: Annotated[Person, Depends(signed_in)]
) -> HTMLResponse:
    """Show the legal deadlines in force today, with their sources."""
    pack = governing_pack(parts.today())
    return html(
        request, "rules.html", title="Legal deadlines and their sources", pack=pack, rules=list(pack.rules)
    )
