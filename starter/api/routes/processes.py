"""The processes beside cases: each group of the registry has its list, its pages of one, and what is recorded in it."""

# Annotations are not postponed here: FastAPI reads models and rights that are made for each group.

import asyncio
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import BaseModel

from casework.access.permissions import Person, Right, Scope, scope_of
from casework.people.child import is_child_id
from casework.processes.group import Group
from casework.processes.process import Process
from casework.processes.registry import BY_KIND, GROUPS, of_group
from office.dependencies import Parts
from office.gate import NotAllowed
from office.permits import page_without_case
from office.process_acts import act_in, call
from office.processes import (
    kinds_of,
    listed_as_json,
    process_as_json,
    rows_as_json,
    sees_only_their_own,
)
from office.refusals import ActRefused
from records import processes as rows
from records.processes import ProcessRow
from starter.api.idempotency import Idempotent
from starter.api.models.base import ID, CaseId
from starter.api.models.processes import models_of
from starter.api.paging import PAGED, Cursor, Limit, Page, page_of, place_of
from starter.api.problems import documented, no_such
from starter.api.recording import RECORDS, Asked
from starter.api.routes.cases import seen_by
from starter.api.signed_in import holding, the_parts

Here = Annotated[Parts, Depends(the_parts)]


def routers() -> tuple[APIRouter, ...]:
    """The operations of every group."""
    return tuple(_router_of(group) for group in GROUPS)


def tags() -> list[dict[str, str]]:
    """What OpenAPI says of the groups."""
    return [{"name": group.pages, "description": group.help} for group in GROUPS]


def _router_of(group: Group) -> APIRouter:
    router = APIRouter(tags=[group.pages])
    if group.by_day:
        _list_by_day(router, group)
    else:
        _list_by_case(router, group)
        _list_of_case(router, group)
    body = models_of(group).call
    for process in of_group(group):
        if body is not None and (process.shapes.call is not None or process.called_with is not None):
            _call(router, group, process, body)
    _show(router, group)
    _record(router, group)
    return router


def _list_by_day(router: APIRouter, group: Group) -> None:
    def listing(
        request: Request,
        response: Response,
        parts: Here,
        person: Annotated[Person, holding(group.rights.see)],
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> BaseModel:
        own = scope_of(person, group.rights.see) is not Scope.ALL
        with parts.database.read() as session:
            found = rows.page_by_day(
                session,
                kinds_of(group),
                person=person.id if own else None,
                limit=limit + 1,
                after=place_of(cursor, lambda day, its_id: (date.fromisoformat(day), its_id)),
            )
        page = page_of(request, response, found, limit, lambda row: (row.due_on, row.process_id))
        return _page(group, parts, person, page)

    about = f"The {group.path} that you may see, the latest day first, page by page."
    _add_list(router, group, listing, about)


def _list_by_case(router: APIRouter, group: Group) -> None:
    def listing(
        request: Request,
        response: Response,
        parts: Here,
        person: Annotated[Person, holding(group.rights.see)],
        open_only: bool = True,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> BaseModel:
        own = sees_only_their_own(person, group)
        after = place_of(cursor, _place)
        with parts.database.read() as session:
            found = (
                []
                if after is not None and is_child_id(after[0])
                else rows.page_of_cases(
                    session,
                    kinds_of(group),
                    person.id if own else seen_by(person, group.rights.see),
                    open_only=open_only,
                    limit=limit + 1,
                    after=after,
                    theirs=group.rights.own_acts is not None,
                )
            )
            if (left := limit + 1 - len(found)) and any(one.may_have_no_case for one in of_group(group)):
                place = after if after is not None and is_child_id(after[0]) else None
                found += page_without_case(
                    session, person, group, open_only=open_only, limit=left, after=place
                )
        page = page_of(request, response, found, limit, lambda row: (row.owner, row.process_id))
        return _page(group, parts, person, page)

    about = f"The {group.path} that you may see, page by page: those of a case together."
    _add_list(router, group, listing, about)


def _add_list(router: APIRouter, group: Group, listing: Callable[..., BaseModel], about: str) -> None:
    router.add_api_route(
        f"/{group.path}",
        listing,
        name=f"list_{group.path}",
        summary=f"The {group.path}",
        description=about,
        response_model=models_of(group).page,
        responses={**PAGED, **documented(401, 403, 422, 429, 503)},
    )


def _list_of_case(router: APIRouter, group: Group) -> None:
    @router.get(
        f"/cases/{{case_id}}/{group.path}",
        name=f"{group.path}_of_case",
        summary=f"The {group.path} of a case",
        description=f"The {group.path} of a case, those that are over too.",
        response_model=models_of(group).page,
        responses=documented(401, 403, 404, 422, 429, 503),
    )
    def of_case(
        case_id: CaseId, parts: Here, person: Annotated[Person, holding(group.rights.see)]
    ) -> BaseModel:
        for right in (Right.SEE_CASE, group.rights.see):
            parts.gate.check(person, right, case_id)
        found = listed_as_json(parts.database, group, parts.today(), case_id=case_id, reader=person)
        return models_of(group).page.model_validate({group.path: found})


def _call(router: APIRouter, group: Group, process: Process[Any], body_model: type[BaseModel]) -> None:
    called = models_of(group).called
    no_case = (404,) if process.called_with is not None else ()

    @router.post(
        f"/{group.path}",
        name="call",
        summary=f"Call a {process.noun}",
        description=group.described.call,
        status_code=201,
        response_model=called,
        responses=documented(400, 401, 403, *no_case, 409, 413, 415, 422, 429, 503),
    )
    async def call_one(
        body: body_model,  # type: ignore[valid-type]
        parts: Here,
        person: Annotated[Person, holding(process.rights.to_call)],
        once: Idempotent,
    ) -> Response:
        asked: dict[str, Any] = body.model_dump()  # type: ignore[attr-defined]
        team = asked.pop("team", None)
        process_id = f"{process.noun}-{once.opaque_for(person)}"
        if process.called_with is not None:
            await asyncio.to_thread(parts.gate.check, person, process.rights.act, asked["case"])

        async def work() -> tuple[int, BaseModel]:
            office = await parts.office()
            made = await call(office, process.kind, asked, person.id, team=team, process_id=process_id)
            return 201, called.model_validate({group.noun: made})

        return await once(person, work)


def _show(router: APIRouter, group: Group) -> None:
    @router.get(
        f"/{group.path}/{{{group.noun}_id}}",
        name=f"show_{group.noun}",
        summary=f"One {group.noun}",
        description=group.described.show,
        response_model=models_of(group).whole,
        responses=documented(401, 403, 404, 422, 429, 503),
    )
    def show(
        response: Response,
        process_id: _id_of(group),  # type: ignore[valid-type]
        parts: Here,
        person: Annotated[Person, holding(group.rights.see)],
    ) -> BaseModel:
        row = _found(group, parts, person, process_id)
        theirs = person.id if sees_only_their_own(person, group) else None
        content = process_as_json(parts.database, process_id, parts.today(), person=theirs, reader=person)
        _without_words(parts, person, row, content)
        if "actions" in content:
            content["actions"] = [
                one
                for one in content["actions"]
                if parts.gate.may_in_process(person, process_id, one["action"])
            ]
        response.headers["ETag"] = f'"{row.seq}"'
        return models_of(group).whole.model_validate({**content, "sequence": row.seq})


def _record(router: APIRouter, group: Group) -> None:
    @router.post(
        f"/{group.path}/{{{group.noun}_id}}/acts",
        name=f"record_{group.at}_{group.noun}",
        summary=f"Record an act {group.at} a {group.noun}",
        description=group.described.act,
        **RECORDS,
    )
    async def record(
        process_id: _id_of(group),  # type: ignore[valid-type]
        person: Annotated[Person, holding(group.rights.act)],
        asked: Asked,
    ) -> Response:
        act = asked.act
        about = (act.of, act.fields)
        await asyncio.to_thread(_found, group, asked.parts, person, process_id, act.action, about)
        return await asked.by(person, process_id, act_in)


def _id_of(group: Group) -> Any:
    """The part of an address that is the id of one of a group."""
    example = f"{of_group(group)[-1].noun}-k3v9m2x7q4tz"
    place = Path(alias=f"{group.noun}_id", pattern=ID, description=f"The {group.noun}.", examples=[example])
    return Annotated[str, place]


def _page(group: Group, parts: Parts, person: Person, page: Page[ProcessRow]) -> BaseModel:
    with parts.database.read() as session:
        found = rows_as_json(session, page.rows, parts.today(), person)
    return models_of(group).page.model_validate({group.path: found, "next": page.next})


def _place(owner: str | None, process_id: str) -> tuple[str, str]:
    if owner is None:
        raise ValueError(process_id)
    return owner, process_id


def _without_words(parts: Parts, person: Person, row: ProcessRow, content: dict[str, Any]) -> None:
    """Leave out the words about a case where the person may not see what is personal in it."""
    for item, name in BY_KIND[row.kind].texts(content):
        of = (item["case"] or row.process_id) if "case" in item else None
        if of and item[name] and not parts.gate.may(person, Right.SEE_PERSONAL, of):
            item[name] = None


def _found(
    group: Group,
    parts: Parts,
    person: Person,
    process_id: str,
    action: str | None = None,
    about: tuple[str | None, Mapping[str, Any]] = (None, MappingProxyType({})),
) -> ProcessRow:
    """A process that a person may see or record an act in. `about` is the case that the act concerns, and its fields.

    Raises Refusal or NotAllowed.
    """
    with parts.database.read() as session:
        row = rows.find(session, process_id)
    missing = no_such(group.noun, process_id, f"/{group.path}")
    if row is None or row.kind not in kinds_of(group):
        raise missing
    try:
        of, fields = about
        parts.gate.check_process(person, process_id, action, of if row.owner is None else None, fields)
    except NotAllowed:
        raise
    except ActRefused:
        if BY_KIND[row.kind].rights.hides_others:  # they see only their own, and this is another's
            raise missing from None
        raise
    return row
