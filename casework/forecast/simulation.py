"""The forecasts of all open cases, from many drawn courses of each. The same seed gives the same forecasts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from casework.case.stages import DECIDING, GATHERING, PATH, Stage
from casework.forecast.explanation import explain
from casework.forecast.forecast import CaseForecast
from casework.forecast.model import Model, open_requests
from casework.forecast.places import longer_waits
from casework.forecast.walk import Changes, Course, Start, changes_of, start_of, walk
from casework.forecast.what_if import NOTHING, WhatIf
from casework.measures.case_life import CaseLife
from statute.clock_roles import DECIDE_ON_A_PLAN, DECIDE_TO_ASSESS, FINAL_PLAN, ClockRole

_FEWEST_PLANS = 0.05
"""The share of courses that must end in a plan before the day of a plan is told."""
_EARLY, _LIKELY, _LATE = 0.1, 0.5, 0.9
_A_DAY = timedelta(days=1)
_MEETS = {
    stage.value: tuple(one.value for one in reversed(PATH) if one in group)
    for group in (DECIDING, GATHERING)
    for stage in group
}
"""The stages whose end meets the next limit, the last first, by the stage of the case. Later ones meet it at the end."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of a case: its role and its last day."""

    role: str
    due_on: date


def forecast(lives: Sequence[CaseLife], model: Model, wished: WhatIf = NOTHING) -> list[CaseForecast]:
    """Return the forecast of each open request, in the order given."""
    cases = open_requests(lives)
    changes = changes_of(model, wished)
    starts = [start_of(life, model) for life in cases]
    waits: Sequence[Sequence[float]] | None = None
    if wished.weekly_places is not None:
        arrivals = [_arrivals(life, start, model, changes) for life, start in zip(cases, starts, strict=True)]
        then = wished.weekly_places.applied_to(model.weekly_places)
        waits = longer_waits(arrivals, model.pace.at(model.as_at), model.weekly_places, then)
    return [
        _forecast(life, model, list(_courses(life, start, model, changes, waits[place] if waits else None)))
        for place, (life, start) in enumerate(zip(cases, starts, strict=True))
    ]


def next_limit(life: CaseLife, stage: Stage | str) -> Limit | None:
    """Return the next limit on the way to a plan in a stage."""
    if stage in DECIDING:
        return limit(life, DECIDE_TO_ASSESS)
    return limit(life, DECIDE_ON_A_PLAN) if stage in GATHERING else limit(life, FINAL_PLAN)


def limit(life: CaseLife, roles: tuple[ClockRole, ...]) -> Limit | None:
    """Return the limit of a case that has one of some roles."""
    return next((Limit(role.value, life.due[role]) for role in roles if role in life.due), None)


def _courses(
    life: CaseLife, start: Start, model: Model, changes: Changes, waits: Sequence[float] | None
) -> Iterator[Course]:
    random = Random(f"{model.priors.seed} {life.case_id}")
    for draw in range(model.priors.draws):
        yield walk(start, model, random, changes, waits[draw] if waits else 0.0)


def _arrivals(life: CaseLife, start: Start, model: Model, changes: Changes) -> list[float | None]:
    """Return when the case begins to wait for a place in each course, None where it never does."""
    stage = model.priors.places.stage
    found: list[float | None] = []
    for course in _courses(life, start, model, changes, None):
        before = [left for name, left in course.left.items() if name != stage]
        if stage not in course.left:
            found.append(None)
        else:
            found.append(max((one for one in before if one <= course.left[stage]), default=start.since))
    return found


def _forecast(life: CaseLife, model: Model, courses: Sequence[Course]) -> CaseForecast:
    stage = life.stages[-1].stage
    coming, final = next_limit(life, stage), limit(life, FINAL_PLAN)
    plans = sorted(course.ended for course in courses if course.ended_as == Stage.PLAN_ISSUED)
    gets_plan = len(plans) > _FEWEST_PLANS * len(courses)
    told = explain(life, model, courses, final.due_on if final else None)

    def day(share: float) -> date:
        found = model.pace.day_of(plans[min(int(share * len(plans)), len(plans) - 1)])
        return max(found, model.as_at + _A_DAY)

    return CaseForecast(
        case_id=life.case_id,
        next_limit=coming.role if coming else None,
        next_due_on=coming.due_on if coming else None,
        chance_of_missing_next=_missed(model, [_met(one, stage) for one in courses], coming),
        final_due_on=final.due_on if final else None,
        chance_of_missing_final=_missed(model, [one.ended for one in courses], final),
        final_on=day(_LIKELY) if gets_plan else None,
        final_between=(day(_EARLY), day(_LATE)) if gets_plan else None,
        cause=told.cause,
        because=told.because,
        would_help=told.would_help,
    )


def _met(course: Course, stage: str) -> float:
    """Return when the next limit of a case in a stage is met: with the decision, or at the end of the case."""
    for one in _MEETS.get(stage, ()):
        if one in course.left:
            return course.left[one]
    return course.ended


def _missed(model: Model, met: Sequence[float], of: Limit | None) -> float | None:
    if of is None:
        return None
    if of.due_on <= model.as_at:
        return 1.0
    last = model.pace.at(of.due_on) + 0.5
    return sum(one > last for one in met) / len(met)
