"""`ehcp timeline` and `ehcp rules`, as a person or a program calls them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from starter.cli import law
from starter.terminal.errors import BadUsage, Refused
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


MALFORMED: dict[str, bytes] = {
    "nothing": b"",
    "not JSON": b"{'events': []}",
    "another JSON": b"[]",
    "no events": b"{}",
    "a number for events": b'{"events": 3}',
    "an unknown event": b'{"events": [{"event": "x", "on": "2024-01-01"}]}',
    "a day that is none": b'{"events": [{"event": "draft_issued", "on": "2024-02-30"}]}',
    "a year too early": b'{"events": [{"event": "draft_issued", "on": "1800-01-01"}]}',
    "a year too late": b'{"events": [{"event": "draft_issued", "on": "2100-01-01"}]}',
    "a key twice": b'{"events": [], "events": []}',
    "not a number": b'{"events": [], "as_at": NaN}',
    "a very long number": b'{"events": [], "as_at": ' + b"9" * 5000 + b"}",
    "brackets too deep": b"[" * 100_000,
    "exceptions that are no list": b'{"events": [], "exceptions": 1}',
    "an exception that is no object": b'{"events": [], "exceptions": ["reg13(3)(c)"]}',
    "an exception on no ground": b'{"events": [], "exceptions": [{"ground": "reg99"}]}',
    "bytes": b"\x89PNG\r\n\x1a\n",
    "UTF-16": '{"events": []}'.encode("utf-16"),
    "a zero byte": b'{"events": [\x00]}',
    "half a character": rb'{"events": [{"event": "advice_requested", "on": "2024-01-01", "of": "\ud800"}]}',
    "too many events": b'{"events": [' + b'{"event": "withdrawn", "on": null},' * 2000 + b"{}]}",
    "a huge file": b" " * 5_000_001,
}


@pytest.mark.parametrize("what", MALFORMED)
def test_what_cannot_be_read_is_bad_usage_told_in_one_sentence(what: str, tmp_path: Path) -> None:
    (tmp_path / "facts.json").write_bytes(MALFORMED[what])
    for arguments, given in (((str(tmp_path / "facts.json"),), None), (("-",), MALFORMED[what])):
        result = CliRunner().invoke(APP, ["timeline", *arguments, "--json"], input=given)
        assert isinstance(result.exception, BadUsage), result.exception
        sentence = str(result.exception)
        assert sentence[-1] in ".?" and "\n" not in sentence and len(sentence) < 250
        assert result.stdout == ""


@pytest.mark.parametrize("name", ["nothing.json", "", ".", "a\0b", "x" * 5000])
def test_a_name_that_is_not_a_file_is_bad_usage(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    error = run("timeline", name).exception
    assert isinstance(error, BadUsage) and "cannot be read" in str(error) and len(str(error)) < 250


@pytest.mark.parametrize("as_at", ["soon", "", "2024-1-1", "20240101", "1800-01-01", "2100-01-01"])
def test_a_day_of_asking_that_does_not_exist_is_bad_usage(as_at: str) -> None:
    error = run("timeline", "-", "--as-at", as_at, given='{"events": []}').exception
    assert isinstance(error, BadUsage) and str(error).startswith("--as-at is ")


def test_a_calendar_file_that_cannot_be_written_is_bad_usage(tmp_path: Path) -> None:
    error = run("timeline", "-", "--ics", str(tmp_path), given=json.dumps(SAMPLE)).exception
    assert isinstance(error, BadUsage) and "cannot be written" in str(error)


def test_the_first_and_the_last_day_that_can_be_given_are_answered() -> None:
    for on in ("2000-01-01", "2055-12-31"):
        given = {
            "events": [
                *([{"event": "request_received", "on": on}] if on >= "2014-09-01" else []),
                {"event": "final_issued", "on": on},
                {"event": "appeal_registered", "on": on},
                {"event": "review_meeting_arranged", "on": on, "meeting_on": on},
                {"event": "move_known", "on": on, "moves_on": on},
                {"event": "phase_transfer", "on": on, "to_phase": "post16", "year": 2001, "transfer_on": on},
            ],
            "as_at": "2055-12-31",
        }
        assert (
            len(json.loads(run("timeline", "-", "--json", given=json.dumps(given)).stdout)["obligations"])
            >= 8
        )


def test_a_terminal_with_few_characters_gets_an_answer(tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(
        '{"events": [{"event": "advice_requested", "on": "2024-01-01", "of": "Zoë ☃"}]}', "utf-8"
    )
    command = (
        "import sys, typer; from starter.cli import law; a = typer.Typer(); law.register(a); a(sys.argv[1:])"
    )
    for options in ([], ["--json"]):
        result = subprocess.run(
            [sys.executable, "-c", command, "timeline", str(facts), *options],
            env={**os.environ, "PYTHONIOENCODING": "ascii"},
            capture_output=True,
            check=True,
        )
        assert b"reg8.advice_return" in result.stdout


def test_rules_tell_which_of_them_are_not_verified() -> None:
    text = run("rules").stdout
    assert "2 rules are not verified" in " ".join(text.split())
    answer = json.loads(run("rules", "--json").stdout)
    assert len(answer["rules"]) == 152
    assert answer["not_verified"] == ["target.draft_by", "target.answer_provision_concern"]
    assert all(rule["citation"] for rule in answer["rules"])


def test_one_rule_is_told_in_full() -> None:
    assert "NO: worked out" in run("rules", "--rule", "target.draft_by").stdout
    text = " ".join(run("rules", "--rule", "reg44.remit").stdout.split())
    assert "wording of the instrument" in text
    assert '"within 2 weeks of the order being made" (SEND Regs 2014 reg 44(2)(d))' in text
    answer = json.loads(run("rules", "--rule", "reg44.remit", "--json").stdout)
    assert [rule["rule"] for rule in answer["rules"]] == ["reg44.remit"]
    assert isinstance(run("rules", "--rule", "reg44.remitt").exception, BadUsage)


def test_a_month_gives_a_range_in_the_answer_and_in_the_table() -> None:
    given = json.dumps({"events": [{"event": "request_received", "on": "2024-02"}], "as_at": "2024-07-01"})
    rows = json.loads(run("timeline", "-", "--json", given=given).stdout)["obligations"]
    final = next(row for row in rows if row["rule"] == "reg13_2.final_plan")
    assert (final["due_between"], final["status"]) == (["2024-06-20", "2024-07-18"], None)
    told = " ".join(run("timeline", "-", given=given).stdout.split())
    assert "depends" in told and "is between 20 June 2024 and 18 July 2024" in told


def test_the_pack_can_be_named() -> None:
    named = json.loads(
        run("timeline", "-", "--json", "--pack", "england-2014", given=json.dumps(SAMPLE)).stdout
    )
    assert named == json.loads(run("timeline", "-", "--json", given=json.dumps(SAMPLE)).stdout)
    result = run("timeline", "-", "--pack", "england-1066", given=json.dumps(SAMPLE))
    assert isinstance(result.exception, BadUsage) and "There is no rule pack 'england-1066'" in str(
        result.exception
    )


def test_a_request_before_the_law_began_is_refused() -> None:
    given = json.dumps({"events": [{"event": "request_received", "on": "2014-08-31"}]})
    result = run("timeline", "-", "--json", given=given)
    assert isinstance(result.exception, Refused) and "which began on 1 September 2014" in str(
        result.exception
    )


AHEAD = {
    "events": [
        {"event": "request_received", "on": "2029-09-10"},
        {"event": "final_issued", "on": "2030-01-20"},
        {"event": "key_stage_ends", "on": "2030-06-01", "year": 2030},
    ],
    "as_at": "2030-06-30",
}


def test_another_pack_is_compared_by_rules_added_changed_and_removed() -> None:
    answer = json.loads(run("rules", "--compare", "england-next", "--json").stdout)
    assert list(answer) == [
        "rule_pack",
        "compared_with",
        "draft",
        "effective_from",
        "added",
        "changed",
        "removed",
    ]
    assert (answer["rule_pack"], answer["draft"]) == ("england-2014", True)
    removed = {row["rule"]: row for row in answer["removed"]}
    assert removed["s44_1.annual"]["period"] == "12 months beginning with"
    assert removed["s44_1.annual"]["citation"] == "CFA s.44(1); Code 9.169"
    added = {row["rule"]: row for row in answer["added"]}
    assert added["next.key_stage_review"]["period"] == "before 1 September"
    assert {row["confidence"] for row in answer["added"]} == {"proposed"}
    changed = {row["rule"]: row for row in answer["changed"]}
    assert "clocks" in changed["reg44.amend_placement"]["what"]
    assert "dates" not in answer


def test_with_facts_it_tells_which_dates_of_the_case_would_differ() -> None:
    given = json.dumps(AHEAD)
    answer = json.loads(
        run("rules", "--compare", "england-next", "--facts", "-", "--json", given=given).stdout
    )
    dates = {row["rule"]: (row["before"], row["after"]) for row in answer["dates"]}
    assert dates == {
        "next.key_stage_review": (None, {"due_on": "2030-08-31", "status": "running"}),
        "s44_1.annual": ({"due_on": "2031-01-19", "status": "running"}, None),
    }


def test_a_comparison_is_told_to_people_as_tables() -> None:
    told = " ".join(
        run("rules", "--compare", "england-next", "--facts", "-", given=json.dumps(AHEAD)).stdout.split()
    )
    assert "a draft that is not law" in told and "added" in told and "2030-08-31 running" in told
    same = json.dumps({"events": [{"event": "request_received", "on": "2029-09-10"}], "as_at": "2029-09-11"})
    told = run("rules", "--compare", "england-next", "--facts", "-", given=same).stdout
    assert "No date of this case would differ." in told


def test_a_timeline_under_a_draft_shows_that_it_is_not_law() -> None:
    told = " ".join(run("timeline", "-", "--pack", "england-next", given=json.dumps(AHEAD)).stdout.split())
    assert "under england-next, a draft that is not law" in told


def test_a_comparison_that_cannot_be_made_is_bad_usage() -> None:
    for arguments, given, said in (
        (("--compare", "england-1981"), None, "Use one of: england-2014, england-next"),
        (("--facts", "-"), "{}", "--facts needs --compare"),
        (("--compare", "england-next", "--facts", "-"), "[]", "JSON object"),
    ):
        error = run("rules", *arguments, given=given).exception
        assert isinstance(error, BadUsage) and said in str(error)
