"""The decision after a review meeting, what gives it, and the twelve weeks to an amended plan.

Regs 20(10), 21(9), 22(2), 22(3); R (L, M and P) v Devon CC [2022] EWHC 493 (Admin).
"""

from __future__ import annotations

import pytest
from law_says import Said, all_of, day, facts, one

from statute.facts import Facts
from statute.timeline import timeline

MEETING = "review_meeting 2024-06-03"  # four weeks: 1 July; twelve: 26 August
PLAN = "final_issued 2023-09-01"  # its year ends on 31 August 2024
TO_AMEND: Said = ("review_decision 2024-06-20", {"decision": "amend"})


def cycles(known: Facts, as_at: str) -> list[tuple[str, str, str]]:
    return [
        (str(each.started_on), str(each.due_on), each.status)
        for each in timeline(known, day(as_at))
        if each.rule == "s44_1.annual"
    ]


@pytest.mark.parametrize(("rule", "days_late"), [("reg20_10.decision", 71), ("devon.review_whole", 15)])
def test_an_amended_plan_shows_a_decision_that_is_not_recorded(rule: str, days_late: int) -> None:
    found = one(rule, facts(PLAN, MEETING, "amended_final_issued 2024-09-10"), "2025-03-01")
    assert (found.status, found.met_on, found.days_late) == ("late", day("2024-09-10"), days_late)


def test_an_amended_plan_in_time_meets_both_limits() -> None:
    found = all_of(facts(PLAN, MEETING, "amended_final_issued 2024-06-28"), "2025-03-01")
    assert {found[rule].status for rule in ("reg20_10.decision", "devon.review_whole")} == {"met"}
    assert "The amended plan shows the decision to amend" in found["reg20_10.decision"].because


def test_that_review_ends_the_year_and_starts_the_next() -> None:
    known = facts(PLAN, MEETING, "amended_final_issued 2024-08-20")
    assert cycles(known, "2025-03-01") == [
        ("2023-09-01", "2024-08-31", "met"),
        ("2024-08-20", "2025-08-19", "running"),
    ]


@pytest.mark.parametrize(
    "before",
    [
        "amendment_notice 2024-05-20",
        ("tribunal_order 2024-05-20", {"to": "amend_plan"}),
        ("appeal_unopposed 2024-05-20", {"to": "amend_plan"}),
        ("mediation_agreement 2024-05-20", {"to": "amend_plan"}),
        "reassessment_agreed 2024-05-20",
    ],
)
def test_a_plan_with_another_cause_shows_no_decision_of_the_review(before: Said) -> None:
    known = facts(PLAN, before, MEETING, "amended_final_issued 2024-06-10")
    found = all_of(known, "2024-09-02")
    assert found["reg20_10.decision"].status == found["devon.review_whole"].status == "overdue"
    assert cycles(known, "2024-09-02") == [("2023-09-01", "2024-08-31", "overdue")]


def test_the_twelve_weeks_are_shown_as_conditional_from_the_day_of_the_meeting() -> None:
    found = one("devon.review_whole", facts(MEETING), "2024-06-03")
    assert (found.due_on, found.status) == (day("2024-08-26"), "running")
    assert "If the plan is to be amended, the amended final plan must be sent" in found.because


@pytest.mark.parametrize("decision", ["maintain", "cease"])
def test_the_twelve_weeks_end_once_the_plan_is_kept_or_ceased(decision: str) -> None:
    known = facts(MEETING, ("review_decision 2024-06-20", {"decision": decision}))
    assert "devon.review_whole" in all_of(known, "2024-06-19")
    assert "devon.review_whole" not in all_of(known, "2024-06-20")


def test_a_decision_to_amend_without_the_amendments_does_not_count() -> None:
    known = facts(PLAN, MEETING, TO_AMEND)
    assert one("reg20_10.decision", known, "2024-07-01").status == "running"
    decision = one("reg20_10.decision", known, "2024-07-02")
    assert (decision.status, decision.days_late) == ("overdue", 1)


def test_a_decision_to_amend_without_the_amendments_does_not_complete_the_review_of_the_year() -> None:
    assert cycles(facts(PLAN, MEETING, TO_AMEND), "2024-09-01") == [("2023-09-01", "2024-08-31", "overdue")]


def test_the_notice_gives_the_decision_on_its_own_day() -> None:
    known = facts(PLAN, MEETING, TO_AMEND, "amendment_notice 2024-07-05")
    decision = one("reg20_10.decision", known, "2024-09-01")
    assert (decision.status, decision.met_on, decision.days_late) == ("late", day("2024-07-05"), 4)
    assert cycles(known, "2024-09-01") == [
        ("2023-09-01", "2024-08-31", "met"),
        ("2024-07-05", "2025-07-04", "running"),
    ]


def test_a_notice_after_the_meeting_completes_the_review_without_a_decision_of_its_own() -> None:
    known = facts(PLAN, MEETING, "amendment_notice 2024-06-20")
    assert cycles(known, "2024-09-01") == [
        ("2023-09-01", "2024-08-31", "met"),
        ("2024-06-20", "2025-06-19", "running"),
    ]


def test_an_amendment_without_a_review_completes_none() -> None:
    """Reg 28."""
    known = facts(
        PLAN,
        ("review_decision 2024-06-20", {"decision": "maintain"}),
        "amendment_notice 2024-10-01",
        "amended_final_issued 2024-11-01",
    )
    assert cycles(known, "2024-12-01") == [
        ("2023-09-01", "2024-08-31", "met"),
        ("2024-06-20", "2025-06-19", "running"),
    ]


def test_a_notice_and_its_plan_start_one_year_and_not_two() -> None:
    known = facts(PLAN, MEETING, TO_AMEND, "amendment_notice 2024-06-20", "amended_final_issued 2024-08-01")
    assert len(cycles(known, "2024-09-01")) == 2


def test_the_twelve_weeks_are_met_by_the_plan_that_follows_the_notice() -> None:
    known = facts(MEETING, TO_AMEND, "amendment_notice 2024-06-20", "amended_final_issued 2024-08-15")
    assert one("devon.review_whole", known, "2024-09-01").status == "met"
