"""Forms that came after their session had ended: listed and shown again after sign-in, so that nothing typed is lost."""

from __future__ import annotations

import asyncio
from typing import Annotated
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from casework.access.permissions import Person
from starter.console.errors import message_page
from starter.console.kept_pages import KeptForm
from starter.console.redirect_after_post import KEPT_FORM
from starter.console.signed_in import signed_in
from starter.console.views.page import html

router = APIRouter()
Who = Annotated[Person, Depends(signed_in)]
_LONGEST = 160
"""The most characters of a text that the list shows."""


@router.get("/kept", response_class=HTMLResponse)
def kept_forms(request: Request, who: Who, done: str = "") -> HTMLResponse:
    """List what was kept for the person."""
    found = request.app.state.kept.forms(who.id)
    return html(
        request,
        "kept_forms.html",
        title="Text that was not recorded",
        kept=[{"id": one.kept_id, "at": one.kept_at, "text": _beginning(one)} for one in found],
        done=bool(done),
    )


@router.get("/kept/{kept_id}", response_class=HTMLResponse)
def kept_form(request: Request, who: Who, kept_id: str) -> HTMLResponse:
    """Show what was kept to the person who typed it."""
    found = next((one for one in request.app.state.kept.forms(who.id) if one.kept_id == kept_id), None)
    if found is None:
        return message_page(
            request,
            404,
            "There is nothing to continue",
            "What you typed is kept for two weeks, and only for you. Open the page and enter it again.",
        )
    more = "&" if urlsplit(found.address).query else "?"
    return html(
        request,
        "kept_form.html",
        title="Continue where you stopped",
        address=f"{found.address}{more}{urlencode({KEPT_FORM: kept_id})}",
        kept=found,
    )


@router.post("/kept/{kept_id}")
async def delete_form(request: Request, who: Who, kept_id: str) -> RedirectResponse:
    """Delete what was kept. Its person does not need it."""
    await asyncio.to_thread(request.app.state.kept.drop_form, kept_id, who.id)
    return RedirectResponse("/kept?done=1", status_code=303)


def _beginning(one: KeptForm) -> str:
    text = max(one.typed, key=len, default="")
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
