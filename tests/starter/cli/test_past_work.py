"""`ehcp past-work`, `ehcp document` and the letters that do not leave for work of the past."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.conftest import Opened, days_ago
from tests.running import Up

pytestmark = pytest.mark.xdist_group("office")


def sent(office: Up, case: str) -> set[str]:
    return {one["dispatch"] for one in office("history", case, "--json").json["notices"]}


def test_work_of_the_past_is_entered_by_file_and_tells_no_one(
    office: Up, opened: Opened, tmp_path: Path
) -> None:
    case = opened(100, family="Ash Sample\n1 Sample Street\nEX1 1AA")
    letters = tmp_path / "letters.txt"
    letters.write_text("Copies of the letters that were posted.")
    kept = office("document", "add", case, str(letters), "--by", "officer-n1", "--json").json["document"]
    assert kept in office("document", "list", case).out
    before = sent(office, case)
    file = tmp_path / "work.csv"
    with file.open("w", newline="") as table:
        rows = csv.writer(table)
        rows.writerow(("action", "on", "of", "told_how", "told_evidence"))
        rows.writerow(("assessment_agreed", days_ago(80), "", "posted", kept))
        rows.writerow(("advice_requested", days_ago(79), "school,health", "emailed", kept))
        rows.writerow(("advice_received", days_ago(50), "school", "", ""))
    words = ("past-work", case, str(file), "--by", "officer-n1")
    assert office(*words, "--dry-run", "--json").json["recorded"] == 0
    assert sent(office, case) == before
    told = office(*words, "--request-id", f"past-{case}", "--json").json
    assert told["recorded"] == 3
    assert ("health", "overdue") in {(one["of"], one["status"]) for one in told["owed"]}
    shown = office("history", case, "--json").json
    assert [one["event"] for one in shown["ledger"] if one["kind"] == "act"] == [
        "assessment_agreed",
        "advice_requested",
        "advice_requested",
        "advice_received",
    ]
    new = [one for one in shown["notices"] if one["dispatch"] not in before]
    assert not [one for one in new if one["to_role"] in ("family", "adviser")]
    limits = [(one["about"], one["of"], one["to_role"]) for one in new]
    assert len(limits) == len(set(limits)), "each is told once"
    assert office(*words, "--request-id", f"past-{case}", "--json").json == told, "it is recorded once"
    assert sent(office, case) == {one["dispatch"] for one in shown["notices"]}
