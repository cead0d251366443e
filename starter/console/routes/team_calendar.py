"""The calendar of a team, for its managers."""

from __future__ import annotations

import calendar
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from casework.access.permissions import Person, Right
from office.dependencies import Parts
from starter.console.signed_in import parts_of, signed_in
from starter.console.views.calendar import period_of
from starter.console.views.page import html
from starter.console.views.team_calendar import address_of, chosen_team, team_calendar_page

router = APIRouter()


@router.get("/manager/calendar", response_class=HTMLResponse)
def team_calendar(
    request: Request,
    parts: Annotated[Parts, Depends(parts_of)],
    who: Annotated[Person, Depends(signed_in)],
    team: str = "",
) -> HTMLResponse:
    """Show a month or a week of the calendar of a team."""
    parts.gate.check(who, Right.ASSIGN)
    today = parts.today()
    with parts.database.read() as session:
        chosen, teams = chosen_team(session, who, team)
        period = period_of(request.query_params, today, address_of(chosen))
        shown = team_calendar_page(session, who, chosen, period, today)
    if shown["named"]:
        parts.gate.note(who, Right.SEE_PERSONAL, None, f"names shown in a team calendar: {shown['named']}")
    return html(
        request,
        "team_calendar.html",
        **shown,
        team=chosen,
        teams=teams,
        weekdays=list(calendar.day_name),
    )
