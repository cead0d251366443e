"""The measures of the service, and the cases behind each number."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from casework.access.permissions import Person, Right
from casework.measures.measure import MEASURES, Cut
from office import measures
from office.dependencies import Parts
from records.measure_counts import Part
from starter.api.models import measures as told
from starter.api.models.base import CODE
from starter.api.problems import documented
from starter.api.signed_in import holding, the_parts

router = APIRouter(tags=["measures"])
Here = Annotated[Parts, Depends(the_parts)]
Reader = Annotated[Person, holding(Right.SEE_CASELOAD)]
By = Annotated[Cut | None, Query(description="Cut the figures by this.")]
MeasureId = Annotated[str, Path(pattern=CODE, description="The measure.", examples=[next(iter(MEASURES))])]
_READS = documented(401, 403, 404, 409, 422, 429, 503)
_MOST = 500


@router.get("/measures", summary="Every measure on a day", responses=_READS)
def show_measures(
    parts: Here,
    person: Reader,
    as_at: Annotated[date | None, Query(description="By default today.")] = None,
    by: By = None,
) -> told.Figures:
    """Counted now, from the snapshot of the day, or from what was recorded by its end, of the cases that you may see."""
    with parts.database.read() as session:
        figures = measures.measured(session, person, as_at, by, parts.today())
    return told.Figures.model_validate(measures.as_json(figures))


@router.get("/measures/{measure}/cases", summary="The cases behind a number of today", responses=_READS)
def list_cases_of_measure(
    measure: MeasureId,
    parts: Here,
    person: Reader,
    by: By = None,
    key: Annotated[
        str | None, Query(max_length=200, description="The value of the cut; left out, what is not recorded.")
    ] = None,
    part: Annotated[
        Part, Query(description="All that are counted, those that meet the measure, or the rest.")
    ] = "counted",
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 100,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> told.CasesBehind:
    """Only the cases that you may see are counted, here and in the number."""
    asked = measures.asked_for(measure, by, key, part)
    with parts.database.read() as session:
        number = measures.number_listed(session, person, asked, parts.today())
        rows = measures.listed(session, person, asked, parts.today(), limit=limit, offset=offset)
    cases = [{"case": one.case_id, **asdict(one)} for one in rows]
    return told.CasesBehind.model_validate({"measure": measure, "number": number, "cases": cases})
