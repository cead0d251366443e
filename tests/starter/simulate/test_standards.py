"""The standards of a scenario: what is compared with them, and the refusal that names nothing else."""

from __future__ import annotations

import asyncio
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from office.refusals import ActRefused
from starter.simulate.standards import take_standards
from starter.simulate.virtual_time import Played, Scene
from statute.errors import BadFacts
from tests.databases import new_records
from tests.starter.simulate.stories import played
from workflows.messages import Opening

STARTS = datetime.fromisoformat("2025-01-13T09:00:00+00:00")


@pytest.mark.xdist_group("stories")
def test_the_story_shows_what_repeats_a_standard_and_what_is_above_the_catalogue() -> None:
    told = played("above-the-catalogue")
    assert told["stage"] == "plan_issued"
    assert told["refused"] == []
    notes = [row["note"].partition(":")[0] for row in told["standards"]["rows"]]
    assert notes == [
        "This repeats what every school must do (U-01",
        "As the specialist standard S-01",
        "Above the catalogue",
    ]
    (catalogue,) = told["standards"]["judged_on"]
    assert {one["id"]: one["answer"] for one in catalogue["standards"]} == {
        "U-01": "met",
        "T-01": "not_tried",
        "S-01": None,
    }


class Still(Played):
    """A case that stands still and takes no act."""

    async def go_to(self, instant: datetime) -> bool:
        return True


def test_a_scenario_cannot_refuse_because_a_standard_is_not_met(tmp_path: Path) -> None:
    environment: Any = SimpleNamespace(client=SimpleNamespace(get_workflow_handle=lambda *_, **__: None))
    opening = Opening(case_id="case-a", event="request_received", on=STARTS.date(), clock_starts_at=STARTS)
    scene = Scene("assessment_refused", date(2025, 2, 12), None, {"reason": "Standard T-01 is not met."})
    with closing(new_records(tmp_path)) as database, pytest.raises(ActRefused, match=r"s\.36\(8\)"):
        asyncio.run(Still(environment, database, opening).act(scene))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ([], "is not an object"),
        ({"link": []}, "has no 'link'"),
        ({"catalogues": {}}, "is not a list"),
        ({"catalogues": [{"catalogue": "a"}]}, "A catalogue of the scenario: "),
        ({"plan": {}}, "The plan of the scenario: "),
        (
            {"links": [{"on": "2025-01-20", "kind": "evidence", "answer": "above"}]},
            "an answer that the kind has",
        ),
        ({"links": [{"on": "soon", "kind": "evidence", "answer": "met"}]}, "'soon' is not a date"),
    ],
)
def test_what_is_wrong_with_the_standards_of_a_scenario_is_said(written: Any, said: str) -> None:
    with pytest.raises(BadFacts, match=said):
        take_standards(written)
