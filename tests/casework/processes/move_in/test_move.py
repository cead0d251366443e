"""A plan that moved in: its two limits, what the family is told, and what is not copied."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from casework.case.actions import Act
from casework.letters.letter_templates import letter
from casework.processes.move_in.move import MoveIn
from casework.processes.move_in.process import PROCESS
from casework.processes.plan_changed import as_act
from casework.processes.process import ParentCase
from statute.facts import Event
from tests.casework.letters.test_family_letters import FACTS
from tests.casework.processes.recorded import act, recorded, why_not

BEGUN = MoveIn("movein-1", "case-1")


def received(last_reviewed_on: str = "2026-03-10", on: str = "2026-09-01") -> Act:
    return act("receive_plan", on, old_authority="301", last_reviewed_on=last_reviewed_on)


def move(*acts: Act, begun: MoveIn = BEGUN) -> MoveIn:
    return recorded(PROCESS, begun, *acts)


def why(found: MoveIn, one: Act) -> str:
    return why_not(PROCESS, found, one)


TELL = act("tell_family", "2026-10-05", assess="review_only", review_on="2027-02-01")


@pytest.mark.parametrize(
    ("last_reviewed_on", "review_by"),
    [
        ("2026-03-10", "2027-03-09"),
        ("2025-09-15", "2026-11-30"),
    ],  # 12 months from the review, 3 months from the transfer
)
def test_both_limits_run_from_the_transfer_and_the_later_one_is_the_first_review(
    last_reviewed_on: str, review_by: str
) -> None:
    told = PROCESS.as_json(PROCESS.view(move(received(last_reviewed_on)), None), date(2026, 9, 2))
    assert (told["tell_by"], told["review_by"]) == ("2026-10-13", review_by)


def test_the_family_is_told_and_the_first_review_ends_the_record() -> None:
    found = move(received(), act("prove_address", "2026-09-03"), TELL)
    assert found.stage == "move_in_told" and PROCESS.due_on(found) == date(2027, 3, 9)
    on = date(2027, 2, 5)
    kept = as_act(Event("review_decision", on, None, {"decision": "maintain"}), on)
    reviewed = move(received(), TELL, kept)
    assert reviewed.is_over and reviewed.reviewed_on == on
    assert move(received(), TELL, act("record_first_review", "2027-02-05")).is_over


def test_a_decision_to_amend_ends_the_record_with_the_notice_of_amendments() -> None:
    held, on = date(2027, 1, 11), date(2027, 2, 5)
    meeting = as_act(Event("review_meeting", held), held)
    amend = as_act(Event("review_decision", on, None, {"decision": "amend"}), on)
    decided = move(received(), TELL, meeting, amend)
    assert not decided.is_over
    told = move(received(), TELL, meeting, amend, as_act(Event("amendment_notice", on), on))
    assert told.is_over and told.reviewed_on == on
    (review,) = [one for one in PROCESS.obligations(told, on) if one.role == "review_after_transfer"]
    assert (review.status, review.met_on) == ("met", on)


def test_the_review_is_planned_inside_its_limit() -> None:
    late = act("tell_family", "2026-10-05", assess="review_only", review_on="2027-03-10")
    assert why(move(received()), late) == (
        "The plan must be reviewed by 9 March 2027 (SEND Regulations 2014, regulation 15(5)); choose that day or an earlier one."
    )


def test_nothing_of_the_old_authority_becomes_a_decision_of_ours() -> None:
    found = move(received())
    facts = PROCESS.to_plan(BEGUN, received())
    assert [one.event for one in facts] == ["plan_transferred_in"]
    told = PROCESS.as_json(PROCESS.view(found, None), date(2026, 9, 2))
    assert (told["old_authority"], told["assessment_outcome"]) == ("301", "H")
    assert why(BEGUN, received("2026-09-02")) == (
        "The plan cannot have been reviewed by the old authority after the transfer; correct one of the dates."
    )


def test_a_case_that_counts_the_limits_hears_the_fact_and_alerts_by_itself() -> None:
    opened = ParentCase("case-1", "plan_issued", (Event("plan_transferred_in", date(2026, 9, 1)),))
    begun = PROCESS.begin("movein-1", {"case": "case-1", **PROCESS.begins_with(opened)}, None)
    assert [one.action for one in PROCESS.told(move(received(), begun=begun), TELL, None, False)] == [
        "move_in_told",
        "transfer_notice_sent",
    ]
    assert [one.action for one in PROCESS.told(move(received()), TELL, None, False)] == ["move_in_told"]
    waits = PROCESS.next_moment(move(received(), begun=begun), frozenset(), date(2026, 9, 2))
    assert (
        waits is not None
        and PROCESS.after_moment(move(received(), begun=begun), waits.kind, waits.on)[1] == ()
    )
    assert [one.action for one in PROCESS.after_moment(move(received()), waits.kind, waits.on)[1]] == [
        "move_in_limit_waits"
    ]


def test_the_letter_says_whether_we_assess_and_when_we_review() -> None:
    said = {"text": "The plan was transferred to us.", "assess": "review_only", "review_on": "2027-02-01"}
    words = repr(letter("move_in_told", replace(FACTS, said=said)))
    assert "by Monday 1 February 2027" in words and "We do not propose to carry out a new assessment" in words
    assert "We will carry out a new assessment" in repr(
        letter("move_in_told", replace(FACTS, said={**said, "assess": "assess"}))
    )


def test_the_day_of_the_transfer_is_that_of_the_case_that_recorded_it() -> None:
    transferred = Event("plan_transferred_in", date(2026, 9, 1), None, {"last_reviewed_on": "2026-03-10"})
    fields = PROCESS.begins_with(ParentCase("case-1", "plan_transferred", (transferred,)))
    begun = PROCESS.begin("movein-1", {"case": "case-1", **fields}, None)
    assert "transferred on 1 September 2026" in why(begun, received(on="2026-09-02"))
    assert move(received(), begun=begun).transferred_on == date(2026, 9, 1)
    assert PROCESS.state(PROCESS.view(begun, None)) == begun
