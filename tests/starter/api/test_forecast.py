"""Forecasts over the API: rows of the night, sums with other numbers, and the staff of the coming year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from office.dependencies import read_only_parts
from office.forecast import make_forecasts
from records.database import Database
from starter.api.app import api
from tests.activities.steps import Story
from tests.databases import new_records
from tests.starter.api.conftest import FAST, HEAD, Caller, calling

DAY = date(2024, 6, 3)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Database]:
    found = new_records(tmp_path)
    Story("case-a").then("assessment_agreed 2024-04-10", "advice_requested 2024-04-11 school").record(found)
    yield found
    found.close()


@pytest.fixture
def caller(records: Database) -> Iterator[Caller]:
    with calling(api(read_only_parts(records, lambda: DAY), pace=FAST), records, HEAD) as found:
        yield found


def test_the_forecasts_of_the_night_are_read_and_other_numbers_tried(
    caller: Caller, records: Database
) -> None:
    assert caller.get("/cases/case-a/forecast") == {"made_on": None, "forecast": None}
    make_forecasts(records, DAY)
    of_case = caller.get("/cases/case-a/forecast")
    assert (of_case["made_on"], of_case["forecast"]["next_limit"]) == ("2024-06-03", "decide_on_a_plan")
    listed = caller.get("/forecasts?until=2024-12-31")
    assert listed["forecasts"] == [of_case["forecast"]] and listed["what_if"] is None
    assert caller.get("/forecasts?until=2024-12-31&officer=officer-9")["forecasts"] == []
    tried = caller.get("/forecasts?set=school_return_days=-10&set=officers=%2B1")["what_if"]
    assert tried["cases"] == 1 and tried["then"]["twenty_weeks"] <= tried["now"]["twenty_weeks"]
    refused = caller("GET", "/forecasts?set=nothing=1")
    assert refused.status_code == 409 and "'nothing' cannot be set; write one of" in refused.json()["detail"]
    assert len(caller.get("/capacity")["requests"]) == 12
