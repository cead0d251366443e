"""The life of a plan for other processes: the review cycle that is owed, the last review, and whether it is disputed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from casework.case.open_appeal import is_disputed
from casework.plans.plan_life import PlanLife
from casework.processes.law_limits import obligations_of, owed
from casework.processes.maintained_plan.plan import Plan
from statute.clock_roles import ClockRole
from statute.obligation import Obligation

CYCLE, AFTER_TRANSFER = "review_cycle", "review_after_transfer"
"""The roles of the clocks of the review cycle in the rule pack: of the year, and of the first review after a transfer."""
_TIME_TO_DISPUTE = (ClockRole.APPEAL, ClockRole.CONTACT_MEDIATION_ADVISER)


def limits(plan: Plan, today: date) -> tuple[Obligation, ...]:
    """The obligations and windows that follow from the facts of a plan."""
    return obligations_of(plan.facts, plan.law, today)


def cycle_of(found: Iterable[Obligation]) -> Obligation | None:
    """The review cycle that is owed: the yearly one or, before it begins, that of the first review after a transfer.

    None if none is owed, as after a decision to cease.
    """
    known = tuple(found)
    cycles = (owed(one for one in known if one.role == role) for role in (CYCLE, AFTER_TRANSFER))
    return next((one for cycle in cycles for one in cycle), None)


def life_of(plan: Plan, today: date) -> PlanLife:
    """What other processes may know of a plan on a day."""
    found = limits(plan, today)
    cycle = cycle_of(found)
    reviews = [one.met_on for one in found if one.role in (CYCLE, AFTER_TRANSFER) and one.met_on is not None]
    return PlanLife(
        id=plan.id,
        case=plan.case,
        law=plan.law,
        facts=plan.facts,
        version=plan.version,
        cycle_ends_on=cycle.due_on if cycle is not None else None,
        cycle_began_on=cycle.started_on if cycle is not None else None,
        after_transfer=cycle is not None and cycle.role == AFTER_TRANSFER,
        reviewed_before_on=_reviewed_before_on(cycle),
        last_review_on=max(reviews, default=None),
        school_year=plan.year_on(today),
        setting=plan.attended,
        attends_no_setting=plan.attends_no_setting,
        under_five=plan.under_five,
        last_year=plan.last_year,
        detained=plan.is_detained,
        disputed=_is_disputed(plan, found),
        ended_on=plan.ended_on,
        low_age=plan.low_age,
        high_age=plan.high_age,
    )


def _reviewed_before_on(cycle: Obligation | None) -> date | None:
    """The day of the last review by another authority, if the cycle is that of a plan that it transferred."""
    if cycle is None or cycle.role != AFTER_TRANSFER:
        return None
    written = cycle.start.fields.get("last_reviewed_on")
    return date.fromisoformat(str(written)) if written else None


def _is_disputed(plan: Plan, found: Iterable[Obligation]) -> bool:
    """Whether an appeal or mediation is open, or the time for it is running after a decision to cease."""
    if is_disputed(plan.facts):
        return True
    return any(
        one.role in _TIME_TO_DISPUTE and one.status == "open" and one.start.fields.get("decision") == "cease"
        for one in found
    )
