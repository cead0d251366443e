"""Keep the columns that a person has chosen for a list."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse

from casework.access.permissions import Person
from office.dependencies import Parts
from office.refusals import ActRefused
from records import list_columns
from starter.console.routes.sign_in import safe
from starter.console.signed_in import parts_of, signed_in
from starter.console.views.list_columns import BY_NAME

router = APIRouter()


@router.post("/columns/{name}")
async def choose(
    request: Request,
    parts: Annotated[Parts, Depends(parts_of)],
    who: Annotated[Person, Depends(signed_in)],
    name: str,
) -> RedirectResponse:
    """Keep the columns of a list, and go back to it."""
    form = await request.form()
    of = BY_NAME.get(name)
    if of is None:
        raise ActRefused("There is no such list. Open the list and choose its columns there.")
    chosen = of.known(str(value) for value in form.getlist("column"))
    await asyncio.to_thread(_keep, parts, who, name, chosen)
    return RedirectResponse(safe(str(form.get("back", "/"))), status_code=303)


def _keep(parts: Parts, who: Person, name: str, chosen: list[str]) -> None:
    with parts.database.write() as session:
        list_columns.keep_columns(session, who.id, name, chosen)
