"""The place, the pack and the bundles of a process, built for each group of the registry."""

# No `from __future__ import annotations`: FastAPI must read the annotations built for each group.

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Request
from fastapi.responses import FileResponse, RedirectResponse, Response

from casework.access.permissions import Person
from casework.processes.group import Group
from casework.processes.process import Process
from casework.processes.registry import process_of
from office import agenda_packs, bundles
from office.dependencies import Parts
from office.processes import content_for
from office.refusals import ActRefused
from office.sample_people import sample_people
from records import meeting_places
from records import processes as rows
from starter.console.routes.documents import uploads_of
from starter.console.sign_in_settings import Entrance
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import processes as views
from starter.console.views.reader import PageReader

LONGEST_PLACE = 500
"""Most characters of the place where the people of a process meet."""
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]


def add_place(router: APIRouter, group: Group) -> None:
    """Add the form that says where the people of a process meet."""

    @router.post(f"{group.shown.address}/{{{group.noun}_id}}/place")
    def save_place(
        request: Request,
        parts: Here,
        who: Who,
        process_id: Annotated[str, Path(alias=f"{group.noun}_id")],
        place: Annotated[str, Form()] = "",
    ) -> RedirectResponse:
        """Say where the people of a process meet."""
        process = kind_of(group, process_id)
        parts.gate.check_process(who, process_id)
        parts.gate.check(who, process.rights.act, process_id)
        with parts.database.write() as session:
            meeting_places.save_place(
                session, process_id, place.strip()[:LONGEST_PLACE], who.id, datetime.now(UTC)
            )
        return RedirectResponse(f"{process.pages.at(process_id)}?done=place", status_code=303)


def add_bundle(router: APIRouter, group: Group) -> None:
    """Add the bundles that the people of a process may open."""

    @router.get(f"{group.shown.address}/{{{group.noun}_id}}/bundles/{{bundle_id}}")
    def bundle(
        parts: Here,
        who: Who,
        process_id: Annotated[str, Path(alias=f"{group.noun}_id")],
        bundle_id: str,
    ) -> Response:
        """Download a bundle that was made for the people of the process."""
        kind_of(group, process_id)
        parts.gate.check_process(who, process_id)
        found = bundles.open_shared(parts.gate, who, process_id, bundle_id)
        kept, path = uploads_of(parts).open(found.case_id, found.document_id)
        return FileResponse(path, media_type=kept.type, filename=kept.name)


def add_pack(router: APIRouter, group: Group) -> None:
    """Add the pack: one PDF with the papers of every case of a process."""

    @router.get(f"{group.shown.address}/{{{group.noun}_id}}/pack")
    def pack(
        request: Request,
        parts: Here,
        who: Who,
        process_id: Annotated[str, Path(alias=f"{group.noun}_id")],
    ) -> Response:
        """Download the papers of every case that the person may read, as one PDF with contents."""
        process = kind_of(group, process_id)
        parts.gate.check_process(who, process_id)
        reader = reader_of(request, parts, who, group)
        told = views.process_view(reader, process_id)
        title = process.pages.pack(told)
        if title is None:
            raise ActRefused(f"There are no cases in this {group.noun} yet, so there is no pack.")
        with parts.database.read() as session:
            place = meeting_places.place_of(session, process_id)
            row = rows.find(session, process_id)
            assert row is not None
            cases = process.cases(process.state(content_for(session, who, row)))
        about = (f"Place: {place}",) if place else ()
        made = agenda_packs.pack(
            parts.gate, who, uploads_of(parts), agenda_packs.Agenda(title, about, tuple(cases), parts.today())
        )
        headers = {"Content-Disposition": f'attachment; filename="{process_id}.pdf"'}
        return Response(made.pdf, media_type="application/pdf", headers=headers)


def kind_of(group: Group, process_id: str) -> Process[Any]:
    """Return the kind of a process of this group. Raises ActRefused."""
    process = process_of(process_id)
    if process is None or process.group != group:
        raise ActRefused(f"There is no {group.noun} with this number. Choose one from the list.")
    return process


def reader_of(request: Request, parts: Parts, who: Person, group: Group) -> PageReader:
    """Return the person who reads the pages of this group."""
    entrance: Entrance = request.app.state.entrance
    samples = sample_people() if entrance.samples else {}
    return PageReader(parts.database, who, group, parts.today(), samples)
