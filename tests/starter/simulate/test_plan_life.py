"""A scenario with a first final plan and no further act: the plan begins its review, which asks for itself and tells people."""

from __future__ import annotations

import json
from pathlib import Path

from tests.running import ehcp


def test_a_final_plan_schedules_its_review_by_itself(tmp_path: Path) -> None:
    scenario = {
        "events": [
            {"event": "request_received", "on": "2026-01-05"},
            {"event": "final_issued", "on": "2026-05-20"},
        ],
        "until": "2027-05-20",
    }
    file = tmp_path / "scenario.json"
    file.write_text(json.dumps(scenario))
    found = json.loads(ehcp("simulate", str(file), "--json").out)["processes"]
    (review,) = [each for each in found if "latest_meeting_on" in each["shows"]]
    assert review["shows"]["cycle_ends_on"] == "2027-05-19"
    assert review["shows"]["latest_meeting_on"] == "2027-04-21"
    told = {(each["on"], each["to_role"]) for each in review["notices"]}
    assert ("2027-04-21", "team_manager") in told and ("2027-04-22", "head_of_service") in told
    assert [one["due_on"] for one in review["limits"]] == ["2027-05-19"]


def test_a_child_who_will_be_in_year_6_is_on_the_transfer_list_in_september_without_a_further_act(
    tmp_path: Path,
) -> None:
    scenario = {
        "events": [
            {"event": "request_received", "on": "2026-01-05"},
            {"event": "final_issued", "on": "2026-05-20"},
            {"event": "correct_plan", "on": "2026-05-21", "by": "officer-1", "school_year": "5"},
        ],
        "until": "2026-09-02",
    }
    file = tmp_path / "scenario.json"
    file.write_text(json.dumps(scenario))
    told = json.loads(ehcp("simulate", str(file), "--json").out)
    (transfer,) = [each for each in told["processes"] if each["kind"] == "phase_transfer"]
    assert told["refused"] == [] and transfer["ledger"][0]["on"] == "2026-09-01"
    assert transfer["shows"]["target_on"] == "2027-02-12"
