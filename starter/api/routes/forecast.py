"""Forecasts of open cases, what other numbers would change, and the staff that the coming year needs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from casework.access.permissions import Person, Right
from office import forecast
from office.dependencies import Parts
from office.forecast_report import as_json, capacity_as_json
from office.team_scope import team_scope
from records import case_forecasts
from starter.api.models import forecast as told
from starter.api.models.base import CODE, CaseId
from starter.api.problems import documented
from starter.api.signed_in import holding, the_parts

router = APIRouter(tags=["forecast"])
Here = Annotated[Parts, Depends(the_parts)]
Manager = Annotated[Person, holding(Right.ASSIGN)]
_READS = documented(401, 403, 409, 422, 429, 503)
_Code = Query(pattern=CODE)
_MOST = 500
_A_MONTH = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which forecasts are asked for."""

    until: date | None
    least: float
    team: str | None
    officer: str | None
    cause: str | None

    def asked(self, today: date) -> case_forecasts.Asked:
        """Return the same for the records."""
        last = self.until or today + _A_MONTH
        return case_forecasts.Asked(today, last, self.least, self.team, self.officer, self.cause)


def _filters(
    until: Annotated[date | None, Query(description="Limits up to this day; in a month by default.")] = None,
    least: Annotated[float, Query(ge=0, le=1, description="With at least this chance of a miss.")] = 0.0,
    team: Annotated[str | None, _Code] = None,
    officer: Annotated[str | None, _Code] = None,
    cause: Annotated[str | None, _Code] = None,
) -> Filters:
    return Filters(until, least, team, officer, cause)


@router.get("/forecasts", summary="The likely misses", responses=_READS)
def list_forecasts(
    parts: Here,
    person: Manager,
    filters: Annotated[Filters, Depends(_filters)],
    skip: Annotated[int, Query(ge=0, le=100_000)] = 0,
    settings: Annotated[
        list[str] | None,
        Query(
            alias="set",
            max_length=20,
            description="What if, such as `officers=+2`; it adds the sums `what_if`.",
        ),
    ] = None,
) -> told.Forecasts:
    """The newest forecasts of your teams, at most 500 at once. They are estimates, and move no date of law."""
    within, today = team_scope(person), parts.today()
    asked = filters.asked(today)
    with parts.database.read() as session:
        rows = case_forecasts.likely(session, within, asked, _MOST, skip)
        made_on = case_forecasts.newest(session)
        compared = forecast.compared(session, today, asked.last, settings, within) if settings else None
    content = {
        "made_on": made_on,
        "forecasts": [as_json(one.forecast) for one in rows],
        "what_if": _what_if(compared) if compared else None,
    }
    return told.Forecasts.model_validate(content)


@router.get(
    "/cases/{case_id}/forecast",
    summary="The forecast of a case",
    responses=documented(401, 403, 404, 422, 429, 503),
)
def show_forecast(
    case_id: CaseId, parts: Here, person: Annotated[Person, holding(Right.SEE_CASE)]
) -> told.OneForecast:
    """The newest forecast of a case. One that is not an open request has none."""
    parts.gate.check(person, Right.SEE_CASE, case_id)
    with parts.database.read() as session:
        row = case_forecasts.of_case(session, case_id)
    content = {"made_on": row.made_on if row else None, "forecast": as_json(row.forecast) if row else None}
    return told.OneForecast.model_validate(content)


@router.get("/capacity", summary="The staff of the coming year", responses=_READS)
def show_capacity(parts: Here, person: Manager) -> told.Capacity:
    """The requests expected by month, and the officers and psychologists for shares of the plans in time."""
    today = parts.today()
    with parts.database.read() as session:
        found = forecast.capacity_of(session, today)
    return told.Capacity.model_validate({"as_at": today, **capacity_as_json(found)})


def _what_if(found: forecast.Compared) -> dict[str, Any]:
    sums = asdict(found)
    return {
        "cases": found.cases,
        "until": found.until,
        "now": {"missed_by_then": sums["missed_now"], "twenty_weeks": sums["final_now"]},
        "then": {"missed_by_then": sums["missed_then"], "twenty_weeks": sums["final_then"]},
    }
