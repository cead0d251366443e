"""The caseload, and a case."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from casework.access import Person, Right
from casework.stages import Stage
from starter.console.pages import COLOURS, Filters, case_page, caseload_page
from starter.console.signed import parts_of, signed_in
from starter.parts import Parts

router = APIRouter()
_LONGEST = 60
"""Characters of a filter that are read; what a page cannot use it ignores, and shows all."""

Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]


@router.get("/", response_class=HTMLResponse)
def caseload(
    parts: Here,
    who: Who,
    stage: str = "",
    rag: str = "",
    officer: str = "",
    team: str = "",
    due: str = "",
    after: str = "",
) -> str:
    """The caseload, by filters."""
    parts.gate.check(who, Right.SEE_CASELOAD)
    filters = Filters(
        stage=stage if stage in set(Stage) else "",
        rag=rag if rag in COLOURS else "",
        officer=officer.strip()[:_LONGEST],
        team=team.strip()[:_LONGEST],
        due_within=int(due) if due.isascii() and due.isdecimal() and len(due) <= 4 else None,
        after=after[:_LONGEST],
    )
    today = parts.today()
    due_by = today + timedelta(days=filters.due_within) if filters.due_within is not None else None
    return caseload_page(parts.database, filters, due_by, today)


@router.get("/cases/{case_id}", response_class=HTMLResponse)
def one_case(parts: Here, who: Who, case_id: str) -> str:
    """One case."""
    parts.gate.check(who, Right.SEE_CASE, case_id)
    return case_page(parts.database, case_id, parts.today())
