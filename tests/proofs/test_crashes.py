"""Nothing acknowledged is lost and nothing is done twice, whatever is killed in between."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import days_ago
from tests.running import PATIENCE, ROOT, Up, up, wait_until

pytestmark = pytest.mark.long

ADVISERS = ("school", "health", "educational_psychologist", "social_care", "parent")


def begun(running: Up, folder: Path) -> str:
    """Open a case and agree to its assessment."""
    file = folder / "intake.json"
    file.write_text(
        json.dumps([{"child_name": "Sample Child", "received_on": days_ago(30), "team": "north"}])
    )
    case: str = running("open", str(file), "--json").json["cases"][0]["case"]
    assert running("act", case, "assessment_agreed", "--on", days_ago(20)).code == 0
    return case


def asking(running: Up, case: str, adviser: str) -> subprocess.Popen[str]:
    """Start an officer's act."""
    act = ("act", case, "advice_requested", "--on", days_ago(19), "--set", f"of={adviser}")
    once = ("--request-id", f"ask-{adviser}", "--data", str(running.data))
    return subprocess.Popen(
        [sys.executable, "-m", "starter", *act, *once],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def asked(running: Up, case: str) -> list[str]:
    lines = running("history", case, "--json").json["ledger"]
    assert [line["sequence"] for line in lines] == sorted(line["sequence"] for line in lines)
    return [line["of"] for line in lines if line["event"] == "advice_requested"]


@pytest.mark.parametrize("part", ["-m worker", "start-dev"])
def test_what_is_killed_while_officers_act_loses_and_doubles_nothing(tmp_path: Path, part: str) -> None:
    with up(tmp_path / "var") as running:
        case = begun(running, tmp_path)
        acts = [asking(running, case, adviser) for adviser in ADVISERS[:3]]
        running.kill(part)
        for act in acts:
            act.wait(PATIENCE)  # an interrupted act may fail, because it was not acknowledged
        for adviser in ADVISERS:  # repeat each act under the same id
            wait_until(
                lambda adviser=adviser: asking(running, case, adviser).wait(PATIENCE) == 0,
                f"the act {adviser}",
            )
        assert sorted(asked(running, case)) == sorted(ADVISERS)
        running.kill(part)
        shown = running("show", case, "--json").json
        assert {one["of"] for one in shown["obligations"] if one["of"]} == set(ADVISERS)
        wait_until(
            lambda: running("act", case, "advice_received", "--on", "today", "--set", "of=school").code == 0,
            "the next act",
        )


def test_a_case_goes_on_where_it_was_after_everything_was_killed(tmp_path: Path) -> None:
    data = tmp_path / "var"
    with up(data) as running:
        case = begun(running, tmp_path)
        running.process.kill()
        running.process.wait()
    with up(data) as again:
        assert again("act", case, "withdrawn", "--on", "today").code == 0
        lines = again("history", case, "--json").json["ledger"]
    assert [line["event"] for line in lines if line["kind"] != "moment"] == [
        "request_received",
        "request_considered",
        "assessment_agreed",
        "withdrawn",
        "case_closed",
    ]
