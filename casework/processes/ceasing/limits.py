"""The time for which a plan must be kept after a decision to cease, and the family's time, from the rule pack."""

from __future__ import annotations

from datetime import date

from casework.processes import law_limits
from casework.processes.ceasing.ending import CEASE, Ending, law_facts
from statute.clock_roles import ClockRole
from statute.obligation import Obligation

KEEP_ROLE = "keep_plan_for_appeal"
"""The role of the clock during which the plan must be kept."""
_ROLES = (KEEP_ROLE, ClockRole.APPEAL, ClockRole.CONTACT_MEDIATION_ADVISER)


def obligations_of(ending: Ending, today: date) -> tuple[Obligation, ...]:
    """Return the windows after the decision on a day: to contact an adviser, to appeal, and to keep the plan."""
    return law_limits.obligations_of(law_facts(ending), ending.law, today, _ROLES)


def kept_until(ending: Ending, on: date) -> Obligation | None:
    """Return the obligation to keep the plan if it still applies on a day, or None."""
    found = (one for one in obligations_of(ending, on) if one.role == KEEP_ROLE and one.status == "open")
    return next(found, None)


def kept_to(ending: Ending) -> date | None:
    """Return the day until which the plan must be kept: the last day to appeal, or that of the end of an appeal. None if it is open."""
    decided_on = ending.on("decide_ceasing")
    if ending.decision != CEASE or decided_on is None or ending.is_appealed:
        return None
    if ending.appeal_over_on is not None:
        return ending.appeal_over_on
    kept = kept_until(ending, decided_on)
    return kept.due_on if kept is not None else None
