"""An act that tells the family counts from the day on which its letter leaves, and for no limit before that."""

from __future__ import annotations

from datetime import date

import pytest

from casework.case.acts import CATALOGUE, NOT_BY_PEOPLE
from casework.case.case import Case, after
from casework.case.facts import facts_of
from casework.case.guard import allowed, malformed, refusal
from casework.case.letter_days import (
    LEFT,
    LETTER_DAYS,
    NOT_LEFT,
    as_told,
    letter_act,
    letter_day_sentence,
    letters_not_left,
    with_letters_leaving,
)
from statute.timeline import timeline
from tests.casework.said import TO_CONSULTING, TO_DRAFTING, act, case

AGREED = date(2024, 4, 10)


def day(text: str) -> date:
    return date.fromisoformat(text)


def with_letter(found: Case, name: str, on: str, action: str, recorded_on: date) -> Case:
    told = letter_act(name, day(on), action, recorded_on)
    assert refusal(found, told, day("2024-12-31")) is None
    return after(found, told)


def limits(found: Case, today: str) -> dict[str, tuple[str, date | None]]:
    return {
        one.rule: (one.status, one.met_on)
        for one in timeline(facts_of(found.events), day(today))
        if one.of is None
    }


def test_a_limit_runs_until_the_letter_leaves_and_is_met_on_that_day() -> None:
    agreed = case(*TO_DRAFTING[:2])
    rule = next(rule for rule, (_, met) in limits(agreed, "2024-04-30").items() if met == AGREED)
    waits = with_letter(agreed, NOT_LEFT, "2024-04-11", "assessment_agreed", AGREED)
    assert limits(waits, "2024-04-12")[rule] == ("running", None)
    assert limits(waits, "2024-04-30")[rule] == ("overdue", None)
    assert [event.event for event in letters_not_left(waits.events)] == ["assessment_agreed"]
    left = with_letter(waits, LEFT, "2024-04-29", "assessment_agreed", AGREED)
    assert limits(left, "2024-04-30")[rule] == ("late", day("2024-04-29"))
    assert letters_not_left(left.events) == ()
    assert left.stage is agreed.stage, "the work goes on while the letter waits"
    back = with_letter(left, NOT_LEFT, "2024-05-03", "assessment_agreed", AGREED)
    assert limits(back, "2024-05-03")[rule] == ("overdue", None), "a letter that came back told no one"


def test_the_order_and_the_number_of_the_other_facts_stay() -> None:
    found = case(*TO_DRAFTING)
    waits = with_letter(found, NOT_LEFT, "2024-06-04", "plan_agreed", day("2024-06-03"))
    told = as_told(waits.events)
    assert [one for one in told if one.event not in LETTER_DAYS] == list(found.events[:-1])
    leaving = as_told(with_letters_leaving(waits.events, day("2024-06-09")))
    assert [one.on for one in leaving if one.event == "plan_agreed"] == [day("2024-06-09")]
    assert as_told(found.events) == found.events


def test_a_letter_of_another_day_is_not_confused_with_it() -> None:
    found = case(*TO_CONSULTING, "draft_issued 2024-06-20")
    waits = with_letter(found, NOT_LEFT, "2024-06-21", "draft_issued", day("2024-06-20"))
    assert [one.on for one in as_told(waits.events) if one.event == "draft_issued"] == [day("2024-06-10")]


def test_a_final_plan_waits_for_the_letter_with_the_draft() -> None:
    found = with_letter(case(*TO_CONSULTING), NOT_LEFT, "2024-06-11", "draft_issued", day("2024-06-10"))
    final = act("final_issued 2024-07-10", explained="note-1")
    assert "before the letter with the draft plan leaves" in str(refusal(found, final, day("2024-07-10")))
    answered = after(found, act("representations_received 2024-06-20"))
    assert refusal(answered, final, day("2024-07-10")) is None, "a family that answered has the draft"


def test_people_cannot_record_it_and_are_not_offered_it() -> None:
    assert LETTER_DAYS <= NOT_BY_PEOPLE
    found = case(*TO_CONSULTING)
    assert not {one.name for one in allowed(found)} & LETTER_DAYS
    for name in LETTER_DAYS:
        assert "the service records it" in str(malformed(name, None, {}))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            NOT_LEFT,
            'The letter of 10 April 2024 ("Agree to assess") has not left; the limit is still running.',
        ),
        (
            LEFT,
            'The letter of 10 April 2024 ("Agree to assess") left on 29 April 2024, so the act counts from that day.',
        ),
    ],
)
def test_the_line_says_which_letter_and_why(name: str, sentence: str) -> None:
    assert (
        letter_day_sentence(letter_act(name, day("2024-04-29"), "assessment_agreed", AGREED), CATALOGUE)
        == sentence
    )
