"""The frozen evidence of a plan for the local area, and of each published version."""

# No `from __future__ import annotations`: FastAPI must read the annotations built for the group.

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path

from casework.access.permissions import Person, Right
from casework.inclusion_plan.evidence import Evidence
from casework.processes.registry import GROUPS
from office import inclusion_plans
from office.dependencies import Parts
from starter.api.models.base import ID
from starter.api.models.inclusion_plan import EvidenceTold
from starter.api.problems import documented
from starter.api.signed_in import holding, the_parts

_GROUP = next(group for group in GROUPS if group.rights.see is Right.SEE_INCLUSION_PLAN)
_ONE = f"/{_GROUP.path}/{{{_GROUP.noun}_id}}"
router = APIRouter(tags=[_GROUP.pages], responses=documented(401, 403, 404, 409, 422, 429, 503))
Here = Annotated[Parts, Depends(the_parts)]
Reader = Annotated[Person, holding(_GROUP.rights.see)]
PlanId = Annotated[
    str,
    Path(
        alias=f"{_GROUP.noun}_id",
        pattern=ID,
        description="The plan.",
        examples=[f"{_GROUP.noun}-k3v9m2x7q4tz"],
    ),
]
Number = Annotated[int, Path(ge=1, le=9999, description="The number of a published version.", examples=[1])]


@router.get(f"{_ONE}/evidence", summary="The frozen evidence of the draft")
def evidence_of_draft(parts: Here, person: Reader, plan_id: PlanId) -> EvidenceTold:
    """Every table as it was frozen. Small numbers are hidden in it, and null."""
    told = inclusion_plans.plan_told(parts.gate, person, plan_id, parts.today())
    return _told(inclusion_plans.evidence_of(parts.database, told))


@router.get(f"{_ONE}/versions/{{number}}/evidence", summary="The frozen evidence of a version")
def evidence_of_version(parts: Here, person: Reader, plan_id: PlanId, number: Number) -> EvidenceTold:
    """The tables that a published version was signed off with. They never change."""
    told = inclusion_plans.plan_told(parts.gate, person, plan_id, parts.today())
    version: Any = inclusion_plans.version_told(told, number)
    return _told(inclusion_plans.evidence_of(parts.database, version))


def _told(found: Evidence) -> EvidenceTold:
    return EvidenceTold.model_validate({"id": found.id, **found.content})
