"""`ehcp timeline` and `ehcp rules`, as a person or a program calls them."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from starter.cli import law
from starter.cli.errors import BadUsage, Refused
from statute.pack import load_pack

APP = typer.Typer(pretty_exceptions_enable=False)
law.register(APP)
SAMPLE = {
    "events": [
        {"event": "request_received", "on": "2024-03-04"},
        {"event": "draft_issued", "on": "2024-06-25"},
        {"event": "final_issued", "on": "2024-09-02"},
    ],
    "as_at": "2024-09-30",
}


def run(*arguments: str, given: str | None = None):
    return CliRunner().invoke(APP, list(arguments), input=given)


def test_the_answer_as_json_is_one_document_of_the_contract(tmp_path: Path) -> None:
    (tmp_path / "facts.json").write_text(json.dumps(SAMPLE))
    result = run("timeline", str(tmp_path / "facts.json"), "--json")
    answer = json.loads(result.stdout)
    assert list(answer) == ["rule_pack", "rule_pack_hash", "as_at", "obligations"]
    assert answer["rule_pack_hash"] == load_pack("england-2014").hash
    final = next(row for row in answer["obligations"] if row["rule"] == "reg13_2.final_plan")
    assert (final["due_on"], final["met_on"], final["status"], final["days_late"]) == (
        "2024-07-22",
        "2024-09-02",
        "late",
        42,
    )


def test_facts_are_read_from_standard_input_and_the_day_from_the_option() -> None:
    result = run("timeline", "-", "--json", "--as-at", "2024-07-01", given=json.dumps(SAMPLE))
    answer = json.loads(result.stdout)
    assert answer["as_at"] == "2024-07-01"
    assert {row["status"] for row in answer["obligations"] if row["rule"] == "reg13_2.final_plan"} == {
        "running"
    }


def test_people_get_a_table_and_the_reasons_below(tmp_path: Path) -> None:
    result = run("timeline", "-", "--ics", str(tmp_path / "dates.ics"), given=json.dumps(SAMPLE))
    assert "Final plan sent" in result.stdout and "42 days late" in " ".join(result.stdout.split())
    assert (tmp_path / "dates.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


@pytest.mark.parametrize(
    ("given", "error", "says"),
    [
        ('{"events": [{"event": "x", "on": "2024-01-01"}]}', BadUsage, "not a known event"),
        (
            '{"events": [{"event": "draft_issued", "on": "2024-01-01"},'
            ' {"event": "request_received", "on": "2024-02-01"}]}',
            Refused,
            "before the request",
        ),
    ],
)
def test_a_refusal_is_one_sentence(given: str, error: type[Exception], says: str) -> None:
    result = run("timeline", "-", "--json", given=given)
    assert isinstance(result.exception, error)
    assert says in str(result.exception) and result.stdout == ""


def test_a_file_that_is_not_there_and_a_day_that_is_none_are_bad_usage() -> None:
    assert isinstance(run("timeline", "nothing.json").exception, BadUsage)
    assert isinstance(run("timeline", "-", "--as-at", "soon", given='{"events": []}').exception, BadUsage)


def test_rules_tell_which_of_them_are_not_verified() -> None:
    text = run("rules").stdout
    assert "14 rules are not verified" in " ".join(text.split())
    answer = json.loads(run("rules", "--json").stdout)
    assert len(answer["rules"]) == 98
    assert "reg3.consult" in answer["not_verified"]
    assert all(rule["citation"] for rule in answer["rules"])


def test_one_rule_is_told_in_full() -> None:
    assert "NO: not verified" in run("rules", "--rule", "reg44.remit").stdout
    answer = json.loads(run("rules", "--rule", "reg44.remit", "--json").stdout)
    assert [rule["rule"] for rule in answer["rules"]] == ["reg44.remit"]
    assert isinstance(run("rules", "--rule", "reg44.remitt").exception, BadUsage)
