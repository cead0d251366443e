"""The page of the council's policy."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from casework.access.permissions import Person
from office.dependencies import Parts
from office.policy_changes import check_reads
from office.retention import schedule_in
from records import local_policy, school_closures, staff
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import council_policy as view
from starter.console.views.page import html

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]


@router.get("/council/policy", response_class=HTMLResponse)
def policy(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show the policy in force, and every version."""
    check_reads(parts.gate, who)
    with parts.database.read() as session:
        names = staff.names(session)
        closures = school_closures.counts_by_authority(session)
        sections = view.sections(local_policy.policy_now(session), schedule_in(session), closures)
        versions = view.history(local_policy.versions(session), lambda by: names.get(by, by))
        waiting = local_policy.count_to_tell(session)
    return html(
        request,
        "council_policy.html",
        title="Council policy",
        sections=sections,
        versions=versions,
        waiting=waiting,
    )
