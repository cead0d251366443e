"""`ehcp closures`, and what it means for a consultation and for exceptions."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from starter.terminal.data_folder import today as local_day
from tests.conftest import Opened, days_ago
from tests.running import ROOT, Up

pytestmark = pytest.mark.xdist_group("office")
HEADER = "authority,setting,first_closed_day,reopens_on,name\n"


def written(tmp_path: Path, *rows: str) -> str:
    file = tmp_path / "closures.csv"
    file.write_text(HEADER + "\n".join(rows) + "\n")
    return str(file)


def in_days(days: int) -> str:
    return (local_day() + timedelta(days=days)).isoformat()


def test_the_sample_closures_are_whole(office: Up) -> None:
    assert office("closures", "load", str(ROOT / "samples" / "closures.csv"), "--json").json["bad_rows"] == 0


def test_a_bad_row_is_told_with_its_line_and_nothing_is_taken_unless_it_is_said(
    office: Up, tmp_path: Path
) -> None:
    file = written(tmp_path, "Nowhere,*,2027-03-26,2027-04-12,Easter", "Nowhere,*,soon,2027-04-12,Easter")
    refused = office("closures", "load", file)
    assert refused.code == 2
    assert refused.err.splitlines()[0] == (
        "Line 3: first_closed_day is 'soon', which is not a date; write it as YYYY-MM-DD, such as 2026-03-04."
    )
    assert "nothing was taken" in refused.err
    assert office("closures", "load", file, "--take-good-rows", "--json").json == {
        "closures": 1,
        "bad_rows": 1,
        "left_out": 0,
    }


def test_a_calendar_file_says_whose_it_is_or_is_refused(office: Up, tmp_path: Path) -> None:
    file = tmp_path / "terms.ics"
    file.write_text("BEGIN:VEVENT\nDTSTART;VALUE=DATE:20270326\nDTEND;VALUE=DATE:20270412\nEND:VEVENT\n")
    assert (
        office("closures", "load", str(file)).err
        == "A calendar does not say whose it is; add --authority NAME."
    )
    assert office("closures", "load", str(file), "--authority", "Nowhere", "--json").json["closures"] == 1


def test_the_events_of_a_calendar_are_shown_and_a_person_chooses_among_them(office: Up) -> None:
    terms = str(ROOT / "tests" / "office" / "calendars" / "terms3.ics")
    shown = office("closures", "load", terms, "--authority", "Elsewhere", "--dry-run", "--json").json
    assert [one["name"] for one in shown["read"]] == ["INSET day"]
    assert shown["left_out"] == ["Line 4: Autumn term is left out. It is a term, when schools are open."]
    chosen = office("closures", "load", terms, "--authority", "Elsewhere", "--only", "Autumn term", "--json")
    assert chosen.json == {"closures": 1, "bad_rows": 0, "left_out": 1}
    unknown = office("closures", "load", terms, "--authority", "Elsewhere", "--only", "Easter")
    assert unknown.code == 2 and unknown.err.endswith(
        "has no event called 'Easter'; --dry-run shows its events."
    )


def test_a_consulted_setting_that_is_closed_says_so_and_no_limit_moves(
    office: Up, opened: Opened, tmp_path: Path
) -> None:
    assert office("settings", "load", str(ROOT / "samples" / "settings.csv")).code == 0
    file = written(tmp_path, f"Birmingham,*,{in_days(3)},{in_days(20)},Closed")
    assert office("closures", "load", file).code == 0
    case = opened(100, acts="assessment_agreed today-60; plan_agreed today-30; draft_issued today-10")
    answer = office("act", case, "setting_consulted", "--on", "today", "--set", "of=urn-900001", "--json")
    assert "The 15 days of the guidance do not wait for it" in answer.json["warnings"][0]
    (line,) = [
        one for one in office("history", case, "--json").json["ledger"] if one["event"] == "setting_consulted"
    ]
    assert line["fields"] == {"closed_from": in_days(3), "reopens_on": in_days(20)}
    shown = office("show", case, "--json").json
    (reply,) = [one for one in shown["obligations"] if one["rule"] == "code9_83.setting_reply"]
    assert reply["due_on"] == in_days(15)


def test_a_long_closure_is_proposed_as_an_exception_for_a_person_to_accept(
    office: Up, opened: Opened, tmp_path: Path
) -> None:
    file = written(tmp_path, f"Farland,*,{days_ago(22)},{in_days(20)},Summer")
    assert office("closures", "load", file).code == 0
    case = opened(60, acts="assessment_agreed today-30; advice_requested today-25 of=school")
    found = office("closures", "propose", case, "--authority", "Farland", "--json").json["proposed"]
    assert [one["ground"] for one in found] == ["reg5(4)(a)", "reg10(4)(a)", "reg13(3)(a)"]
    assert {(one["closed_from"], one["reopens_on"]) for one in found} == {(days_ago(22), in_days(20))}
    assert (
        office("closures", "propose", case, "--authority", "Nowhere").out == "No closure is a ground here.\n"
    )
