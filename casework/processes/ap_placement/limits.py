"""The limits of a placement: two of the law and the local ones, counted with the school days of the pupil's school."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date, timedelta
from functools import lru_cache

from casework.case.clock import is_owed
from casework.case.facts import proclaimed
from casework.processes.ap_placement.acts import LOCAL_POLICY
from casework.processes.ap_placement.codes import content_of
from casework.processes.ap_placement.placement import MAY_ASK, Placement
from statute.content_hash import content_hash
from statute.facts import Event, Facts
from statute.obligation import Obligation
from statute.pack import RulePack
from statute.school_days import SchoolDays, school_days
from statute.timeline import timeline

_SHORT_SUSPENSION = 5
"""A suspension of so many school days has no sixth day (Education and Inspections Act 2006 s.100)."""
_SIMPLE: Mapping[str, str] = {
    "start_placement": "placement_began",
    "extend_placement": "placement_lengthened",
    "record_return": "placement_over",
    "move_on": "placement_over",
    "end_early": "placement_over",
    "close_referral": "placement_over",
}


def calendar_of(placement: Placement) -> SchoolDays:
    """Return the school days of the pupil's school, as they were when they were last taken in."""
    loaded = placement.in_last("closed", LOCAL_POLICY) or ()
    written = [span for fact in placement.facts for span in closures_in(fact)]
    spans = [(date.fromisoformat(first), date.fromisoformat(again)) for first, again in loaded]
    release = placement.law.calendar if placement.law is not None else None
    return school_days([*spans, *written], proclaimed=proclaimed(placement.facts), release=release)


def closures_in(fact: Event) -> tuple[tuple[date, date], ...]:
    """Return the closures that a person wrote with an act, each as its first closed day and the day of re-opening."""
    pairs = (str(span).partition("/") for span in fact.fields.get("closed") or () if fact.event in MAY_ASK)
    return tuple((date.fromisoformat(first), date.fromisoformat(again)) for first, _, again in pairs)


def obligations_of(placement: Placement, today: date) -> tuple[Obligation, ...]:
    """Return the limits of a placement on a day."""
    facts = Facts(tuple(sorted(_as_law(placement), key=lambda fact: fact.on or date.min)))
    pack = _pack(tuple(sorted(placement.policy.items())))
    return timeline(facts, today, pack=pack, calendar=calendar_of(placement))


def owed(placement: Placement, today: date) -> tuple[Obligation, ...]:
    """Return the limits that are still to be met, earliest first."""
    return tuple(one for one in obligations_of(placement, today) if is_owed(one))


def review_day(placement: Placement, fact: Event) -> date:
    """Return the day of the next review after a start or a review: as it was given, else by the local interval of the tier."""
    assert fact.on is not None
    given = fact.fields.get("review_on")
    if fact.event == "start_placement":
        given = placement.in_last("review_on", "agree_objectives")
    weeks = placement.policy[f"review_weeks_{placement.tier}"]
    return date.fromisoformat(str(given)) if given else fact.on + timedelta(weeks=weeks)


@lru_cache(maxsize=64)
def _pack(policy: tuple[tuple[str, int], ...]) -> RulePack:
    """Return the limits with the numbers of an authority."""
    content = content_of("limits")
    pack = deepcopy(content["pack"])
    rules = {clock["role"]: clock["rule"] for clock in pack["clocks"]}
    by_id = {rule["id"]: rule for rule in pack["rules"]}
    for name, value in policy:
        if (role := content["local"][name].get("counts")) is not None:
            by_id[rules[role]]["counting"]["n"] = value
    return RulePack(**pack, hash=content_hash(pack))


def _as_law(placement: Placement) -> Iterator[Event]:
    """Yield the facts of a placement in the words of its limits."""
    yield from _exclusion(placement)
    checks = 0
    for fact in placement.facts:
        match fact.event:
            case "screen_referral" if fact.fields["outcome"] == "ready":
                yield Event("referral_ready", fact.on)
            case "decide_placement":
                yield Event("referral_decided", fact.on)
            case "decide_education":
                is_in_full = fact.fields["education"] == "full_time"
                yield Event("education_in_full" if is_in_full else "education_not_in_full", fact.on)
            case "check_return":
                checks += 1
                yield Event("return_checked_first" if checks == 1 else "return_checked_second", fact.on)
            case name if name in _SIMPLE:
                yield from _of_placement(placement, fact, _SIMPLE[name])
            case "review_placement":
                day = review_day(placement, fact).isoformat()
                yield Event("placement_reviewed", fact.on, None, {"review_on": day})


def _of_placement(placement: Placement, fact: Event, name: str) -> Iterator[Event]:
    fields = dict(fact.fields)
    if name == "placement_began":
        day = review_day(placement, fact).isoformat()
        fields = {"review_on": day, "limited": placement.tier == "tier_2"}
        if placement.is_in_full:
            yield Event("education_began", fact.on)
    yield Event(name, fact.on, None, fields)
    if name == "placement_over":
        yield Event("exclusion_over", fact.on)
    if fact.event == "record_return":
        yield Event("pupil_returned", fact.on)


def _exclusion(placement: Placement) -> Iterator[Event]:
    kind, first = placement.referred("exclusion"), placement.referred("excluded_on")
    if kind in (None, "none") or first is None:
        return
    if kind == "suspended" and int(placement.referred("suspended_days")) <= _SHORT_SUSPENSION:
        return
    name = "pupil_suspended" if kind == "suspended" else "pupil_excluded"
    yield Event(name, date.fromisoformat(str(first)))
