"""The lists of processes for returns and tables, each with the rows that the reader may read."""

# Annotations are not postponed here: FastAPI reads models and rights that are made for each group.

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends

from casework.access.permissions import Person
from casework.processes.group import Group
from casework.processes.registry import GROUPS
from office.dependencies import Parts
from office.process_lists import listed, listings_of
from starter.api.models.processes import ListOfProcesses
from starter.api.problems import documented
from starter.api.signed_in import holding, the_parts

Here = Annotated[Parts, Depends(the_parts)]


def routers() -> tuple[APIRouter, ...]:
    """The operation of each group that has lists."""
    return tuple(_router_of(group) for group in GROUPS if listings_of(group))


def _router_of(group: Group) -> APIRouter:
    router = APIRouter(tags=[group.pages])
    names: Any = Literal[tuple(one.name for one in listings_of(group))]

    @router.get(
        f"/{group.path}/lists/{{list_name}}",
        name=f"list_for_return_of_{group.path}",
        summary=f"A list of {group.path} for a return",
        description="The rows of the children whose personal details you may read. Reading it is logged.",
        response_model=ListOfProcesses,
        responses=documented(401, 403, 422, 429, 503),
    )
    def one(
        list_name: names, parts: Here, person: Annotated[Person, holding(group.rights.see)]
    ) -> ListOfProcesses:
        told = listed(parts.gate, person, group, str(list_name), parts.today())
        return ListOfProcesses(
            list=told.listing.name,
            title=told.listing.title,
            columns=dict(told.listing.columns),
            rows=[dict(row) for row in told.rows],
        )

    return router
