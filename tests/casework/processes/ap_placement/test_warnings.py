"""The warnings before a placement starts: outside a plan, at a provider that is not registered, listed or checked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.processes.ap_placement.process import PROCESS
from casework.processes.ap_placement.warnings import warnings
from casework.processes.process import Known, ParentCase
from statute.facts import Event
from tests.casework.processes.ap_placement.placements import (
    START,
    act,
    match,
    placement,
    to_match,
    to_start,
    why,
)


def codes(found: Any, on: str = "2026-04-27") -> list[str]:
    return [one.code for one in warnings(found, date.fromisoformat(on))]


def test_a_child_with_a_plan_starts_only_after_a_review_or_an_override_with_its_reason() -> None:
    found = placement(*to_start(tier="tier_3"), has_plan=True)
    refused = why(found, START)
    assert "s.42" in refused and "s.44" in refused and "early review" in refused
    assert why(
        placement(*to_start(), act("early_review", "2026-04-24", outcome="offered"), has_plan=True), START
    )
    held = act("early_review", "2026-04-24", outcome="held")
    assert why(placement(*to_start(), held, has_plan=True), START) == ""
    override = act("override_warning", "2026-04-24", warning="outside_the_plan", why="note-9")
    overridden = placement(*to_start(), override, has_plan=True)
    assert why(overridden, START) == ""
    assert overridden.in_last("why", "override_warning") == "note-9"
    assert "needs why" in why(found, act("override_warning", "2026-04-24", warning="outside_the_plan"))


def test_a_plan_is_known_from_the_case_or_from_the_referral() -> None:
    assert codes(placement(*to_match(sen="E"))) == ["outside_the_plan"]
    assert codes(placement(*to_match())) == []
    assert codes(placement(*to_match(tier="tier_1", sen="E"))) == []


@pytest.mark.parametrize(
    ("fields", "matched", "warned"),
    [
        ({"sen": "E"}, {}, True),
        ({"looked_after": True}, {}, True),
        ({}, {"five_pupils": True}, True),
        ({}, {}, False),
        ({"sen": "E"}, {"pattern": "PT", "sessions": "4"}, False),
        ({"sen": "E"}, {"setting_type": None, "urn": "900009"}, False),
    ],
)
def test_full_time_education_at_a_provider_that_is_not_registered_is_warned(
    fields: dict[str, Any], matched: dict[str, Any], warned: bool
) -> None:
    given = {"urn": None, "setting_type": "OTH", **matched}
    assert ("unregistered_full_time" in codes(placement(*to_start(match(**given), **fields)))) is warned


def test_a_provider_that_is_not_on_the_list_or_whose_check_ran_out_stops_the_start() -> None:
    acts = to_start()
    gone = act("take_in_provider", "2026-04-23", has_list=True, listed=False)
    assert "is not on the approved list" in why(placement(*acts[:4], gone, *acts[4:]), START)
    old = act(
        "take_in_provider", "2026-04-23", has_list=True, listed=True, urn="900009", checked_until="2026-04-25"
    )
    late = placement(*acts[:4], old, *acts[4:])
    assert "ran out on 25 April 2026" in why(late, START)
    go_on = act("override_warning", "2026-04-26", warning="checks_ran_out", why="note-1")
    assert why(placement(*acts[:4], old, *acts[4:], go_on), START) == ""


def test_an_override_ends_with_another_match_but_for_the_plan() -> None:
    gone = act("take_in_provider", "2026-04-23", has_list=True, listed=False)
    go_on = act("override_warning", "2026-04-23", warning="not_on_the_list", why="note-1")
    again = (match("2026-04-24"), act("take_in_provider", "2026-04-24", has_list=True, listed=False))
    found = placement(
        *to_match(),
        match(),
        gone,
        go_on,
        *again,
        act(
            "agree_objectives", "2026-04-24", objectives="note-1", return_criteria="note-2", contact="note-3"
        ),
    )
    assert "is not on the approved list" in why(found, START)


def test_more_than_four_sessions_beside_school_are_noted_as_policy_that_is_not_in_force() -> None:
    found = placement(*to_start(match(pattern="PT", sessions="5")))
    (one,) = warnings(found, date(2026, 4, 27))
    assert (one.code, one.stops) == ("many_sessions", False) and "not in force" in one.text
    assert why(found, START) == ""


def case(*events: Event) -> ParentCase:
    return ParentCase("case-1", "plan_issued", events)


def test_a_pupil_is_referred_in_a_case_with_or_without_a_plan() -> None:
    opened = Event("request_received", date(2026, 1, 5))
    plan = Event("final_issued", date(2026, 4, 1))
    gone = Event("plan_transferred_out", date(2026, 5, 1))
    assert [PROCESS.begins_with(case(*of))["has_plan"] for of in ((opened,), (opened, plan), (plan, gone))] == [
        False, True, False,
    ]  # fmt: skip
    assert PROCESS.not_in_case(case(opened), date(2026, 4, 20)) is None
    assert "before the case was opened" in str(PROCESS.not_in_case(case(opened), date(2026, 1, 4)))
    assert "has died" in str(
        PROCESS.not_in_case(case(opened, Event("died", date(2026, 4, 1))), date(2026, 4, 20))
    )


def test_a_plan_that_was_made_after_the_referral_is_found_when_the_pupil_is_matched() -> None:
    made = case(Event("request_received", date(2026, 1, 5)), Event("final_issued", date(2026, 4, 22)))
    first, *rest = to_match()
    policy = act("take_in_policy", "2026-04-20", limits={}, closed=[])
    before = placement(first, policy, *rest, match())
    wanted = PROCESS.wants(before)
    assert wanted is not None and wanted.name == "provider"
    chosen = PROCESS.choose(wanted, before, Known(None, case=made))
    found = PROCESS.answered(before, wanted, chosen, date(2026, 4, 23))
    assert found is not None and found.act is not None
    assert codes(before) == [] and "outside_the_plan" in codes(PROCESS.after(before, found.act))
