"""The form that calls a sitting begins with the members of the last one, and lists waiting cases at once."""

from __future__ import annotations

from casework.processes.panel.calling import given, proposed

LAST = {
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
    found = proposed(LAST)
    assert found["for_education"] == ["officer-n1"] and found["chair"] == ["chair-1"]
    assert (found["other_1"], found["other_1_role"]) == (["panel-care-2"], ["social_care"])
    answers = {name: values[0] for name, values in found.items()}
    opened = given({**answers, "sits_on": "2024-06-10"})
    assert not opened.errors
    assert sorted(str(one) for one in opened.fields["members"]) == sorted(map(str, LAST["members"]))
    assert proposed(None) == {}, "the first sitting has no usual members"


def test_a_chosen_case_is_listed_with_the_question_of_its_stage() -> None:
    opened = given({"cases": ["case-a:assess", "case-b:plan"]})
    assert [(one.action, one.of, one.fields["about"]) for one in opened.then] == [
        ("list_case", "case-a", "assess"),
        ("list_case", "case-b", "plan"),
    ]
    assert "cases" not in opened.fields
