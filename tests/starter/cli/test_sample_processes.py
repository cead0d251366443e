"""The processes of the sample caseload: each act in the file may be recorded, whatever the day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import yaml

from casework.case.actions import Act
from casework.processes.registry import BY_KIND
from office.notes import without_texts
from starter.cli.sample_processes import _day, _fields
from tests.running import ROOT

LISTED = yaml.safe_load((ROOT / "samples" / "processes.yaml").read_text(encoding="utf-8"))


def at_its_end(one: dict[str, Any], today: date) -> Any:
    process = BY_KIND[one["kind"]]
    owner = {"case": "case-1"} if "reference" in one else {"child": "child-1", "officer": one["by"]}
    state = process.begin("sample-1", owner, None)
    for act in one["acts"]:
        fields = without_texts(process.acts[act["act"]], _fields(act["fields"], today))
        made = Act(act["act"], _day(act["day"], today), None, fields)
        assert process.refusal(state, made, today, one["by"]) is None, act["act"]
        state = process.after(state, made)
    return state


@pytest.mark.parametrize("weekday", range(7))
def test_each_act_of_the_sample_processes_may_be_recorded(weekday: int) -> None:
    today = date(2026, 11, 23) + timedelta(days=weekday)
    there, without_case = (at_its_end(one, today) for one in LISTED)
    assert there.stage.endswith("started") and without_case.stage.endswith("referred")
    review = next(one for one in BY_KIND[LISTED[0]["kind"]].obligations(there, today) if one.due_on > today)
    assert review.due_on == today + timedelta(days=3), "a review is due soon"
