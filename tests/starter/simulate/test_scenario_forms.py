"""What a scenario may hold beside one day and one direction: a list of directions, and never a month."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from starter.simulate.simulation import scenario_of
from statute.errors import BadFacts
from tests.running import ehcp

ORDERED = {
    "events": [
        {"event": "request_received", "on": "2024-10-07"},
        {"event": "final_issued", "on": "2025-02-17"},
        {"event": "tribunal_order", "on": "2025-04-10", "to": ["amend_plan", "name_setting"]},
    ],
    "until": "2025-04-11",
}


def test_an_order_for_several_things_runs_a_limit_for_each(tmp_path: Path) -> None:
    written = tmp_path / "several.json"
    written.write_text(json.dumps(ORDERED))
    answer = ehcp("simulate", str(written), "--json")
    assert answer.code == 0, answer.err
    due = {row["rule"]: row["due_on"] for row in answer.json["obligations"]}
    assert (due["reg44.amend_contents"], due["reg44.amend_placement"]) == ("2025-05-15", "2025-04-24")


def test_a_month_is_refused_in_one_sentence() -> None:
    said = "'2024-02' is a month, and a simulation runs day by day; give a day, or ask `ehcp timeline`."
    with pytest.raises(BadFacts, match=said):
        scenario_of({"events": [{"event": "request_received", "on": "2024-02"}]})


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("none", "is not a list of records"),
        ([{"kind": "screen"}], "Record 1 of early support needs a kind and a date"),
        ([{"kind": "screen", "on": "2024-02-31"}], "is not a real date"),
        ([{"kind": "screen", "on": "2024-02-03", "tool": "elim"}], "Colour is missing"),
    ],
)
def test_wrong_early_support_is_refused_in_one_sentence(rows: object, said: str) -> None:
    with pytest.raises(BadFacts, match=said):
        scenario_of({"events": [{"event": "request_received", "on": "2024-10-07"}], "early_support": rows})
