"""The measures of the service, and the cases behind each number."""

from __future__ import annotations

from dataclasses import asdict, dataclass
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


@dataclass(frozen=True, slots=True)
class Number:
    """Which number: the cut and its value, and all that is counted, what meets the measure, or the rest."""

    by: By = None
    key: Annotated[
        str | None, Query(max_length=200, description="The value of the cut; left out, what is not recorded.")
    ] = None
    part: Annotated[
        Part, Query(description="All that are counted, those that meet the measure, or the rest.")
    ] = "counted"


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of the list."""

    limit: Annotated[int, Query(ge=1, le=_MOST)] = 100
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0


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
        targets = measures.targets_now(session)
    return told.Figures.model_validate(measures.as_json(figures, targets))


@router.get("/measures/{measure}/cases", summary="The cases behind a number of today", responses=_READS)
def list_cases_of_measure(
    measure: MeasureId,
    parts: Here,
    person: Reader,
    number: Annotated[Number, Depends()],
    page: Annotated[Page, Depends()],
) -> told.CasesBehind:
    """Only the cases that you may see are counted, here and in the number."""
    asked = measures.asked_for(measure, number.by, number.key, number.part)
    with parts.database.read() as session:
        rows = measures.listed(session, person, asked, parts.today(), limit=page.limit, offset=page.offset)
        in_all = measures.number_listed(session, person, asked, parts.today())
    cases = [{"case": one.case_id, **asdict(one)} for one in rows]
    return told.CasesBehind.model_validate({"measure": measure, "number": in_all, "cases": cases})
