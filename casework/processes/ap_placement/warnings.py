"""The warnings before a placement starts. One that stops the start can be overridden with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from casework.processes.ap_placement.placement import IDENTIFIED_BY, Placement
from statute.words import short_date

_PLAN = (
    "The child has a plan. You must still secure what Section F says (Children and Families Act 2014 s.42), and a change of placement "
    "is made by reviewing the plan (s.44), not by this placement. Offer an early review."
)
_REGISTER = (
    "The provider is not registered as a school. It must be, if it gives full-time education to five pupils, or to one with a plan or "
    "who is looked after."
)
_NOT_LISTED = "The provider is not on the approved list."


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning: its code, its text, and whether it stops the start until a person overrides it."""

    code: str
    text: str
    stops: bool


def warnings(placement: Placement, on: date) -> tuple[Warned, ...]:
    """Return what a placement is warned of on a day, until it has ended."""
    if placement.is_over or placement.left_on is not None or placement.tier == "tier_1":
        return ()
    return tuple(_each(placement, on))


def overridden(placement: Placement, code: str) -> bool:
    """Return whether a person decided to go on despite a warning, since the last match to a provider."""
    found = False
    for fact in placement.facts:
        if fact.event == "match_provider" and code != "outside_the_plan":
            found = False
        elif fact.event == "override_warning" and fact.fields["warning"] == code:
            found = True
    return found


def stopping(placement: Placement, on: date) -> Warned | None:
    """Return the first warning that stops the start of a placement on a day, or None."""
    return next(
        (one for one in warnings(placement, on) if one.stops and not overridden(placement, one.code)), None
    )


def _each(placement: Placement, on: date) -> Iterator[Warned]:
    review = placement.in_last("outcome", "early_review")
    if placement.child_has_plan and review != "held":
        yield Warned("outside_the_plan", _PLAN, True)
    if placement.last("match_provider") is None:
        return
    provider, policy = placement.provider, placement.policy
    at_risk = (
        placement.child_has_plan or placement.referred("looked_after") or placement.matched("five_pupils")
    )
    registered = bool(provider.get("is_registered")) or (
        provider.get("urn") is not None and "is_registered" not in provider
    )
    if placement.is_in_full and at_risk and not registered:
        yield Warned("unregistered_full_time", _REGISTER, True)
    if provider.get("has_list") and not provider.get("listed"):
        yield Warned("not_on_the_list", _NOT_LISTED, True)
    until = provider.get("checked_until")
    if until and date.fromisoformat(str(until)) < on:
        said = f"A check of the provider ran out on {short_date(date.fromisoformat(str(until)))}."
        yield Warned("checks_ran_out", said, True)
    most = policy["sessions_a_week"]
    if not placement.is_in_full and int(placement.matched("sessions")) > most:
        said = f"More than {most} sessions a week beside school. That limit is local policy; it is government policy that is not in force."
        yield Warned("many_sessions", said, False)


def unidentified(placement: Placement) -> bool:
    """Return whether the provider has no URN, UKPRN or type of setting, so that the census could not take it."""
    return not any(placement.provider.get(name) for name in IDENTIFIED_BY)
