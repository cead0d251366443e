"""A plan that ceases, on the real workflows and virtual time, after the case that made it has closed."""

from __future__ import annotations

import json
from typing import Any

from starter.simulate.simulation import scenario_of, simulate
from tests.running import ROOT

STORY = ROOT / "samples" / "stories" / "cease-appealed.json"


async def test_a_plan_is_kept_while_an_appeal_is_open_and_ends_once_it_is_dismissed() -> None:
    told = await simulate(scenario_of(json.loads(STORY.read_text())))
    assert told["refused"] == []
    (ending,) = [one for one in told["processes"] if one["kind"] == "ceasing"]
    assert ending["stage"] == "ceasing_ended"
    sent = notices(ending)
    assert [one for one in sent if one[2] == "family"] == [
        ("2025-09-08", "ending_considered", "family"),
        ("2026-03-16", "plan_ended", "family"),
    ]
    assert ("2025-09-08", "ending_considered_setting", "setting") in sent
    assert ("2026-03-16", "plan_ended_copy", "health_body") in sent
    events = [line["event"] for line in ending["ledger"] if line["event"] not in ("not_told", "age_known")]
    assert events == [
        "ending_opened", "consider_ceasing", "ask_views", "record_views", "replies_over",
        "decide_ceasing", "case_opened", "record_dispute", "record_dispute", "end_plan",  # no reminder: an appeal was open
    ]  # fmt: skip


def notices(of: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(one["on"], one["kind"], one["to_role"]) for one in of["notices"]]
