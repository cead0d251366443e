"""The form that calls a sitting begins with the members of the last one, and lists waiting cases at once."""

from __future__ import annotations

from datetime import date

import pytest

from casework.processes.panel.calling import given, proposed

TODAY = date(2026, 11, 24)
LAST = {
    "sits_on": "2026-11-03",
    "chair": "chair-1",
    "members": [
        {"id": "officer-n1", "role": "education"},
        {"id": "panel-health-1", "role": "health"},
        {"id": "panel-care-1", "role": "social_care"},
        {"id": "panel-care-2", "role": "social_care"},
        {"id": "chair-1", "role": "chair"},
    ],
}


def test_the_usual_members_are_proposed_and_give_the_same_members_again() -> None:
    found = proposed(LAST, (), TODAY)
    assert found["for_education"] == ["officer-n1"] and found["chair"] == ["chair-1"]
    assert (found["other_1"], found["other_1_role"]) == (["panel-care-2"], ["social_care"])
    answers = {name: values[0] for name, values in found.items()}
    opened = given({**answers, "sits_on": "2024-06-10"})
    assert not opened.errors
    assert sorted(str(one) for one in opened.fields["members"]) == sorted(map(str, LAST["members"]))
    assert proposed(None, (), TODAY) == {}, "the first sitting has no usual members"


def test_a_chosen_case_is_listed_with_the_question_of_its_stage() -> None:
    opened = given({"cases": ["case-a:assess", "case-b:plan"]})
    assert [(one.action, one.of, one.fields["about"]) for one in opened.then] == [
        ("list_case", "case-a", "assess"),
        ("list_case", "case-b", "plan"),
    ]
    assert "cases" not in opened.fields


@pytest.mark.parametrize(
    ("last_sat", "today", "next_day"),
    [
        (None, date(2026, 11, 24), ["26", "11", "2026"]),
        (None, date(2026, 11, 26), ["1", "12", "2026"]),
        ("2026-12-01", date(2026, 11, 24), ["3", "12", "2026"]),
        ("2026-01-06", date(2026, 12, 31), ["5", "1", "2027"]),
    ],
)
def test_the_next_panel_day_of_the_council_is_proposed(
    last_sat: str | None, today: date, next_day: list[str]
) -> None:
    last = {**LAST, "sits_on": last_sat} if last_sat else None
    found = proposed(last, ("tuesday", "thursday"), today)
    assert [found[f"sits_on-{part}"][0] for part in ("day", "month", "year")] == next_day
    assert ("chair" in found) is (last is not None)
