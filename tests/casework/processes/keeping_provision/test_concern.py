"""A concern that provision is not delivered: its acts, its state, and its reports to the case."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.case.acts import CATALOGUE, Act
from casework.case.guard import malformed
from casework.processes.keeping_provision.concern import ACTS, Concern, after, said
from casework.processes.keeping_provision.guard import allowed, refusal
from casework.processes.keeping_provision.telling import told
from casework.processes.telling import ToCase

RAISED = {"raised_by": "family", "provision": "note-1", "item": "F3", "missing_since": "2024-04-15", "answers": "speech_therapist"}  # fmt: skip
BEGUN = Concern("concern-1", "case-1")


def act(action: str, on: str = "2024-05-01", **fields: Any) -> Act:
    return Act(action, date.fromisoformat(on), None, fields)


RAISE = act("raise_concern", "2024-05-01", **RAISED)
ANSWER = act("answer_concern", "2024-05-13", outcome="provided_again", answer="note-2")


def concern(*acts: Act) -> Concern:
    found = BEGUN
    for one in acts:
        assert one.on is not None
        assert refusal(found, one, one.on) is None
        found = after(found, one)
    return found


def why(found: Concern, one: Act, today: str = "2024-06-30") -> str:
    return refusal(found, one, date.fromisoformat(today)) or ""


def test_a_concern_is_raised_with_who_answers_and_since_when() -> None:
    found = concern(RAISE)
    assert found.stage == "keeping_provision_to_answer"
    assert (found.raised_by, found.item, found.provision) == ("family", "F3", "note-1")
    assert (found.missing_since, found.answers) == ("2024-04-15", "speech_therapist")
    assert not found.is_over
    assert (
        said(BEGUN, RAISE) == "the family raised a concern that provision in Section F is not delivered (F3)"
    )


@pytest.mark.parametrize("missing", ["raised_by", "provision", "missing_since", "answers"])
def test_a_concern_needs_its_particulars(missing: str) -> None:
    fields = {name: value for name, value in RAISED.items() if name != missing}
    assert f"needs {missing}" in why(BEGUN, act("raise_concern", **fields))


def test_provision_cannot_be_missing_since_a_day_after_the_concern() -> None:
    later = act("raise_concern", "2024-05-01", **{**RAISED, "missing_since": "2024-05-02"})
    assert why(BEGUN, later) == (
        "The provision cannot be missing since 2 May 2024, after the concern was raised; correct the date."
    )


def test_only_raising_comes_first_and_only_once() -> None:
    assert why(concern(RAISE), RAISE) == "The concern is already raised."
    assert [action.name for action in allowed(concern(RAISE))] == [
        "assign_answer", "ask_setting", "record_delivery", "answer_concern", "withdraw_concern", "end_concern",
    ]  # fmt: skip


def test_an_answer_is_confirmed_or_the_concern_is_reopened() -> None:
    answered = concern(RAISE, ANSWER)
    assert answered.stage == "keeping_provision_answered"
    assert answered.reply_by == date(2024, 6, 10)
    assert [action.name for action in allowed(answered)] == [
        "confirm_answer", "reopen_concern", "withdraw_concern", "end_concern",
    ]  # fmt: skip
    assert "is answered. Reopen it" in why(answered, ANSWER)
    confirmed = after(answered, act("confirm_answer", "2024-05-20"))
    assert (confirmed.stage, confirmed.is_over) == ("keeping_provision_confirmed", True)
    assert why(confirmed, act("reopen_concern", reason="note-3")).startswith("The concern is closed.")
    reopened = after(answered, act("reopen_concern", "2024-05-20", reason="note-3"))
    assert (reopened.stage, reopened.answer, reopened.reply_by) == ("keeping_provision_to_answer", None, None)


def test_nothing_is_confirmed_before_the_answer() -> None:
    assert (
        why(concern(RAISE), act("confirm_answer"))
        == "The concern is not answered yet. Record the answer first."
    )
    early = act("reopen_concern", "2024-05-10", reason="note-3")
    assert why(concern(RAISE, ANSWER), early).startswith("10 May 2024 is before the answer on 13 May 2024")


def test_an_answer_cannot_say_provided_where_it_is_recorded_as_not_delivered() -> None:
    short = act("record_delivery", "2024-05-08", delivered="in_part")
    assert why(concern(RAISE, short), ANSWER) == (
        "The provision is recorded as not delivered in full. Record what is delivered now, then answer."
    )
    full = act("record_delivery", "2024-05-10", delivered="in_full")
    assert why(concern(RAISE, short, full), ANSWER) == ""
    assert (
        why(
            concern(RAISE, short),
            act("answer_concern", "2024-05-13", outcome="complaint_goes_on", answer="note-2"),
        )
        == ""
    )
    assert (
        concern(RAISE, short, full, ANSWER, act("reopen_concern", "2024-05-20", reason="note-3")).delivered
        is None
    )


def test_no_act_is_in_the_future_or_before_the_concern() -> None:
    assert why(
        concern(RAISE), act("record_delivery", "2024-05-03", delivered="in_full"), "2024-05-02"
    ).startswith("3 May 2024 is in the future")
    assert why(concern(RAISE), act("record_delivery", "2024-04-30", delivered="in_full")).startswith(
        "30 April 2024 is before the concern was raised on 1 May 2024"
    )


def test_who_answers_is_changed_to_another() -> None:
    assert (
        why(concern(RAISE), act("assign_answer", answers="speech_therapist"))
        == "speech_therapist already answers this concern; choose another person or service."
    )
    assert concern(RAISE, act("assign_answer", answers="officer-2")).answers == "officer-2"


@pytest.mark.parametrize(
    ("ending", "stage"),
    [
        (act("withdraw_concern", "2024-05-02"), "keeping_provision_withdrawn"),
        (act("end_concern", "2024-05-02", why="plan_ended"), "keeping_provision_plan_ended"),
    ],
)
def test_a_concern_ends_before_an_answer_too(ending: Act, stage: str) -> None:
    found = concern(RAISE, ending)
    assert (found.stage, found.is_over) == (stage, True)
    assert allowed(found) == ()


def test_the_case_is_told_of_the_concern_the_question_the_answer_and_the_end() -> None:
    (raised,) = told(BEGUN, RAISE)
    assert raised == ToCase("case-1", "provision_not_delivered", RAISED, on=date(2024, 5, 1), of="concern-1")
    (asked,) = told(concern(RAISE), act("ask_setting", setting="urn-1", question="note-4"))
    assert (asked.of, asked.fields) == ("urn-1", {"concern": "concern-1", "question": "note-4"})
    (answered,) = told(concern(RAISE), ANSWER)
    assert answered.fields == {"outcome": "provided_again", "answer": "note-2", "reply_by": "2024-06-10"}
    (again,) = told(concern(RAISE, ANSWER), act("reopen_concern", "2024-05-20", reason="note-3"))
    assert again.action == "provision_not_delivered"
    assert again.fields["reason"] == "note-3"
    (closed,) = told(concern(RAISE, ANSWER), act("confirm_answer", "2024-05-20"))
    assert (closed.action, closed.fields) == ("provision_report_closed", {"why": "confirmed"})
    assert told(concern(RAISE), act("record_delivery", delivered="in_full")) == ()


def test_every_report_to_a_case_is_well_formed() -> None:
    facts = [
        *told(BEGUN, RAISE),
        *told(concern(RAISE), ANSWER),
        *told(concern(RAISE), act("assign_answer", answers="officer-2")),
        *told(concern(RAISE), act("ask_setting", setting="urn-1", question="note-4")),
        *told(concern(RAISE, ANSWER), act("reopen_concern", "2024-05-20", reason="note-3")),
        *told(concern(RAISE), act("withdraw_concern")),
    ]
    for fact in facts:
        assert malformed(fact.action, fact.of, fact.fields) is None
    assert not set(ACTS) & set(CATALOGUE) - {"bank_holiday_proclaimed"}
