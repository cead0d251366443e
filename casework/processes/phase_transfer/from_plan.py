"""The transfers that a plan begins: one for each autumn in which its child is due."""

from __future__ import annotations

from datetime import date

from casework.plans.plan_life import FromPlan, PlanLife
from casework.plans.school_years import begins_on, school_year_of
from casework.processes import law_limits
from casework.processes.phase_transfer.due import Ages, Due, due_in
from casework.processes.phase_transfer.limits import AMEND
from casework.processes.phase_transfer.transfer import FROM_PLAN
from statute.facts import Event

HEARD = frozenset({*FROM_PLAN, "review_decision", "amendment_not_made"})
"""The facts of a plan that are passed on to its transfer."""


def begun_from(life: PlanLife, today: date) -> tuple[FromPlan, ...]:
    """Return the transfer of this school year or, if none is due, of the next that a plan begins; none once it has ended.

    The transfer of this school year begins on 1 September or, for a plan that was made since, at once. A plan that was made
    after the limit of this school year has passed names the next setting itself.
    """
    if life.ended_on is not None or life.school_year is None:
        return ()
    autumn = school_year_of(today)
    found = [
        _from_plan(life, due, taught)
        for at, taught in ((autumn, life.school_year), (autumn + 1, life.school_year + 1))
        if (due := due_in(taught, Ages(life.low_age, life.high_age), at)) is not None
        and _is_before_the_limit(life, due)
    ]
    return tuple(found[:1])


def _made_on(life: PlanLife) -> date:
    """Return the day on which the plan was made; the earliest of all days if it is not known."""
    return min((fact.on for fact in life.facts if fact.on is not None), default=date.min)


def _is_before_the_limit(life: PlanLife, due: Due) -> bool:
    """Return whether the plan was made before the day by which, by its law, it must be amended for a transfer."""
    began_on = begins_on(due.year - 1)
    fields = {"from_phase": due.from_phase, "to_phase": due.to_phase, "year": str(due.year)}
    fact = Event("phase_transfer", began_on, None, fields)
    found = law_limits.obligations_of((fact,), life.law, began_on, (AMEND,))
    return all(_made_on(life) <= one.due_on for one in found)


def _from_plan(life: PlanLife, due: Due, taught: int) -> FromPlan:
    on = max(begins_on(due.year - 1), _made_on(life))
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
