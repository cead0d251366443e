"""Two versions of the plan side by side with the changes marked, and the draft on one page for print."""

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
from starter.console.routes.plan_editor import child_name, desk_of, may_write, reader_of
from starter.console.signed_in import parts_of, signed_in
from starter.console.views.page import html
from starter.console.views.plan_editor import draft_plan
from starter.console.views.plan_print import printed_draft

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


@router.get("/cases/{case_id}/plan/print", response_class=HTMLResponse)
def print_draft(request: Request, parts: Here, who: Who, case_id: str) -> HTMLResponse:
    """Show the draft on one page for print."""
    desk = desk_of(parts, who, case_id)
    writing = plan_writing.open_draft(desk)
    if writing is None:
        raise ActRefused("There is no draft to print. Write the plan first.")
    parts.gate.note(who, Right.SEE_PERSONAL, case_id, "opened the draft of the plan for print")
    return html(
        request,
        "plan_print.html",
        title="Draft of the plan for print",
        case_id=case_id,
        case_title=child_name(desk),
        base=writing.draft.base_version,
        today=parts.today(),
        back=f"/cases/{case_id}/plan",
        **printed_draft(writing, reader_of(desk)),
    )


def _draft(parts: Parts, who: Person, case_id: str) -> Plan:
    may_write(parts, who, case_id)
    writing = plan_writing.open_draft(Desk(parts.database, case_id, who.id))
    plan = draft_plan(writing) if writing else None
    if plan is None:
        raise ActRefused("There is no draft to compare. Write the plan first.")
    return plan
