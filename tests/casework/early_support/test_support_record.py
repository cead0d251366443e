"""A record of early support holds what its kind asks for, and says plainly what is wrong with it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.early_support.support_record import (
    KeptRecord,
    WrongField,
    by_child,
    record_from,
    record_of,
)
from casework.people.child import Details
from casework.people.child_matching import is_child

TODAY = date(2026, 11, 28)
BORN = date(2022, 3, 9)
RED = {"tool": "WellComm", "colour": "Red", "age_months": "47", "score": "12", "by_role": "senco"}


def test_a_screen_is_read_from_words_and_stored_and_read_again() -> None:
    record = record_of("screen", date(2026, 2, 3), RED, BORN, TODAY)
    assert record.values == {
        "tool": "wellcomm", "colour": "red", "age_months": 47, "score": "12", "by_role": "senco"
    }  # fmt: skip
    ended = record_of(
        "intervention", date(2026, 2, 10),
        {"support": "Sample Talk", "tier": "targeted", "times_a_week": 2, "weeks": "10", "ended_on": "28 April 2026"}, BORN, TODAY,
    )  # fmt: skip
    assert ended.sessions_planned == 20
    for one in (record, ended):
        assert record_from(one.kind, one.on, one.as_json()) == one


@pytest.mark.parametrize(
    ("kind", "on", "answers", "field", "said"),
    [
        ("scan", date(2026, 2, 3), {}, "kind", "Kind must be screen"),
        ("screen", date(2027, 2, 3), RED, "on", "in the future"),
        ("screen", date(2021, 2, 3), RED, "on", "before the date of birth"),
        ("screen", date(2026, 2, 3), {"tool": "wellcomm"}, "colour", "Colour is missing"),
        ("screen", date(2026, 2, 3), {**RED, "colour": "blue"}, "colour", "Colour must be Red, Amber or Green."),
        ("screen", date(2026, 2, 3), {**RED, "age_months": "40"}, "age_months", "does not fit the date of birth"),
        ("screen", date(2026, 2, 3), {**RED, "age_months": "old"}, "age_months", "a number from 0 to 300"),
        ("screen", date(2026, 2, 3), {**RED, "tier": "targeted"}, "tier", "no answer of a record of kind screen"),
        ("language", date(2026, 2, 3), {"language": "Polish", "interpreter": "perhaps"}, "interpreter", "yes or no"),
        ("referral", date(2026, 2, 3), {"service": "early_help", "first_seen_on": "2026-01-01"}, "first_seen_on", "before the date"),
        ("referral", date(2026, 2, 3), {"service": "early_help", "first_seen_on": "soon"}, "first_seen_on", "is not a date"),
        (
            "referral", date(2026, 2, 3), {"service": "early_help", "accepted": "no", "first_seen_on": "2026-03-01"},
            "first_seen_on", "did not accept",
        ),
        ("view", date(2026, 2, 3), {"family_view": "x" * 2001}, "family_view", "2000 characters or less"),
    ],
)  # fmt: skip
def test_a_wrong_answer_names_its_field(
    kind: str, on: date, answers: dict[str, Any], field: str, said: str
) -> None:
    with pytest.raises(WrongField, match=said) as wrong:
        record_of(kind, on, answers, BORN, TODAY)
    assert wrong.value.name == field


def kept(name: str, upn: str | None, on: date, born_on: date = BORN) -> KeptRecord:
    return KeptRecord(
        Details(name, born_on, upn),
        "900001",
        record_of("screen", on, {"tool": "elim", "colour": "red"}, None, TODAY),
    )


def test_records_with_and_without_a_pupil_number_are_one_child() -> None:
    first, second = (
        kept("Lark Sample", None, date(2026, 1, 5)),
        kept("SAMPLE, Lark", "U602000115007", date(2026, 5, 5)),
    )
    other = kept("Lark Sample", None, date(2026, 1, 5), date(2021, 1, 1))
    assert [len(each) for each in by_child((first, second, other))] == [2, 1]


def test_two_children_whose_names_have_the_same_letters_are_two() -> None:
    some = (kept(name, None, date(2026, 1, 5)) for name in ("Child 12", "Child 21", "12 child", "Child 21"))
    assert [[one.child.name for one in each] for each in by_child(some)] == [
        ["Child 12", "12 child"],
        ["Child 21"] * 2,
    ]
    assert not is_child(Details("Child 12", BORN), [("Child 21", BORN, None)])


def test_two_children_with_one_name_and_birthday_but_two_numbers_stay_two() -> None:
    known = [("Lark Sample", BORN, "U602000115007")]
    assert is_child(Details("Lark Sample", BORN, None), known)
    assert is_child(Details("Another Name", BORN, "U602000115007"), known)
    assert not is_child(Details("Lark Sample", BORN, "A602000115008"), known)
    assert not is_child(Details("Lark Sample", date(2020, 1, 1), None), known)
