"""`ehcp plan`, `ehcp authority` and `ehcp letters`, as an officer gives them."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tests.conftest import Opened
from tests.plans import sample_plan
from tests.running import Up, ehcp

pytestmark = pytest.mark.xdist_group("office")
PLANNED = "assessment_agreed today-60; plan_agreed today-30"


def test_the_template_is_an_empty_plan() -> None:
    empty = json.loads(ehcp("plan", "template").out)
    assert (empty["about"]["name"], empty["advice"]) == ("", []) and set(empty) == set(sample_plan())


def of_child(office: Up, case: str, content: Any) -> Any:
    """A plan with the name of the child of a case."""
    child = office("show", case, "--json").json["child_id"]
    name = office("child", "show", child, "--json").json["details"]["name"]
    about = {**content["about"], "name": name, "born_on": None}
    return {**content, "about": about, "front": {**content["front"], "contacts": []}}


def saved(office: Up, case: str, tmp_path: Path, content: Any) -> Any:
    content = of_child(office, case, content)
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(content))
    answer = office("plan", "save", case, str(file), "--json")
    assert answer.code == 0, answer.err
    return answer.json


def test_a_plan_is_saved_checked_printed_issued_and_shown(office: Up, opened: Opened, tmp_path: Path) -> None:
    case = opened(100, acts=PLANNED, family="Family\n1 Sample Street\nZZ1 1ZZ")
    weak = sample_plan()
    weak["areas"]["communication_and_interaction"]["rows"][0]["provision"][0]["how_often"] = "as required"
    first = saved(office, case, tmp_path, weak)
    assert (first["version"], {one["kind"] for one in first["findings"]}) == (1, {"weak"})
    refused = office("act", case, "draft_issued", "--on", "today", "--set", f"document={first['plan']}")
    assert refused.code == 1
    assert refused.err.startswith(
        "Section F: Communication and interaction, row 1, provision 1: 'as required'"
    )
    second = saved(office, case, tmp_path, sample_plan())
    assert (second["version"], second["findings"]) == (2, [])
    page, document = tmp_path / "plan.html", tmp_path / "plan.docx"
    assert office("plan", "print", second["plan"], "--html", str(page), "--docx", str(document)).code == 0
    assert "Section K: K1" in page.read_text()
    assert Document(io.BytesIO(document.read_bytes())).tables
    assert (
        office("act", case, "draft_issued", "--on", "today", "--set", f"document={second['plan']}").code == 0
    )
    assert [one["version"] for one in office("show", case, "--json").json["plans"]] == [1, 2]
    assert "Plan version 2" in office("show", case).out


def test_a_placement_in_a_draft_cannot_be_accepted_by_anybody(
    office: Up, opened: Opened, tmp_path: Path
) -> None:
    case = opened(100, acts=PLANNED)
    content = {**sample_plan(), "placement": {"setting": "Sample School"}}
    plan = saved(office, case, tmp_path, content)["plan"]
    answer = office(
        "act",
        case,
        "draft_issued",
        "--on",
        "today",
        "--set",
        f"document={plan}",
        "--set",
        "findings_accepted_by=m-1",
    )
    assert (answer.code, "empty Section I (CFA 2014 s.38(5))" in answer.err) == (1, True)


def test_a_weak_plan_goes_out_once_somebody_with_a_name_accepts_it(
    office: Up, opened: Opened, tmp_path: Path
) -> None:
    case = opened(100, acts=PLANNED)
    content = sample_plan()
    content["areas"]["communication_and_interaction"]["rows"][0]["outcome"] = ""
    plan = saved(office, case, tmp_path, content)["plan"]
    words = ("act", case, "draft_issued", "--on", "today", "--set", f"document={plan}")
    assert office(*words).code == 1
    accepted = (*words, "--set", "findings_accepted_by=manager-1")
    unread = office(*accepted)
    assert (unread.code, unread.err[:30]) == (1, "Read the findings of this plan")
    read = office("plan", "check", plan).out
    code = re.search(r"findings_seen=(\w+)", read)
    assert code is not None and "no outcome is given" in read
    assert office(*accepted, "--set", f"findings_seen={code[1]}").code == 0


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (("plan", "save", "CASE", "/nowhere.json"), 2, "/nowhere.json cannot be read"),
        (("plan", "check", "plan-none"), 1, "There is no plan 'plan-none'"),
        (("plan", "print", "plan-none"), 2, "Say where to write it"),
        (("authority", "load", "/nowhere.yaml"), 2, "/nowhere.yaml cannot be read"),
        (
            ("act", "CASE", "draft_issued", "--on", "today", "--set", "document=plan-none"),
            1,
            "This case has no plan 'plan-none'",
        ),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(
    office: Up, opened: Opened, words: tuple[str, ...], code: int, part: str
) -> None:
    case = opened(100, acts=PLANNED)
    answer = office(*(case if word == "CASE" else word for word in words))
    assert (answer.code, answer.err.startswith(part), len(answer.err.splitlines())) == (code, True, 1), (
        answer.err
    )


def test_a_refusal_without_reasons_is_refused_and_its_letter_waits_for_what_else_it_must_hold(
    office: Up, opened: Opened
) -> None:
    case = opened(20)
    words = ("act", case, "assessment_refused", "--on", "today")
    refused = office(*words)
    assert (refused.code, refused.err) == (
        1,
        "This decision must give its reasons (CFA 2014 s.36(5)(a)). Enter the reason for it.",
    )
    assert office("show", case, "--json").json["stage"] == "deciding_to_assess"
    assert office(*words, "--set", "reason=The support at school is enough.").code == 0
    letters = office("letters", "--json").json["letters"]
    waiting = [one for one in letters if one["case"] == case and one["lacks"]]  # others may be on their way
    assert [one["kind"] for one in waiting] == ["request_considered", "assessment_refused"]
    assert {tuple(one["lacks"]) for one in waiting} == {
        ("the name and address of the person who is written to",)
    }
    assert (
        "to the family (assessment refused) waits; missing: the name and address" in office("show", case).out
    )


def test_the_setting_that_section_i_names_is_sent_a_copy_and_a_kept_plan_is_not_passed_by(
    office: Up, opened: Opened, tmp_path: Path
) -> None:
    case = opened(
        100,
        acts=f"{PLANNED}; draft_issued today-20; setting_consulted today-19 of=urn-900001; family_meeting_asked today-18",
    )
    final = {**sample_plan(), "placement": {"setting": "Sample School", "urn": "900001"}}
    plan = saved(office, case, tmp_path, final)["plan"]
    words = ("act", case, "final_issued", "--on", "today", "--by", "officer-n1")
    passed_by = office(*words)
    assert (passed_by.code, f"document={plan}" in passed_by.err) == (1, True), passed_by.err
    unmet = office(*words, "--set", f"document={plan}")
    assert unmet.code == 1 and "If you send the plan without it, that must be explained" in unmet.err
    explained = "explained=The family would rather not wait for it."
    sent = office(*words, "--set", f"document={plan}", "--set", explained)
    assert sent.code == 0, sent.err
    line = next(
        one for one in office("history", case, "--json").json["ledger"] if one["event"] == "final_issued"
    )
    assert line["fields"]["setting"] == "urn-900001"
    assert line["fields"]["explained"] == explained.partition("=")[2]
    copies = [(one["to_role"], one["of"]) for one in line["sent"] if one["kind"] == "final_plan_copy"]
    assert copies == [("setting", "urn-900001"), ("health_body", None)]


def test_a_plan_with_health_care_provision_is_noted_until_the_health_body_has_agreed_it(
    office: Up, opened: Opened, tmp_path: Path
) -> None:
    content = {**sample_plan(), "placement": {"setting": "Sample School", "urn": "900001"}}
    content["health"] = content["areas"]["communication_and_interaction"]["rows"][:1]
    noted = []
    for agreed in (False, True):
        case = opened(
            100,
            acts=f"{PLANNED}; draft_issued today-20; setting_consulted today-19 of=urn-900001",
            reference=f"health-{agreed}",
        )
        kept = saved(office, case, tmp_path, content)
        assert [(one["kind"], one["section"]) for one in kept["notes"]] == [("note", "G")]
        if agreed:
            done = office(
                "act", case, "health_provision_agreed", "--on", "today", "--set", f"document={kept['plan']}"
            )
            assert done.code == 0, done.err
        checks = office("plan", "check", kept["plan"], "--final").out
        final = ("act", case, "final_issued", "--on", "today", "--set", f"document={kept['plan']}")
        sent = office(*final, "--set", "explained=The family is content.", "--json")
        assert sent.code == 0, sent.err
        noted.append(
            (
                "not recorded as having agreed this provision" in checks,
                "reg 12(2)" in " ".join(sent.json["warnings"]),
            )
        )
    assert noted == [(True, True), (False, False)]


def test_the_embedded_default_writes_for_an_invented_authority(office: Up) -> None:
    assert json.loads(office("authority", "show").out)["authority"]["name"].startswith("Exampleton")
