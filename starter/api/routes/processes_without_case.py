"""Start a process for a child who has no case, with what the child is known by."""

# Annotations are not postponed here: FastAPI reads models and rights that are made for each group.

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field, create_model

from casework.access.permissions import Person
from casework.processes.group import Group
from casework.processes.process import Process
from casework.processes.registry import GROUPS, of_group
from casework.processes.shapes import Asked, Code, Day
from office.calling_without_case import call_without_case, pupil_from
from office.dependencies import Parts
from starter.api.idempotency import Idempotent
from starter.api.models.processes import fields_of_call, models_of
from starter.api.problems import documented
from starter.api.signed_in import holding, the_parts

Here = Annotated[Parts, Depends(the_parts)]


class PupilAsked(Asked):
    """A child without a case: the name, the date of birth and, if it is known, the unique pupil number."""

    name: str = Field(min_length=1, max_length=200)
    born_on: Day
    upn: str | None = Field(default=None, max_length=20)


def routers() -> tuple[APIRouter, ...]:
    """The operation of each kind of process that a child without a case can have."""
    return tuple(
        _router_of(group, one) for group in GROUPS for one in of_group(group) if one.may_have_no_case
    )


def _router_of(group: Group, process: Process[Any]) -> APIRouter:
    router = APIRouter(tags=[group.pages])
    called, body_model = models_of(group).called, _body(process)

    @router.post(
        f"/{group.path}/without-case",
        name=f"call_{group.noun}_without_case",
        summary=f"Call a {process.noun} for a child without a case",
        description="It hangs on the record of the child, which is made if there is none. A later case of the child shows it.",
        status_code=201,
        response_model=called,
        responses=documented(400, 401, 403, 409, 413, 415, 422, 429, 503),
    )
    async def call_one(
        body: body_model,  # type: ignore[valid-type]
        parts: Here,
        person: Annotated[Person, holding(process.rights.act)],
        once: Idempotent,
    ) -> Response:
        asked: dict[str, Any] = body.model_dump()  # type: ignore[attr-defined]
        child, team = asked.pop("child"), asked.pop("team", None)
        born: date = child["born_on"]
        pupil = pupil_from(child["name"], born, child["upn"], team)

        async def work() -> tuple[int, BaseModel]:
            made = await call_without_case(
                await parts.office(), parts.gate, person, process, pupil, asked, once.opaque_for(person)
            )
            return 201, called.model_validate({group.noun: made})

        return await once(person, work)

    return router


def _body(process: Process[Any]) -> type[Asked]:
    action = process.acts[str(process.called_with)]
    team = Field(default=None, description="The team that works on it; yours, where you are in one only.")
    fields: dict[str, Any] = {"child": (PupilAsked, ...), "team": (Code | None, team)}
    fields |= fields_of_call(action)
    name = f"{process.group.noun.capitalize()}WithoutCaseCall"
    return create_model(name, __base__=Asked, __doc__=f"{action.title}.", **fields)
