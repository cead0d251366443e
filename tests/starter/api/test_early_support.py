"""A program sends early support: all records or none, and each fault has its place."""

from __future__ import annotations

import secrets
from typing import Any

from tests.conftest import days_ago
from tests.starter.api.conftest import Caller

SCREEN: dict[str, Any] = {
    "child_name": "Wren Sample", "born_on": "2021-01-01", "setting": "urn-900001", "kind": "screen", "on": "2026-02-03",
    "tool": "elim", "colour": "red",
}  # fmt: skip


def test_records_are_kept_once_or_refused_with_every_fault(reader: Caller) -> None:
    bad = [SCREEN, {**SCREEN, "colour": "blue"}, {**SCREEN, "kind": "view", "tool": None, "colour": None}]
    refused = reader("POST", "/early-support", {"records": bad})
    assert refused.status_code == 422
    assert [one["pointer"] for one in refused.json()["errors"]] == [
        "/records/1/colour",
        "/records/2/family_view",
    ]
    first = reader("POST", "/early-support", {"records": [SCREEN]})
    again = reader("POST", "/early-support", {"records": [SCREEN]})
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {"records": 1, "added": 0, "changed": 0, "unchanged": 1}
    told = reader.get("/cases/case-a/early-support")
    assert (told["line"], told["records"], told["policy"]) == ("", [], "Local policy, not law")
    cohorts = reader.get("/early-support/cohorts")
    assert (cohorts["rows"], cohorts["rows_left_out"]) == ([], 1)


def test_a_request_with_a_green_screen_is_opened_and_its_clock_runs(whole: Caller) -> None:
    name = f"Sample Child {secrets.token_hex(6)}"
    screen = {"child_name": name, "born_on": "2021-01-01", "setting": "900001", "kind": "screen", "on": days_ago(60), "tool": "elim"}  # fmt: skip
    row = {"child_name": name, "born_on": "2021-01-01", "received_on": days_ago(2), "team": "north"}
    bad = whole("POST", "/requests", {"requests": [row], "early_support": [{**screen, "colour": "blue"}]})
    assert bad.status_code == 422
    assert [one["pointer"] for one in bad.json()["errors"]] == ["/early_support/0/colour"]
    answer = whole("POST", "/requests", {"requests": [row], "early_support": [{**screen, "colour": "green"}]})
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert (told["opened"], told["early_support"]["added"]) == (1, 1)
    case = told["cases"][0]["case"]
    assert whole.get(f"/cases/{case}/early-support")["line"].startswith("Screened green on ")
    assert "running" in {one["status"] for one in whole.get(f"/cases/{case}")["obligations"]}
