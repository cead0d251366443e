"""The transfers that a plan begins: one for each autumn in which its child is due."""

from __future__ import annotations

from datetime import date

from casework.plans.plan_life import FromPlan, PlanLife
from casework.processes.phase_transfer.due import POST_16, Ages, Due, autumn_of, due_in
from casework.processes.phase_transfer.transfer import FROM_PLAN

_FIRST_DAY = (9, 1)
_LAST_DAYS = {POST_16: (3, 30)}
_LAST_DAY = (2, 14)


HEARD = frozenset({*FROM_PLAN, "review_decision", "amendment_not_made"})
"""The facts of a plan that are passed on to its transfer."""


def begun_from(life: PlanLife, today: date) -> tuple[FromPlan, ...]:
    """Return the transfer of this school year or, if none is due, of the next that a plan begins; none once it has ended.

    The transfer of this school year begins on 1 September or, for a plan that was made since, at once. A plan that was made
    after the limit of this school year has passed names the next setting itself.
    """
    if life.ended_on is not None or life.school_year is None:
        return ()
    autumn = autumn_of(today)
    found = [
        _from_plan(life, due, taught)
        for at, taught in ((autumn, life.school_year), (autumn + 1, life.school_year + 1))
        if (due := due_in(taught, Ages(life.low_age, life.high_age), at)) is not None
        and _is_before_the_limit(life, due)
    ]
    return tuple(found[:1])


def _is_before_the_limit(life: PlanLife, due: Due) -> bool:
    made_on = min((fact.on for fact in life.facts if fact.on is not None), default=None)
    return made_on is None or made_on <= date(due.year, *_LAST_DAYS.get(due.to_phase, _LAST_DAY))


def _from_plan(life: PlanLife, due: Due, taught: int) -> FromPlan:
    made_on = min((fact.on for fact in life.facts if fact.on is not None), default=None)
    on = max(date(due.year - 1, *_FIRST_DAY), made_on or date.min)
    fields = {
        "from_phase": due.from_phase,
        "to_phase": due.to_phase,
        "year": due.year,
        "school_year": taught,
        "stays": not due.moves,
        "setting": life.setting,
        "began_on": on.isoformat(),
    }
    return FromPlan(str(due.year), on, {name: value for name, value in fields.items() if value is not None})
