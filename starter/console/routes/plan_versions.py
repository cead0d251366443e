"""Two versions of the plan side by side, with the changes marked."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from casework.access.permissions import Person, Right
from casework.plans.plan import Plan
from office import plan_writing, plans
from office.dependencies import Parts
from office.plan_writing import Desk
from office.refusals import ActRefused
from starter.console.routes.plan_editor import child_name, may_write
from starter.console.signed_in import parts_of, signed_in
from starter.console.views.page import html
from starter.console.views.plan_editor import draft_plan

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_DRAFT = "draft"


@router.get("/cases/{case_id}/plan/compare", response_class=HTMLResponse)
def compare(
    request: Request, parts: Here, who: Who, case_id: str, before: str = "", after: str = ""
) -> HTMLResponse:
    """Show what changed between two versions, or between a version and the draft."""
    parts.gate.check(who, Right.SEE_PERSONAL, case_id)
    kept = plans.versions(parts.database, case_id)
    if not kept:
        raise ActRefused("This case has no version of the plan to compare yet.")
    after = after or kept[-1]["plan"]
    before = before or kept[max(len(kept) - 2, 0)]["plan"]
    parts.gate.note(who, Right.SEE_PERSONAL, case_id, f"compared {before} with {after}")
    changed = plans.compared(
        parts.database, case_id, before, _draft(parts, who, case_id) if after == _DRAFT else after
    )
    names = [(one["plan"], f"Version {one['version']}") for one in kept]
    may_see_draft = parts.gate.works_on(who, case_id)
    drafted = [(_DRAFT, "The draft as it is now")] if may_see_draft else []
    return html(
        request,
        "plan_compare.html",
        title="Compare versions of the plan",
        case_id=case_id,
        case_title=child_name(Desk(parts.database, case_id, who.id)),
        sections=[one for one in changed if one.parts],
        same=[one.name for one in changed if not one.parts],
        versions=names,
        all_versions=[*names, *drafted],
        before=before,
        after=after,
        before_name=dict(names).get(before, ""),
        after_name=dict([*names, *drafted]).get(after, ""),
    )


def _draft(parts: Parts, who: Person, case_id: str) -> Plan:
    may_write(parts, who, case_id)
    writing = plan_writing.open_draft(Desk(parts.database, case_id, who.id))
    plan = draft_plan(writing) if writing else None
    if plan is None:
        raise ActRefused("There is no draft to compare. Write the plan first.")
    return plan
