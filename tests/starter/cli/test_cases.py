"""An officer's day from the command line, against a running office."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Opened, days_ago
from tests.running import Up

pytestmark = pytest.mark.xdist_group("office")


def one_sentence(text: str) -> bool:
    return (
        bool(text)
        and "\n" not in text
        and text.endswith((".", "!"))
        and (text[0].isupper() or text[0] in "/0123456789")
    )


@dataclass(frozen=True)
class Untouched:
    """A case that refusals leave as it was."""

    case: str
    history: Any


@pytest.fixture(scope="module")
def untouched(office: Up, tmp_path_factory: pytest.TempPathFactory) -> Untouched:
    file = tmp_path_factory.mktemp("untouched") / "intake.json"
    file.write_text(
        json.dumps([{"child_name": "Sample Still", "received_on": days_ago(30), "team": "north"}])
    )
    case = office("open", str(file), "--json").json["cases"][0]["case"]
    return Untouched(case, written(office, case))


def written(office: Up, case: str) -> dict[str, Any]:
    """Everything stored about a case except the progress of its messages, which leave by themselves."""
    told: dict[str, Any] = office("history", case, "--events", "--json").json
    return {**told, "notices": [one["dispatch"] for one in told["notices"]]}


def test_an_officer_opens_a_case_acts_and_sees_it(office: Up, opened: Opened, tmp_path: Path) -> None:
    case = opened(30, officer="officer-n1")
    letter = tmp_path / "letter.txt"
    letter.write_text("A copy of the letter that was handed over.")
    kept = office("document", "add", case, str(letter), "--by", "officer-n1", "--json").json["document"]
    evidence = ("--set", "told_how=handed_over", "--set", f"told_evidence={kept}")
    receipt = office(
        "act", case, "assessment_agreed", "--on", days_ago(5), *evidence, "--by", "officer-n1", "--json"
    ).json
    assert (receipt["stage"], receipt["action"]) == ("assessing", "assessment_agreed")
    shown = office("show", case, "--json").json
    assert (shown["stage"], shown["officer"], shown["sequence"]) == (
        "assessing",
        "officer-n1",
        receipt["sequence"],
    )
    decided = next(one for one in shown["obligations"] if one["rule"] == "reg5.decide_to_assess")
    assert (decided["status"], decided["met_on"]) == ("met", days_ago(5))
    assert "6 weeks" in decided["because"]
    assert {"advice_requested", "plan_agreed"} <= {act["action"] for act in shown["actions"]}


def test_an_earlier_day_without_evidence_counts_from_today_and_is_listed(office: Up, opened: Opened) -> None:
    case = opened(100)
    told = office("act", case, "assessment_agreed", "--on", days_ago(86), "--by", "officer-n1").out
    assert "No evidence shows that you told them on" in told
    shown = office("show", case, "--json").json
    decided = next(one for one in shown["obligations"] if one["rule"] == "reg5.decide_to_assess")
    assert (decided["status"], decided["met_on"]) == ("late", days_ago(0))
    (listed,) = [one for one in office("backdated", "--json").json["acts"] if one["case"] == case]
    assert (listed["entered"], listed["counts_from"], listed["by"]) == (
        days_ago(86),
        days_ago(0),
        "officer-n1",
    )
    assert f"{case}  Agree to assess" in office("backdated").out
    half = office(
        "act", case, "advice_requested", "--on", days_ago(1), "--set", "of=school", "--set", "told_how=posted"
    )
    assert (half.code, "needs both how you told them" in half.err) == (1, True)


def test_the_screens_are_sentences_and_tables_for_people(office: Up, opened: Opened) -> None:
    case = opened(50)
    assert office("act", case, "assessment_agreed", "--on", days_ago(12)).out.startswith(
        f"Recorded: {case} is now assessing"
    )
    assert office("act", case, "commissioner_change_known", "--on", days_ago(3)).code == 0
    shown = office("show", case).out
    assert "Final plan sent" in shown and "What may be done now" in shown and "20 weeks" in shown
    assert case in office("cases").out
    told = office("history", case).out
    assert "recorded late" in told and "The request was received." in told


def test_a_decision_says_whose_it_was_and_one_without_a_name_says_that(office: Up, opened: Opened) -> None:
    case = opened(50)
    words = ("--on", "today")
    assert (
        "Note: No one is named as the decision maker" in office("act", case, "assessment_agreed", *words).out
    )
    refused = office(
        "act", case, "plan_refused", *words, "--by", "officer-n1", "--set", "reason=Progress is good."
    )
    assert refused.code == 0 and "No one is named" not in refused.out
    shown = office("show", case).out
    assert (
        f"Decided {days_ago(0)}: the family was told that there will be an assessment, no decision maker is named"
        in shown
    )
    assert f"Decided {days_ago(0)}: the family was told that no plan will be made, by officer-n1" in shown
    assert office("history", case).out.count("no decision maker is named") == 1
    assert [one["by"] for one in office("show", case, "--json").json["decisions"]] == [
        "operator",
        "officer-n1",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("final_issued", "--on", "today"), "draft"),
        (("assessment_agreed", "--on", days_ago(31)), "before the request was received"),
        (("assessment_agreed", "--on", days_ago(-1)), "in the future"),
        (("no_such_act", "--on", "today"), "no_such_act"),
        (("advice_received", "--on", "today"), "of="),
        (("assessment_refused", "--on", "today", "--set", "colour=red"), "colour"),
    ],
)
def test_what_may_not_be_done_is_refused_in_one_sentence_and_not_written(
    office: Up, untouched: Untouched, words: tuple[str, ...], said: str
) -> None:
    answer = office("act", untouched.case, *words)
    assert (answer.code, answer.out) == (1, "")
    assert one_sentence(answer.err) and said in answer.err, answer.err
    assert written(office, untouched.case) == untouched.history


def test_an_act_is_not_done_twice(office: Up, opened: Opened) -> None:
    case = opened(30)
    act = ("act", case, "assessment_agreed", "--on", days_ago(3))
    first = office(*act, "--request-id", "click-1", "--json").json
    assert office(*act, "--request-id", "click-1", "--json").json == first
    again = office(*act, "--request-id", "click-2")
    assert (again.code, "already" in again.err) == (1, True), again.err
    lines = office("history", case, "--json").json["ledger"]
    assert [line["event"] for line in lines].count("assessment_agreed") == 1


@pytest.mark.parametrize("words", [("show",), ("history",), ("act", "died", "--on", "today")])
def test_an_unknown_case_is_told_in_one_sentence(office: Up, words: tuple[str, ...]) -> None:
    command, *rest = words
    answer = office(command, "case-nobody", *rest)
    assert answer.code == 1 and one_sentence(answer.err) and "case-nobody" in answer.err


def test_a_closed_case_says_when_it_closed(office: Up, opened: Opened) -> None:
    case = opened(30)
    assert office("act", case, "withdrawn", "--on", "today").code == 0
    answer = office("act", case, "assessment_agreed", "--on", "today")
    assert answer.code == 1 and one_sentence(answer.err) and "closed" in answer.err


def test_rows_of_a_table_and_of_a_list_open_cases_once(office: Up, tmp_path: Path) -> None:
    table = tmp_path / "requests.csv"
    table.write_text(
        "reference,child_name,received_on,team,acts\n"
        "T-1,Sample One,today-3,east,\nT-2,Sample Two,today-70,east,assessment_agreed today-40\n"
    )
    first = office("open", str(table), "--json").json
    assert (first["opened"], first["already_open"]) == (2, 0)
    again = office("open", str(table), "--json").json
    assert (again["opened"], again["already_open"]) == (0, 2)
    assert [row["case"] for row in again["cases"]] == [row["case"] for row in first["cases"]]
    assert office("show", first["cases"][1]["case"], "--json").json["stage"] == "assessing"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("child_name,received_on,team\nA B,today,north\nC D,31/12/2025,north\n", "line 3"),
        ("child_name,received_on,team\n,today,north\n", "child_name"),
        ("child_name,received_on,team\nA B,today+2,north\n", "future"),
        ("child_name,received_on,team,acts\nA B,today-9,north,no_such_act today\n", "no_such_act"),
        ("", "no requests"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_of_the_file_is_opened(
    office: Up, tmp_path: Path, content: str, said: str
) -> None:
    file = tmp_path / "requests.csv"
    file.write_text(content)
    before = office("cases", "--json").out
    answer = office("open", str(file))
    assert answer.code == 2 and one_sentence(answer.err) and said in answer.err.lower(), answer.err
    assert office("cases", "--json").out == before


def test_the_caseload_can_be_narrowed(office: Up, opened: Opened) -> None:
    case = opened(60, officer="officer-narrow")
    mine = office("cases", "--officer", "officer-narrow", "--json").json["cases"]
    assert [row["case"] for row in mine] == [case]
    assert (mine[0]["rag"], mine[0]["breached"], mine[0]["stage"]) == ("red", True, "deciding_to_assess")
    for words, found in (
        (("--rag", "red"), True),
        (("--rag", "green"), False),
        (("--stage", "deciding_to_assess"), True),
        (("--due-within", "0"), True),
    ):
        listed = {row["case"] for row in office("cases", *words, "--json").json["cases"]}
        assert (case in listed) is found, words


@pytest.mark.parametrize(
    "words", [("--stage", "nowhere"), ("--rag", "blue"), ("--due-within", "-1"), ("--due-within", "soon")]
)
def test_a_filter_that_does_not_exist_is_bad_usage(office: Up, words: tuple[str, ...]) -> None:
    assert office("cases", *words).code == 2


def test_the_history_shows_temporals_own_events_in_words(office: Up, opened: Opened) -> None:
    case = opened(30)
    office("act", case, "assessment_agreed", "--on", days_ago(2))
    events = office("history", case, "--events", "--json").json["events"]
    assert [event["number"] for event in events] == list(range(1, len(events) + 1))
    summaries = [event["summary"] for event in events if event["summary"]]
    assert any("assessment" in summary for summary in summaries)
    assert "Sample Child" not in json.dumps(events)


def test_a_case_that_is_taken_over_raises_no_alert_for_what_was_done_before_it_came(
    office: Up, tmp_path: Path
) -> None:
    table = tmp_path / "requests.csv"
    done = (
        "assessment_agreed today-110; advice_requested today-109 of=school; advice_received today-80 of=school; "
        "plan_agreed today-40; draft_issued today-30"
    )
    table.write_text(
        f"reference,child_name,received_on,team,acts\nT-8,Sample Over,today-139,east,{done}\n",
        encoding="utf-8",
    )
    case = office("open", str(table), "--json").json["cases"][0]["case"]
    shown = office("show", case, "--json").json
    assert shown["stage"] == "finalising"  # the family's fifteen days were over before it came
    assert [notice["kind"] for notice in shown["notices"] if notice["kind"] == "breach_alert"] == []
    assert [line["event"] for line in office("history", case, "--json").json["ledger"]][:3] == [
        "request_received",
        "request_considered",
        "assessment_agreed",
    ]


def test_a_row_whose_acts_cannot_have_happened_so_is_refused_before_anything_is_opened(
    office: Up, tmp_path: Path
) -> None:
    table = tmp_path / "requests.csv"
    table.write_text(
        "reference,child_name,received_on,team,acts\nT-9,Sample Odd,today-30,east,"
        "assessment_agreed today-10; plan_agreed today-20\n"
    )
    answer = office("open", str(table))
    assert answer.code == 2 and one_sentence(answer.err) and "line 2" in answer.err.lower(), answer.err
    assert "T-9" not in office("open", str(table)).out


def test_a_second_request_for_a_child_with_an_open_case_is_found_before_a_second_clock_starts(
    office: Up, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    head = (
        "reference,child_name,born_on,received_on,team,source,channel,received_where,received_by,capacity\n"
    )
    first.write_text(
        head + "D-1,Sample Twice,2015-05-05,today-9,east,2,email,send-mailbox,clerk-1,\n"
        "D-4,Sample Grown,today-6800,today-9,east,1,post,town-hall,clerk-2,lacks_and_has_representative\n"
    )
    second.write_text(
        head + "D-2,Sample Other,2015-05-05,today,east,1,,,,\nD-3,sample  TWICE,,today,east,4,,,,\n"
    )
    case, grown = (one["case"] for one in office("open", str(first), "--json").json["cases"])
    assert "by email at send-mailbox, taken in by clerk-1, asked for by the school or setting" in " ".join(
        office("show", case).out.split()
    )
    assert "received where: send-mailbox" in office("history", case).out
    assert office("show", grown, "--json").json["right_holder"] == "representative"
    shown = office("show", case, "--json").json
    assert (shown["source"], shown["channel"], shown["right_holder"]) == ("setting", "email", "parent")
    before = office("cases", "--json").out
    answer = office("open", str(second))
    assert answer.code == 1 and one_sentence(answer.err.replace(". No case was opened", "")), answer.err
    assert case in answer.err and "Sample" not in answer.err
    assert office("cases", "--json").out == before
    assert office("open", str(first), "--json").json["already_open"] == 2
    assert office("open", str(second), "--second", "--json").json["opened"] == 2
