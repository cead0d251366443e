"""`ehcp measures` prints every measure of a day, and writes the rows that an independent script counts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.activities.people import register
from tests.activities.steps import Story
from tests.casework.measures.test_case_export import SCRIPT
from tests.databases import new_records
from tests.office.test_snapshots import DRAFTED
from tests.running import here as ehcp


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("measures")
    database = new_records(data)
    for case_id, day in (("case-in-time", "2024-07-10"), ("case-late", "2024-07-30")):
        register(database, case_id)
        Story(case_id).then(*DRAFTED, f"final_issued {day}").record(database)
    database.close()
    return data


def test_figures_of_a_past_day_agree_with_the_script_over_the_export(folder: Path, tmp_path: Path) -> None:
    told = json.loads(ehcp("measures", "--as-at", "2024-08-01", "--json", data=folder).out)
    assert (told["as_at"], told["snapshot"], told["counted_from"]) == ("2024-08-01", None, "ledger")
    ours = {one["id"]: [one["numerator"], one["denominator"]] for one in told["measures"]}
    assert ours["plans_in_20_weeks_including"] == [1, 2]
    file = tmp_path / "cases.csv"
    written = ehcp("measures", "--as-at", "2024-08-01", "--cases", str(file), "--json", data=folder)
    assert json.loads(written.out)["cases"] == 2
    command = [sys.executable, "-I", str(SCRIPT), str(file), "2024-08-01"]
    counted = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert json.loads(counted) == ours


def test_by_takes_a_cut_or_the_person_who_asks(folder: Path) -> None:
    cut = json.loads(ehcp("measures", "--as-at", "2024-08-01", "--by", "team", "--json", data=folder).out)
    assert cut["by"] == "team" and {one["key"] for one in cut["measures"]} == {"north"}
    shown = ehcp("measures", "--as-at", "2024-08-01", data=folder)
    assert "50 percent  Plans issued within 20 weeks, including exceptions (1 of 2)" in shown.out
    refused = ehcp("measures", "--as-at", "2024-08-01", "--by", "stranger-1", data=folder)
    assert refused.code == 1 and "not on the register of staff" in refused.err
    ahead = ehcp("measures", "--as-at", "2124-08-01", data=folder)
    assert ahead.code == 1 and "is in the future" in ahead.err
