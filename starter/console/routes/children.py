"""The page of a child: details, earlier versions of them, and the cases that the person may see."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from casework.access.permissions import Person
from office.children import show
from office.dependencies import Parts
from office.staff import Caller
from records import staff
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import child as views
from starter.console.views.page import html

router = APIRouter()


@router.get("/children/{child_id}", response_class=HTMLResponse)
def child(
    request: Request,
    parts: Annotated[Parts, Depends(parts_of)],
    who: Annotated[Person, Depends(signed_in)],
    child_id: str,
) -> HTMLResponse:
    """Show a child with the cases that the person may see."""
    record = show(parts.database, Caller(parts.gate, who), child_id, parts.today())
    with parts.database.read() as session:
        names = staff.names(session)
    return html(request, "child.html", **views.child(record, names))
