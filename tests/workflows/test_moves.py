"""Moves between authorities, on the real workflows and virtual time."""

from __future__ import annotations

import json
from typing import Any

from starter.simulate.simulation import scenario_of, simulate
from tests.running import ROOT

STORY = ROOT / "samples" / "stories" / "move-in.json"


async def test_a_plan_that_moved_in_is_told_of_in_time_and_reviewed_while_its_case_counts_the_same_days() -> (
    None
):
    told = await simulate(scenario_of(json.loads(STORY.read_text())))
    assert told["refused"] == []
    (move,) = [one for one in told["processes"] if one["kind"] == "move_in"]
    assert move["stage"] == "move_in_reviewed"
    assert [(one["due_on"], one["status"]) for one in move["limits"]] == [
        ("2025-10-13", "met"),
        ("2026-03-09", "met"),
    ]
    of_case = {one["rule"]: (one["due_on"], one["met_on"]) for one in told["obligations"]}
    assert {("2025-10-13", "2025-10-06"), ("2026-03-09", "2026-02-09")} <= set(of_case.values())
    assert ("2025-10-06", "move_in_told", "family") in notices(move)
    assert ("2025-09-02", "move_in_placed", "setting") in notices(move)
    assert not [one for one in notices(move) if one[1] == "process_limit_waits"], "its case alerts people"


def notices(of: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(one["on"], one["kind"], one["to_role"]) for one in of["notices"]]
