"""Whether an act may be recorded in a plan: None if it may, otherwise one sentence for the person who asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.case.actions import Act, Action
from casework.case.particulars import in_future, malformed
from casework.processes.maintained_plan.disputes import why_no_dispute
from casework.processes.maintained_plan.life import life_of
from casework.processes.maintained_plan.plan import ACTS, CHILD_KNOWN, DISPUTE, END, NUMBERS, Plan
from casework.processes.plan_changed import PLAN_TOLD, TAUGHT, fact_in
from statute.contradictions import contradiction

_NUMBER = r"-?\d{1,3}"
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
        fact = fact_in(act)
        return _not_a_number(fact.fields) if fact.event == TAUGHT else contradiction((*plan.facts, fact))
    if (why := _not_a_number(act.fields)) is not None:
        return why
    if act.action == DISPUTE:
        return why_no_dispute(plan)
    if act.action == END and act.fields.get("why") == "ceased" and life_of(plan, today).disputed:
        return (
            "The plan must be kept until the time to appeal or the appeal has ended; end it after that day."
        )
    return None


def _not_a_number(fields: Mapping[str, Any]) -> str | None:
    """Why the ages or the school year are no numbers, in one sentence; None if they are, or are not given."""
    wrong = next((name for name in NUMBERS if not re.fullmatch(_NUMBER, str(fields.get(name, 0)))), None)
    return f"{wrong}={fields[wrong]!r} is not a whole number, such as 11." if wrong is not None else None


def allowed(plan: Plan) -> tuple[Action, ...]:
    """The acts that people may record now, in display order."""
    if plan.is_over:
        return ()
    not_now = _AUTOMATIC if why_no_dispute(plan) is None else _AUTOMATIC | {DISPUTE}
    return tuple(action for action in ACTS.values() if action.name not in not_now)
