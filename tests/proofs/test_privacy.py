"""Temporal's store reveals nothing about a child, and what it shows to ops reads like English."""

from __future__ import annotations

import base64
import json
import os
import subprocess
from pathlib import Path

import pytest

from engine.temporal_binary import binary
from tests.conftest import days_ago
from tests.running import Up, bytes_in

pytestmark = pytest.mark.xdist_group("office")

PLANTED = {
    "child_name": "Quintessa Featherstonehaugh",
    "family": "Mx Featherstonehaugh\n17 Invented Crescent\nZZ1 1ZZ",
    "email": "featherstonehaugh@example.org",
    "upn": "A123456789012",
    "nhs_number": "9434765919",
}
CORRECTED = "Quintessa Cholmondeley"
MERGED = "The grandmother Wilhelmina confirmed it."
REASON = "Xylophagous hesitation over breakfast"


def spellings(word: str) -> list[bytes]:
    """Return a word in plain text, in UTF-16, and in each base64 alignment."""
    raw = word.encode()
    coded = [base64.b64encode(b"x" * pad + raw)[pad + 1 : -4] for pad in range(3)]
    return [raw, raw.lower(), word.encode("utf-16-le"), *(piece for piece in coded if len(piece) > 8)]


@pytest.fixture(scope="module")
def planted(office: Up, tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("planted") / "intake.json"
    file.write_text(json.dumps([{**PLANTED, "received_on": days_ago(40), "team": "north"}]))
    case: str = office("open", str(file), "--json").json["cases"][0]["case"]
    refused = office("act", case, "final_issued", "--on", "today")
    assert refused.code == 1
    done = office("act", case, "assessment_refused", "--on", days_ago(2), "--set", f"reason={REASON}")
    assert done.code == 0, done.err
    _correct_and_merge(office, case, tmp_path_factory.mktemp("merged") / "intake.json")
    return case


def _correct_and_merge(office: Up, case: str, file: Path) -> None:
    """Correct the child's name, and merge the record of a request under the corrected one."""
    file.write_text(json.dumps([{"child_name": CORRECTED, "received_on": days_ago(9), "team": "north"}]))
    other = office("open", str(file), "--json").json["cases"][0]["case"]
    records = [office("show", each, "--json").json["child_id"] for each in (other, case)]
    reason = ("--by", "officer-n1", "--reason", MERGED)
    for words in (("correct", records[1], "--name", CORRECTED), ("merge", *records)):
        done = office("child", *words, *reason)
        assert done.code == 0, done.err


def temporal(office: Up, *words: str) -> str:
    """Run the standard `temporal` command against the office's server."""
    port = json.loads((office.data / "engine.json").read_text())["server"]
    return subprocess.run(
        [str(binary()), *words, "--address", f"127.0.0.1:{port}"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "NO_COLOR": "1"},
    ).stdout


def test_nothing_that_is_planted_in_an_intake_or_a_reason_reaches_temporals_database(
    office: Up, planted: str
) -> None:
    stored = bytes_in(office.data, "temporal.db*")
    assert planted.encode() in stored  # the case's id is there, so this is the right file
    for text in (*PLANTED.values(), REASON, CORRECTED, MERGED):
        for word in (part for part in text.replace("\n", " ").split() if len(part) > 7):
            for spelling in spellings(word):
                assert spelling not in stored, word


def test_the_same_words_are_found_in_the_records_so_that_the_search_can_find(
    office: Up, planted: str
) -> None:
    stored = bytes_in(office.data, "records.db*")
    assert all(
        word.encode() in stored
        for word in (
            "Featherstonehaugh",
            "Invented Crescent",
            "A123456789012",
            "Cholmondeley",
            MERGED,
            REASON,
        )
    )


def test_logs_hold_nothing_personal(office: Up, planted: str) -> None:
    logs = b"".join(path.read_bytes() for path in (office.data / "logs").iterdir())
    assert b"Featherstonehaugh" not in logs and b"Cholmondeley" not in logs and b"Xylophagous" not in logs


def test_the_reason_is_read_where_people_read_it(office: Up, planted: str) -> None:
    lines = office("history", planted, "--json").json["ledger"]
    assert REASON in [line["fields"].get("reason") for line in lines]


def test_a_case_that_is_described_reads_like_english(office: Up, planted: str) -> None:
    told = temporal(office, "workflow", "describe", "--workflow-id", planted)
    assert "EHC needs assessment, request received" in told
    assert "The one timer waits for the next moment on the agenda" in told
    now = temporal(office, "workflow", "metadata", "--workflow-id", planted)
    assert "an assessment has been refused" in now
    assert "Waiting for the end of the family's time for mediation and appeal" in now
    assert "Refuse to assess" in now
    attributes = json.loads(temporal(office, "workflow", "describe", "--workflow-id", planted, "-o", "json"))
    keys = set(attributes["workflowExecutionInfo"]["searchAttributes"]["indexedFields"])
    assert {"Stage", "Rag", "Team", "Breached"} <= keys


def test_every_timer_and_activity_of_a_history_says_what_it_is_for(office: Up, planted: str) -> None:
    events = json.loads(temporal(office, "workflow", "show", "--workflow-id", planted, "-o", "json"))[
        "events"
    ]
    summed = [
        base64.b64decode(event["userMetadata"]["summary"]["data"]).decode()
        for event in events
        if event["eventType"] in ("EVENT_TYPE_TIMER_STARTED", "EVENT_TYPE_ACTIVITY_TASK_SCHEDULED")
    ]
    assert summed and all(len(summary) > 20 for summary in summed)
    assert any(summary.startswith('"Write down: ') for summary in summed)
    assert any("the case officer" in summary or "the time for it ends" in summary for summary in summed)
