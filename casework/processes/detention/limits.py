"""The limits of a detention, by the rule pack: to send the plan to those responsible, to new accommodation, and on release."""

from __future__ import annotations

from datetime import date

from casework.processes import law_limits
from casework.processes.detention.detention import Detention, law_facts
from statute.obligation import Obligation

SEND, SEND_AGAIN, PASS_ON = "send_kept_plan", "send_plan_to_accommodation", "send_plan_on_release"
ROLES = (SEND, SEND_AGAIN, PASS_ON)
"""The roles of the three clocks."""


def obligations_of(state: Detention, today: date) -> tuple[Obligation, ...]:
    """Return the limits on a day; once it is over, only those that were met."""
    found = law_limits.obligations_of(law_facts(state), state.law, today, ROLES)
    return tuple(one for one in found if one.met_on is not None) if state.is_over else found


def owed(state: Detention) -> Obligation | None:
    """Return the limit that is owed and ends first, by what is recorded; None if none is."""
    found = law_limits.owed(obligations_of(state, state.last_on)) if state.last_on is not None else ()
    return next(iter(found), None)
