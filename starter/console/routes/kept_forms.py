"""A form that came after its session had ended: shown again after sign-in, so that nothing that was typed is lost."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from casework.access.permissions import Person
from starter.console.errors import message_page
from starter.console.signed_in import signed_in
from starter.console.views.page import html

router = APIRouter()


@router.get("/kept/{kept_id}", response_class=HTMLResponse)
def kept_form(request: Request, who: Annotated[Person, Depends(signed_in)], kept_id: str) -> HTMLResponse:
    """Show what was kept to the person who typed it."""
    found = request.app.state.kept.form(kept_id, who.id)
    if found is None:
        return message_page(
            request,
            404,
            "There is nothing to continue",
            "What you typed is kept for 12 hours, and only for you. Open the page and enter it again.",
        )
    address, fields = found
    typed = [value for _, value in fields if " " in value.strip()]  # words, and not the marks of the form
    return html(
        request,
        "kept_form.html",
        title="Continue where you stopped",
        address=address,
        fields=fields,
        typed=typed,
    )
