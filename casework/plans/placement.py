"""Section I of a final plan: it is filled from the decision, and equals it."""

from __future__ import annotations

from casework.people.child_matching import is_same_name
from casework.plans.plan import Placement, Plan


def why_not_placed(plan: Plan, urn: str, name: str | None) -> str | None:
    """Why Section I contradicts the setting of the decision, in one sentence; None if it does not.

    `name` is the setting's name in the register, or None if the register does not have it.
    """
    place = plan.placement
    if place.urn and place.urn != urn:
        return f"The act names urn-{urn} but Section I of the plan names {place.urn}; correct one of them."
    if not place.urn and place.setting and not is_same_name(place.setting, name or ""):
        other = name or f"urn-{urn}"
        return f"The act names {other} but Section I of the plan names {place.setting}; correct one of them."
    return None


def placed(plan: Plan, urn: str, name: str | None, kind: str | None) -> Plan:
    """The plan with the setting of the decision in Section I. What Section I already says stays."""
    place = plan.placement
    filled = Placement(setting=place.setting or name or "", urn=urn, type=place.type or kind or "")
    return plan.model_copy(update={"placement": filled})
