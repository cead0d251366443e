"""`ehcp forecast`: the cases, other numbers, the check and the staff."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from records.database import Database
from tests.activities.steps import Story
from tests.office.planned_case import planned
from tests.running import Answer, here

WAITING = "case-waiting"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    found = planned(tmp_path)
    Story(WAITING).then("assessment_agreed 2024-04-10", "advice_requested 2024-04-11 school").record(found)
    yield found
    found.close()


def test_the_command_tells_each_form_as_text_and_as_json(database: Database, tmp_path: Path) -> None:
    def ehcp(*words: str) -> Answer:
        return here("forecast", *words, "--as-at", "2024-06-03", data=tmp_path)

    told = ehcp("--case", WAITING, "--json").json
    (one,) = told["forecasts"]
    assert (told["as_at"], one["case"], one["next_limit"]) == ("2024-06-03", WAITING, "decide_on_a_plan")
    assert one["label"] == "An estimate from this council's own past, not law"
    assert "misses the twenty weeks" in ehcp().out and WAITING in ehcp("--set", "school_return_days=-7").out
    refused = ehcp("--set", "nothing=1")
    assert refused.code == 1
    assert refused.err.strip().endswith(
        "'nothing' cannot be set; write one of panel_weekly, officers, ep_return_days, school_return_days."
    )
    assert "nothing to check" in ehcp("--check").out and ehcp("--check", "--json").json["predictions"] == 0
    staff = ehcp("--capacity", "--json").json
    assert len(staff["requests"]) == 12 and staff["assumptions"]
    assert "This assumes:" in ehcp("--capacity").out
    assert ehcp("--check", "--capacity").code == 2
    assert ehcp("--case", "case-none").code == 1
