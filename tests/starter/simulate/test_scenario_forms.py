"""What a scenario may hold beside one day and one direction: a list of directions, and never a month."""

from __future__ import annotations

import json
from pathlib import Path

from tests.running import ehcp

ORDERED = {
    "events": [
        {"event": "request_received", "on": "2024-10-07"},
        {"event": "final_issued", "on": "2025-02-17"},
        {"event": "tribunal_order", "on": "2025-07-03", "to": ["amend_plan", "name_setting"]},
    ],
    "until": "2025-07-04",
}


def test_an_order_for_several_things_runs_a_limit_for_each(tmp_path: Path) -> None:
    written = tmp_path / "several.json"
    written.write_text(json.dumps(ORDERED))
    answer = ehcp("simulate", str(written), "--json")
    assert answer.code == 0, answer.err
    due = {row["rule"]: row["due_on"] for row in answer.json["obligations"]}
    assert (due["reg44.amend_contents"], due["reg44.amend_placement"]) == ("2025-08-07", "2025-07-17")


def test_a_month_is_refused_in_one_sentence(tmp_path: Path) -> None:
    written = tmp_path / "month.json"
    written.write_text(json.dumps({"events": [{"event": "request_received", "on": "2024-02"}]}))
    answer = ehcp("simulate", str(written), "--json")
    assert (answer.code, answer.out) == (2, "")
    assert (
        "'2024-02' is a month, and a simulation runs day by day; give a day, or ask `ehcp timeline`."
        in answer.err
    )
