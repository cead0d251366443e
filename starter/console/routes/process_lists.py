"""The lists of processes for returns and tables, built for each group of the registry."""

# No `from __future__ import annotations`: FastAPI must read the annotations built for each group.

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from casework.access.permissions import Person
from casework.processes.group import Group
from office.dependencies import Parts
from office.process_lists import as_csv, listed
from starter.console.signed_in import parts_of, signed_in
from starter.console.views.page import html

Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]


def add_lists(router: APIRouter, group: Group) -> None:
    """Add the lists of a group, each as a page and as a file."""
    at = f"{group.shown.address}/lists/{{name}}"

    @router.get(at)
    def listing(request: Request, parts: Here, who: Who, name: str) -> HTMLResponse:
        """Show a list with the children that the person may read about."""
        told = listed(parts.gate, who, group, name, parts.today())
        return html(
            request,
            "process_table.html",
            title=told.listing.title,
            told=told,
            at=group.shown.address,
            back=group.shown.page.back,
        )

    @router.get(f"{at}/file")
    def file(parts: Here, who: Who, name: str) -> Response:
        """Download a list as CSV with the names of its fields."""
        told = listed(parts.gate, who, group, name, parts.today())
        headers = {"Content-Disposition": f'attachment; filename="{told.listing.name}.csv"'}
        return Response(as_csv(told), media_type="text/csv; charset=utf-8", headers=headers)
