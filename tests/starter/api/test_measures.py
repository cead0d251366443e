"""Figures over the API: in the form of the contract, with the cases behind each number."""

from __future__ import annotations

from datetime import date

from office.dependencies import read_only_parts
from records.database import Database
from starter.api.app import api
from tests.activities.conftest import database
from tests.office.test_snapshots import JULY, NIGHT, told
from tests.office.test_snapshots import take_snapshot as take
from tests.starter.api.conftest import FAST, HEAD, calling

__all__ = ["database", "told"]
TODAY = date(2024, 9, 2)


def test_figures_and_the_cases_behind_them_are_given(told: Database) -> None:
    take(told, JULY, NIGHT)
    with calling(api(read_only_parts(told, lambda: TODAY), pace=FAST), told, HEAD) as caller:
        now = caller.get("/measures")
        assert (now["as_at"], now["snapshot"], now["counted_from"]) == ("2024-09-02", None, "now")
        found = {one["id"]: one for one in now["measures"]}
        assert found["plans_in_20_weeks_including"]["value"] == 50.0
        kept = caller.get("/measures?as_at=2024-07-31&by=team")
        assert kept["snapshot"] and {one["key"] for one in kept["measures"] if one["denominator"]} == {
            "north"
        }
        behind = caller.get("/measures/plans_in_20_weeks_including/cases?part=not_met")
        assert behind["number"] == 1 and behind["cases"][0]["case"] == "case-late"
        assert caller.get("/measures/requests/cases?limit=1&offset=1&by=team&key=north")["number"] == 4
        for refused, status in (
            ("/measures?as_at=2024-09-03", 409),
            ("/measures?by=colour", 422),
            ("/measures/none/cases", 409),
        ):
            assert caller("GET", refused).status_code == status, refused
