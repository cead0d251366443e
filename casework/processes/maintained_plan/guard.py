"""Whether an act may be recorded in a plan: None if it may, otherwise one sentence for the person who asked."""

from __future__ import annotations

from datetime import date

from casework.case.actions import Act, Action
from casework.case.particulars import in_future, malformed
from casework.processes.maintained_plan.disputes import why_no_dispute
from casework.processes.maintained_plan.life import life_of
from casework.processes.maintained_plan.plan import ACTS, CHILD_KNOWN, DISPUTE, END, Plan
from casework.processes.plan_changed import PLAN_TOLD, fact_in
from statute.contradictions import contradiction

_AUTOMATIC = frozenset({PLAN_TOLD.name, CHILD_KNOWN})


def refusal(plan: Plan, act: Act, today: date) -> str | None:
    """Why an act may not be recorded in a plan today, in one sentence; None if it may."""
    if (why := malformed("plan", ACTS, act)) is not None:
        return why
    if plan.is_over:
        return "The plan has ended; nothing more can be recorded in it."
    if (why := in_future(act.on, today)) is not None:
        return why
    if act.action == PLAN_TOLD.name:
        return contradiction((*plan.facts, fact_in(act)))
    if act.action == DISPUTE:
        return why_no_dispute(plan)
    if act.action == END and act.fields.get("why") == "ceased" and life_of(plan, today).disputed:
        return (
            "The plan must be kept until the time to appeal or the appeal has ended; end it after that day."
        )
    return None


def allowed(plan: Plan) -> tuple[Action, ...]:
    """The acts that people may record now, in display order."""
    if plan.is_over:
        return ()
    not_now = _AUTOMATIC if why_no_dispute(plan) is None else _AUTOMATIC | {DISPUTE}
    return tuple(action for action in ACTS.values() if action.name not in not_now)
