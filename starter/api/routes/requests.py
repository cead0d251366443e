"""Requests for an assessment: each becomes a case, and its clock starts."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from casework.access.permissions import Person, Right, Thing
from casework.case.acts import CATALOGUE
from casework.people.child_matching import first_repeated
from office import early_support
from office.act_fields import with_lists
from office.bad_intake import BadIntake
from office.dependencies import Parts
from office.early_support_file import Read
from office.intake import Request, request_of
from office.intake_row import WrittenAct
from office.office import Office
from office.several_openings import open_all
from records import caseload
from starter.api.idempotency import Idempotent
from starter.api.models import requests as asked
from starter.api.models.early_support import SupportKept
from starter.api.problems import DUPLICATE, Refusal, documented, not_valid
from starter.api.routes.cases import seen_by
from starter.api.routes.early_support import read_records
from starter.api.signed_in import holding, the_parts

router = APIRouter(tags=["requests"])


@router.post(
    "/requests",
    summary="Open cases",
    status_code=201,
    response_model=asked.AllOpened,
    responses={
        200: {"model": asked.AllOpened, "description": "Every request had its case already."},
        **documented(400, 401, 403, 409, 413, 415, 422, 429, 503),
    },
)
async def open_requests(
    body: asked.Requests,
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(Right.OPEN_CASE)],
    once: Idempotent,
) -> Response:
    """Start a case for each request, or none where one is wrong. A request that came before is not started again."""
    requests = [_checked(place, one, parts) for place, one in enumerate(body.requests)]
    _once_each(requests)
    if not body.second:
        _a_child_each(requests)
    support = await asyncio.to_thread(_support, parts, body)
    for team in sorted({one.team for one in requests}):
        await asyncio.to_thread(parts.gate.check_thing, person, Right.OPEN_CASE, Thing(team=team))

    async def work() -> tuple[int, asked.AllOpened]:
        office = await parts.office()
        if not body.second:
            for place, request in enumerate(requests):
                await _refuse_second(parts, office, person, place, request)
        found = await open_all(office, requests, person.id, second=body.second)
        new = sum(opened for _, opened in found)
        told = [
            asked.Opened(
                case=case, reference=request.reference, received_on=request.received_on, opened=opened
            )
            for request, (case, opened) in zip(requests, found, strict=True)
        ]
        kept = None
        if support is not None:
            counts = await asyncio.to_thread(
                early_support.load, parts.database, support, person.id, parts.today()
            )
            kept = SupportKept.model_validate(counts)
        return (201 if new else 200), asked.AllOpened(
            opened=new, already_open=len(told) - new, cases=told, early_support=kept
        )

    return await once(person, work)


def _support(parts: Parts, body: asked.Requests) -> Read | None:
    """Return the early support that came with the requests; None without any, or while it is switched off.

    Raises Refusal or ActRefused if a record is wrong, before anything is opened.
    """
    if not body.early_support:
        return None
    today = parts.today()
    with parts.database.read() as session:
        if not early_support.is_on(session, today):
            return None
        read = read_records(body.early_support, "/early_support", today)
        early_support.check(session, read, today)
    return read


def _checked(place: int, one: asked.Request, parts: Parts) -> Request:
    row = one.model_dump(mode="json", exclude={"acts"}, exclude_none=True)
    acts = tuple(
        WrittenAct(act.action, act.on, act.of, with_lists(CATALOGUE.get(act.action), dict(act.fields)))
        for act in one.acts
    )
    try:
        return request_of(f"Request {place + 1}", row, acts, parts.today())
    except BadIntake as bad:
        raise not_valid("body", f"/requests/{place}", str(bad)) from None


def _once_each(requests: Sequence[Request]) -> None:
    known: dict[str, int] = {}
    for place, request in enumerate(requests):
        if (before := known.setdefault(request.key, place)) != place:
            raise not_valid(
                "body",
                f"/requests/{place}",
                f"Request {place + 1} repeats request {before + 1}; remove one of them, or give each a reference.",
            )


def _a_child_each(requests: Sequence[Request]) -> None:
    pair = first_repeated((request.child_name, request.born_on) for request in requests)
    if pair is not None:
        raise not_valid(
            "body",
            f"/requests/{pair[1]}",
            f"Request {pair[1] + 1} may be for the same child as request {pair[0] + 1} (the name is the same, and no two "
            'dates of birth differ); leave one out, or open both with "second": true.',
        )


async def _refuse_second(parts: Parts, office: Office, person: Person, place: int, request: Request) -> None:
    """Refuse a second clock for one child. The other case is named only to people who may see it."""
    if (other := await office.open_for(request, person.id)) is None:
        return

    def sees() -> bool:
        with parts.database.read() as session:
            return bool(caseload.sees(session, seen_by(person), frozenset({other.case_id})))

    which = f", {other.case_id}" if await asyncio.to_thread(sees) else ""
    raise Refusal(
        DUPLICATE,
        f"Request {place + 1} is for a child who has an open case{which}; add it there, or open a second one with "
        '"second": true. Nothing was opened.',
    )
