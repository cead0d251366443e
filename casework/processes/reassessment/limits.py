"""The limits of a re-assessment, by the rule pack: to tell the family of the decision, and to send the final plan."""

from __future__ import annotations

from datetime import date

from casework.processes import law_limits
from casework.processes.reassessment.reassessment import Reassessment, law_facts
from statute.clock_roles import ClockRole
from statute.obligation import Obligation

DECIDE, FINAL = ClockRole.DECIDE_TO_REASSESS, ClockRole.FINAL_PLAN_AFTER_REASSESSMENT
"""The roles of the two clocks."""


def obligations_of(state: Reassessment, today: date) -> tuple[Obligation, ...]:
    """Return the limits on a day; once it is over, only those that were met."""
    found = law_limits.obligations_of(law_facts(state), state.law, today, (DECIDE, FINAL))
    return tuple(one for one in found if one.met_on is not None) if state.is_over else found


def last_day(state: Reassessment, role: ClockRole) -> date | None:
    """Return the last day of one of the limits, or None while it has not begun."""
    on = state.decided_on if role == FINAL else state.requested_on
    found = law_limits.obligations_of(law_facts(state), state.law, on, (role,)) if on is not None else ()
    return next((one.due_on for one in found), None)
