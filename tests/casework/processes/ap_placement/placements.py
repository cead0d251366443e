"""Placements for tests, built from their acts as the guard allows them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.case.acts import Act
from casework.processes.ap_placement.guard import refusal
from casework.processes.ap_placement.placement import Placement, after, begun

REFERRED: Mapping[str, Any] = {
    "tier": "tier_2",
    "reason": "BHS",
    "home_school": "urn-900002",
    "sen": "K",
    "exclusion": "none",
    "aim": "note-1",
    "tried": "note-2",
}
MATCH: Mapping[str, Any] = {
    "provider": "bridge-centre",
    "pattern": "FT",
    "sessions": "10",
    "registration": "subsidiary",
    "commissioner": "authority",
    "planned_end": "2026-07-10",
    "urn": "900009",
}
PLAN: Mapping[str, Any] = {"objectives": "note-3", "return_criteria": "note-4", "contact": "note-5"}
AUTOMATIC = ("take_in_policy", "take_in_provider")


def act(action: str, on: str, **fields: Any) -> Act:
    return Act(action, date.fromisoformat(on), None, fields)


def refer(on: str = "2026-04-20", **fields: Any) -> Act:
    return act("refer_placement", on, **{**REFERRED, **fields})


def match(on: str = "2026-04-23", **fields: Any) -> Act:
    given = {**MATCH, **fields}
    return act("match_provider", on, **{name: value for name, value in given.items() if value is not None})


def to_match(**fields: Any) -> tuple[Act, ...]:
    """The acts up to the approval."""
    return (
        refer(**fields),
        act("screen_referral", "2026-04-21", outcome="ready"),
        act("decide_placement", "2026-04-22", decision="approve", reason="note-6"),
    )


def to_start(*matched: Act, **fields: Any) -> tuple[Act, ...]:
    """The acts up to the placement plan."""
    return (*to_match(**fields), *(matched or (match(),)), act("agree_objectives", "2026-04-24", **PLAN))


START = act("start_placement", "2026-04-27")


def placement(*acts: Act, has_plan: bool = False) -> Placement:
    found = begun("referral-1", {"case": "case-1", "has_plan": has_plan}, None)
    for one in acts:
        assert one.on is not None
        if one.action not in AUTOMATIC:
            assert refusal(found, one, one.on) is None, refusal(found, one, one.on)
        found = after(found, one)
    return found


def why(found: Placement, one: Act, today: str = "2026-12-31") -> str:
    return refusal(found, one, date.fromisoformat(today)) or ""
