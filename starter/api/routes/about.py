"""Whether the API is well, and who you are to it."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends

from casework.access.permissions import Person, Right, Role, scope_of
from office.dependencies import Parts
from records import cases
from starter.api.models.base import Told
from starter.api.problems import documented
from starter.api.signed_in import holding, the_parts

router = APIRouter(tags=["about"])


class Health(Told):
    """That the records can be read. Acts need the Temporal server as well, and answer 503 while it is away."""

    status: Literal["ok"]


class Me(Told):
    """Who a token signs in, and what it may do. How far each right reaches: own, team or all."""

    person: str
    name: str
    roles: list[Role]
    teams: list[str]
    rights: dict[Right, Literal["own", "team", "all"]]


@router.get("/health", summary="Whether it is well", responses=documented(503))
def health(parts: Annotated[Parts, Depends(the_parts)]) -> Health:
    """Whether cases can be read. It needs no token."""
    with parts.database.read() as session:
        cases.find(session, "health")
    return Health(status="ok")


@router.get("/me", summary="Who you are", responses=documented(401, 429, 503))
def me(person: Annotated[Person, holding()]) -> Me:
    """Show who your token belongs to, and the rights it gives."""
    reach = {right: scope_of(person, right) for right in Right}
    return Me.model_validate(
        {
            "person": person.id,
            "name": person.name,
            "roles": sorted(person.roles),
            "teams": sorted(person.teams),
            "rights": {right: scope.name.lower() for right, scope in reach.items() if scope is not None},
        }
    )
