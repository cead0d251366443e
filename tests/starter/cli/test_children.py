"""`ehcp child`: a second request joins the record of its child; two records are merged, split and exported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import days_ago
from tests.running import Up
from tests.starter.cli.test_access import refused

pytestmark = pytest.mark.xdist_group("office")
BY = ("--by", "officer-n1", "--reason", "The school confirmed it to us.")


def opened(office: Up, file: Path, **row: str) -> dict[str, Any]:
    """A case that was just opened, as it is shown."""
    file.write_text(json.dumps([{"received_on": days_ago(9), "team": "north", **row}]))
    case = office("open", str(file), "--second", "--json").json["cases"][0]["case"]
    shown: dict[str, Any] = office("show", case, "--json").json
    return shown


def test_a_second_request_joins_the_record_of_its_child(office: Up, tmp_path: Path) -> None:
    child = {"child_name": f"Sample Joined {tmp_path.name}", "born_on": "2015-05-05"}
    first = opened(office, tmp_path / "a.json", **child, reference=f"A-{tmp_path.name}")
    second = opened(office, tmp_path / "b.json", **child, reference=f"B-{tmp_path.name}", upn="H801200001001")
    other = opened(office, tmp_path / "c.json", child_name=child["child_name"])
    assert first["child_id"] == second["child_id"] != other["child_id"]
    told = office("child", "show", first["child_id"], "--json").json
    assert {one["case"] for one in told["cases"]} == {first["case"], second["case"]}
    assert told["details"]["upn"] == "H801200001001" and len(told["versions"]) == 2
    found = office("child", "find", child["child_name"], "--born-on", child["born_on"], "--json").json[
        "children"
    ]
    assert [(one["child"], one["match"]) for one in found] == [
        (first["child_id"], "same"),
        (other["child_id"], "near"),
    ]


def test_two_records_are_corrected_merged_exported_and_split(office: Up, tmp_path: Path) -> None:
    one = opened(office, tmp_path / "a.json", child_name=f"Sample One {tmp_path.name}", born_on="2015-05-05")
    other = opened(office, tmp_path / "b.json", child_name=f"Sample Other {tmp_path.name}")
    a, b = one["child_id"], other["child_id"]
    refused(
        office("child", "correct", a, "--name", "Sample", "--reason", "The school confirmed it."), "Say who"
    )
    census = ("--sex", "F", "--looked-after", "--first-language", "Polish")
    named = office("child", "correct", a, "--name", "Sample Named", *census, *BY)
    assert named.code == 0 and "Version 2" in named.out and "looked_after" in named.out
    bad = office("child", "correct", a, "--primary-need", "none", *BY)
    assert bad.code == 1 and "primary_need 'none' is not a code" in bad.err
    merged = office("child", "merge", b, a, *BY, "--json").json
    assert [each["case"] for each in merged["cases"]] == [other["case"], one["case"]]
    assert office("show", other["case"], "--json").json["child_id"] == a
    assert "was merged into" in office("child", "show", b).out
    exported = office("child", "export", a, str(tmp_path / "held"))
    assert exported.code == 0, exported.err
    held = json.loads((tmp_path / "held" / "child.json").read_text(encoding="utf-8"))
    assert sorted(held["cases"]) == sorted((one["case"], other["case"]))
    refused(office("child", "merge", b, a, *BY), "use that record")
    split = office("child", "split", b, *BY, "--json").json
    assert (split["returned"], split["changed_since"]) == ([other["case"]], [])
    assert office("show", other["case"], "--json").json["child_id"] == b
