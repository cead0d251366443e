"""The pages of early warnings, for managers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from casework.access.permissions import Person, Right
from office.dependencies import Parts
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import early_warnings as view
from starter.console.views.page import html

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]


@router.get("/manager/warnings", response_class=HTMLResponse)
def warnings(request: Request, parts: Here, who: Who, missing: str = "") -> HTMLResponse:
    """Show the deadlines at risk, and the plan for each."""
    parts.gate.check(who, Right.ASSIGN)
    parts.gate.check(who, Right.SEE_ALERTS)
    with parts.database.read() as session:
        shown = view.at_risk(session, who, parts.today())
    if shown["named"]:
        parts.gate.note(who, Right.SEE_PERSONAL, None, f"names shown in a manager's list: {shown['named']}")
    return html(request, "manager_warnings.html", title="Deadlines at risk", missing=bool(missing), **shown)


@router.get("/manager/predictions", response_class=HTMLResponse)
def predictions(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show what was predicted in each week, and what came true."""
    parts.gate.check(who, Right.ASSIGN)
    with parts.database.read() as session:
        shown = view.predictions(session, who, parts.today())
    return html(request, "manager_predictions.html", title="Predictions and what came true", **shown)
