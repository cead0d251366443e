"""Who owes advice, and how late."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends

from casework.access.permissions import Person, Right
from office.dependencies import Parts
from records.caseload import Seen
from records.profile import profile_content
from records.services import services
from starter.api.models import cases as told
from starter.api.problems import documented
from starter.api.signed_in import holding, the_parts

router = APIRouter(tags=["services"])


@router.get("/services", summary="Late advice", responses=documented(401, 403, 429, 503))
def list_services(
    parts: Annotated[Parts, Depends(the_parts)],
    person: Annotated[Person, holding(Right.SEE_CASELOAD)],
) -> told.Services:
    """The services that give advice, the one that owes most overdue advice first."""
    with parts.database.read() as session:
        found = services(session, parts.today(), Seen(person.id, None))
        known = (profile_content(session) or {}).get("services", {})
    managers = {of: service["manager"] for of, service in known.items()}
    rows = [{**asdict(one), "manager": managers.get(one.of)} for one in found]
    return told.Services.model_validate({"services": rows})
