"""The default form and verb of an act: its questions, its options, and the fields from the answers."""

from __future__ import annotations

from casework.case.actions import Action, Field
from casework.processes.commands import verb_of, verb_that_calls
from casework.processes.form import fields_of, questions, wrong_closures
from casework.processes.page import Words, days_left

ACT = Action(
    "answer_it",
    "Answer it",
    "it was answered",
    frozenset(),
    fields=(
        Field("outcome", "code", True, ("kept", "mended"), "What came of it"),
        Field("days", "ids", True, asks="The days"),
        Field("until", "date", asks="The last day"),
        Field("answer", "text", True, asks="The answer"),
    ),
)


def test_every_field_is_a_question_and_several_days_are_asked_one_by_one() -> None:
    asked = questions(ACT, {}, days={"days": 2})
    assert [(one.name, one.kind, one.required) for one in asked] == [
        ("on", "today", True),
        ("outcome", "radios", True),
        ("day_1", "date", True),
        ("day_2", "date", False),
        ("until", "date", False),
        ("answer", "words", True),
    ]
    assert asked[4].label == "The last day (optional)"
    assert questions(ACT, {}, day=False)[0].name == "outcome"


def test_choices_of_the_process_replace_those_of_the_act() -> None:
    (outcome,) = [one for one in questions(ACT, {"outcome": (("kept", "Kept"),)}) if one.name == "outcome"]
    assert outcome.options == (("kept", "Kept"),)


def test_the_answers_become_the_fields_of_the_act() -> None:
    answers = {"outcome": "kept", "day_1": "2026-03-04", "day_2": None, "case": "case-a"}
    assert fields_of(answers, {"days": 2}) == {"outcome": "kept", "days": ["2026-03-04"]}
    assert fields_of({"note": "note-1"}, {}) == {"note": "note-1"}


def test_an_act_is_a_verb_with_an_option_for_each_field() -> None:
    verb = verb_of(ACT)
    assert (verb.name, verb.act, verb.on) == ("answer-it", "answer_it", "today")
    assert [(one.flag, one.required, one.several, one.is_day) for one in verb.parameters] == [
        ("--outcome", True, False, False),
        ("--days", True, True, False),
        ("--until", False, False, True),
        ("--answer", True, False, False),
    ]
    calls = verb_that_calls(ACT)
    assert calls.act is None and calls.parameters[0].field == "case"


def test_days_are_left_or_over() -> None:
    assert [days_left(days) for days in (2, 1, 0, -1)] == [
        Words("2 days left"),
        Words("1 day left"),
        Words("today", "strong"),
        Words("1 day over", "late"),
    ]


NAMED = Action(
    "refer_it", "Refer it", "it was referred", frozenset(),
    fields=(
        Field("school", "id", True, asks="Which school?", holds="setting"),
        Field("closed", "ids", asks="Which closures are not loaded?", holds="closures"),
    ),
)  # fmt: skip


def test_a_setting_is_asked_by_name_and_closures_by_their_first_and_last_day() -> None:
    school, *days = questions(NAMED, {}, day=False)
    assert (school.kind, school.required) == ("setting", True) and "name" in school.hint
    assert [(one.name, one.kind) for one in days] == [
        ("closed_first_day_1", "date"), ("closed_last_day_1", "date"),
        ("closed_first_day_2", "date"), ("closed_last_day_2", "date"),
    ]  # fmt: skip
    given = {
        "school": "urn-900001",
        "closed_first_day_1": "2026-05-25",
        "closed_last_day_1": "2026-05-29",
        "closed_first_day_2": "2026-06-30",
    }
    assert fields_of(given, {}) == {
        "school": "urn-900001",
        "closed": ["2026-05-25/2026-05-30", "2026-06-30/2026-07-01"],
    }
    assert wrong_closures(given) == {}
    wrong = wrong_closures({**given, "closed_last_day_2": "2026-06-29"})
    assert list(wrong) == ["closed_last_day_2"] and "same as or after" in wrong["closed_last_day_2"]
