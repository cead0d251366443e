"""The stages of a review, what it refuses, and the days that it counts and plans."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from casework.case.actions import Act
from casework.processes.annual_review import limits
from casework.processes.annual_review.pages import STAGES
from casework.processes.annual_review.process import PROCESS
from casework.processes.annual_review.review import Review
from casework.processes.plan_changed import as_act
from statute.facts import Event
from tests.casework.processes.annual_review.reviews import (
    ARRANGED,
    FINAL,
    HELD,
    LIFE,
    NOTICE,
    REPORTED,
    Step,
    day,
    early,
    recorded,
    refused,
    scheduled,
)


def due(review: Review, role: str, today: str) -> tuple[date, str]:
    (one,) = [each for each in PROCESS.obligations(review, day(today)) if each.role == role]
    return one.due_on, one.status


def test_a_plan_begins_the_review_of_its_cycle_with_the_latest_meeting_four_weeks_before_its_end() -> None:
    view = PROCESS.view(scheduled(), None)
    assert (view["cycle_ends_on"], view["latest_meeting_on"]) == ("2027-05-19", "2027-04-21")
    told = PROCESS.as_json(view, day("2026-06-01"))
    assert "4 weeks from the meeting" in told["latest_meeting_because"]
    assert told["planned_meeting_on"] == "2027-03-19" and "not law" in told["planned_meeting_because"]
    assert told["arrange_on"] == "2027-01-22"


def test_no_review_is_begun_for_a_plan_that_ended_or_whose_child_is_detained() -> None:
    assert PROCESS.begins_from_plan(replace(LIFE, ended_on=day("2026-09-01")), day("2026-09-01")) == ()
    assert PROCESS.begins_from_plan(replace(LIFE, detained=True), day("2026-09-01")) == ()


def test_the_authority_plans_the_meeting_for_another_month() -> None:
    review = PROCESS.after(
        scheduled(), Act("take_in_review_policy", day("2026-05-20"), None, {"days": {"meet_in_month": 9}})
    )
    planned = limits.planned_meeting(review)
    assert planned is not None and planned.on == day("2027-02-19") and "month 9" in planned.because


def test_the_four_weeks_run_from_the_meeting_with_and_without_a_report() -> None:
    held = recorded(scheduled(), ARRANGED, HELD)
    for review in (held, recorded(held, REPORTED)):
        assert due(review, limits.DECIDE, "2027-04-01") == (day("2027-04-01"), "running")
        assert due(review, limits.DECIDE, "2027-04-02") == (day("2027-04-01"), "overdue")


def test_the_final_plan_is_due_eight_weeks_after_the_notice_and_twelve_after_the_meeting_both_with_reasons() -> (
    None
):
    review = recorded(scheduled(), ARRANGED, HELD, NOTICE)
    assert due(review, limits.FINAL, "2027-04-02") == (day("2027-05-13"), "running")
    assert due(review, limits.WHOLE, "2027-04-02") == (day("2027-05-27"), "running")
    told = {
        one["rule"]: one["because"]
        for one in PROCESS.as_json(PROCESS.view(review, None), day("2027-04-02"))["obligations"]
    }
    assert all(told.values())
    assert due(review, limits.CYCLE, "2027-04-02")[1] == "met", (
        "the notice with the amendments completes the review"
    )


def test_both_clocks_are_shown_where_the_last_review_ended_on_another_day() -> None:
    review = scheduled(replace(LIFE, last_review_on=day("2026-03-10")))
    assert limits.twelve_months_on(review) == day("2027-03-09")
    assert review.cycle_ends_on == day("2027-05-19")


ENDS: tuple[tuple[tuple[Step, ...], str], ...] = (
    ((ARRANGED, HELD, ("decide_review", "2027-03-20", {"decision": "maintain"})), "decided_maintain"),
    ((ARRANGED, HELD, ("decide_review", "2027-03-20", {"decision": "cease", "reason": "note-3"})), "decided_cease"),
    ((ARRANGED, HELD, REPORTED, ("decide_review", "2027-03-12", {"decision": "amend"}), NOTICE, ("consult_setting", "2027-03-19", {"setting": "urn-900002"}), FINAL), "amended"),
    ((ARRANGED, HELD, NOTICE, ("decide_not_to_amend", "2027-05-10", {"reason": "note-4"})), "not_amended"),
    ((("end_review", "2027-01-10", {"why": "withdrawn"}),), "ended"),
)  # fmt: skip


@pytest.mark.parametrize(("steps", "stage"), ENDS, ids=[stage for _, stage in ENDS])
def test_a_review_ends_in_each_of_its_ways(steps: tuple[Step, ...], stage: str) -> None:
    review = recorded(scheduled(), *steps)
    assert review.stage_code == stage and review.is_over
    assert PROCESS.allowed(review, day("2027-06-01")) == ()
    assert PROCESS.stage_in_words(review.stage) == STAGES[stage]
    assert PROCESS.state(PROCESS.view(review, None)) == review


def test_a_meeting_can_be_put_off_and_invitations_count_for_the_new_day() -> None:
    put_off = ("adjourn_meeting", "2027-03-03", {"meeting_on": "2027-03-25", "reason": "note-1"})
    review = recorded(scheduled(), ARRANGED, ("send_invitations", "2027-02-01", {}), put_off)
    assert (review.stage_code, review.meeting_on) == ("adjourned", day("2027-03-25"))
    floors = [one for one in PROCESS.obligations(review, day("2027-03-03")) if one.kind == "floor"]
    assert {one.due_on for one in floors} == {day("2027-03-11")}


REFUSED: tuple[tuple[tuple[Step, ...], Step, str], ...] = (
    ((), (*HELD[:1], "2027-06-01", {"child_view": "note-1"}), ""),
    ((), NOTICE, "follows the meeting"),
    ((ARRANGED, HELD), ("send_amended_plan", "2027-03-20", FINAL[2]), "notice of amendments first"),
    ((ARRANGED, HELD, NOTICE), ("send_amended_plan", "2027-03-30", FINAL[2]), "until 1 April 2027 or record"),
    ((ARRANGED, HELD), ("send_report", "2027-03-01", {"recommends": "amend"}), "before the meeting"),
    ((ARRANGED, HELD), ("decide_review", "2027-03-20", {"decision": "cease"}), "reasons"),
    ((), ("arrange_meeting", "2027-03-10", {"meeting_on": "2027-03-04"}), "before the day"),
    ((), ("record_background", "2027-03-10", {"attendance": "120"}), "between 0 and 100"),
    ((), ("record_background", "2027-03-10", {"year_taught": "six"}), "whole number"),
    ((), ("answer_request", "2027-03-10", {"answer": "agree", "reason": "note-1"}), "No request"),
    ((), ("begin_review", "2027-03-10", {"asked_by": "authority", "why": "other"}), "begun already"),
)  # fmt: skip


@pytest.mark.parametrize(("steps", "step", "said"), REFUSED)
def test_an_act_out_of_turn_is_refused_with_what_to_do(
    steps: tuple[Step, ...], step: Step, said: str
) -> None:
    found = refused(recorded(scheduled(), *steps), step)
    for part in said.split(" or "):
        assert part in found
    assert bool(found) == bool(said)


def test_from_year_nine_the_report_waits_for_the_preparation_for_adulthood() -> None:
    review = recorded(scheduled(replace(LIFE, school_year=9)), ARRANGED, HELD)
    assert "prepares for adulthood" in refused(review, REPORTED)
    texts = dict.fromkeys(("employment", "living", "community", "health"), "note-1")
    assert recorded(review, ("record_preparation", "2027-03-05", texts), REPORTED).stage_code == "reported"


def test_the_authority_holds_the_review_of_a_child_who_attends_no_setting() -> None:
    review = scheduled(replace(LIFE, attends_no_setting=True, setting=None))
    assert "leave the setting out" in refused(review, ARRANGED)
    held = recorded(review, ("arrange_meeting", "2027-01-20", {"meeting_on": "2027-03-04"}), HELD)
    assert [
        one.duty_holder for one in PROCESS.obligations(held, day("2027-03-05")) if one.role == limits.REPORT
    ] == ["authority"]


def test_a_family_that_asks_for_an_early_review_is_answered_with_reasons() -> None:
    asked = early()
    assert asked.stage_code == "asked_for" and "Answer the request" in refused(asked, ARRANGED)
    no = ("answer_request", "2026-10-08", {"answer": "refuse", "reason": "note-1"})
    refused_review = recorded(asked, no)
    assert refused_review.is_over and PROCESS.reviewed(refused_review) is None
    yes = recorded(asked, ("answer_request", "2026-10-08", {"answer": "agree", "reason": "note-1"}))
    assert yes.stage_code == "scheduled"
    assert all(one.role != limits.CYCLE for one in PROCESS.obligations(yes, day("2026-10-09"))), (
        "the yearly review is owed by its own"
    )


def test_what_happened_in_the_case_of_the_plan_is_recorded_once() -> None:
    review = recorded(scheduled(), ARRANGED)
    told = as_act(Event("review_meeting", day("2027-03-04")), day("2027-03-05"))
    then = PROCESS.after(review, told)
    assert then.held_on == day("2027-03-04") and then.stage_code == "held"
    assert PROCESS.after(then, told) == then
    decided = as_act(
        Event("review_decision", day("2027-03-20"), None, {"decision": "maintain"}), day("2027-03-20")
    )
    assert PROCESS.after(then, decided).stage_code == "decided_maintain"
    replaced = PROCESS.after(review, as_act(Event("final_issued", day("2027-03-20")), day("2027-03-20")))
    assert replaced.stage_code == "ended"


def test_the_next_review_leaves_the_end_of_the_last_one_to_it() -> None:
    began = replace(LIFE, cycle_began_on=day("2027-03-18"), cycle_ends_on=day("2028-03-17"))
    following = scheduled(began)
    for fact in (
        Event("amendment_notice", day("2027-03-18")),
        Event("amended_final_issued", day("2027-05-12"), None, {"document": "plan-4"}),
        Event("amendment_not_made", day("2027-05-12")),
    ):
        assert PROCESS.after(following, as_act(fact, day("2027-05-12"))) == following


def test_the_plan_hears_the_facts_of_the_law_and_a_decision_to_cease_opens_a_case() -> None:
    held = recorded(scheduled(), ARRANGED, HELD)
    cease = Act("decide_review", day("2027-03-20"), None, {"decision": "cease", "reason": "note-1"})
    assert PROCESS.to_plan(held, cease) == (
        Event("review_decision", day("2027-03-20"), None, {"decision": "cease"}),
    )
    opened = PROCESS.opens_case(held, cease)
    assert opened is not None and (opened.opens, opened.on) == ("ceasing", day("2027-03-20"))
    assert PROCESS.opens_case(held, replace(cease, fields={"decision": "maintain"})) is None
    assert (
        PROCESS.to_plan(held, Act("record_outcomes", day("2027-03-05"), None, {"evidence": "note-1"})) == ()
    )
    taught = Act("record_background", day("2027-03-05"), None, {"year_taught": "5"})
    assert PROCESS.to_plan(held, taught) == (
        Event("school_year_taught", day("2027-03-05"), None, {"school_year": "5"}),
    )


def test_provision_that_is_not_delivered_is_named() -> None:
    review = recorded(
        scheduled(),
        ARRANGED,
        HELD,
        ("check_provision", "2027-03-04", {"in_full": ["F1"], "in_part": ["F2"], "not_at_all": ["F3"]}),
    )
    assert review.undelivered == ("F3", "F2")


def test_the_days_of_a_review_are_counted_as_they_were_recorded() -> None:
    life = PROCESS.reviewed(
        recorded(
            scheduled(), ARRANGED, HELD, REPORTED, NOTICE, ("record_representations", "2027-04-01", {}), FINAL
        )
    )
    assert life is not None
    assert (life.meeting_on, life.report_on, life.decision_on, life.outcome) == (
        day("2027-03-04"),
        day("2027-03-10"),
        day("2027-03-18"),
        "amend",
    )
    assert (life.draft_on, life.final_on, life.held_in_time) == (day("2027-03-18"), day("2027-05-10"), True)


def test_a_decision_of_the_case_that_does_not_say_what_was_decided_leaves_the_review_as_it_is() -> None:
    """It stopped the workflow of the review for good: the stage of a review is made of what was decided."""
    review, on = scheduled(), day("2027-03-18")
    told = as_act(Event("review_decision", on, None, {}), on)
    assert PROCESS.refusal(review, told, on, None) is None
    assert PROCESS.after(review, told).stage == review.stage
