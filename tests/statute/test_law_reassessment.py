"""A re-assessment: the plan that it ends in, its review, and an order to make one."""

from __future__ import annotations

import pytest
from law_says import Said, all_of, day, facts, one

REASSESSED: list[Said] = [
    "final_issued 2023-03-10",
    "reassessment_agreed 2024-01-08",
    "amended_final_issued 2024-04-01",
]


def test_the_plan_is_reviewed_within_twelve_months_of_the_day_it_is_sent() -> None:
    """Reg 27(4)(a): "within", so the day of sending is not counted."""
    found = one("reg27_4.review", facts(*REASSESSED), "2024-04-02")
    assert (found.started_on, found.due_on, found.status) == (day("2024-04-01"), day("2025-04-01"), "running")


def test_it_is_shown_with_the_cycle_of_s44_1_which_a_re_assessment_does_not_restart() -> None:
    found = all_of(facts(*REASSESSED), "2024-04-02")
    assert found["s44_1.annual"].due_on == day("2024-03-09")
    assert found["reg27_4.review"].due_on == day("2025-04-01")


def test_a_plan_that_was_not_re_assessed_has_no_such_limit() -> None:
    assert "reg27_4.review" not in all_of(
        facts("final_issued 2023-03-10", "amended_final_issued 2024-04-01"), "2024-04-02"
    )


def test_only_the_first_plan_after_the_re_assessment_starts_it() -> None:
    known = facts(*REASSESSED, "amended_final_issued 2024-11-01")
    assert one("reg27_4.review", known, "2024-11-02").started_on == day("2024-04-01")


@pytest.mark.parametrize(("reviewed_on", "status"), [("2025-04-01", "met"), ("2025-04-02", "late")])
def test_a_review_meets_it(reviewed_on: str, status: str) -> None:
    known = facts(*REASSESSED, (f"review_decision {reviewed_on}", {"decision": "maintain"}))
    assert one("reg27_4.review", known, "2025-05-01").status == status


@pytest.mark.parametrize(
    ("opened", "rules"),
    [
        ("tribunal_order", ("reg44.assess_start", "reg44.assess_no_plan", "reg44.assess_final")),
        ("mediation_agreement", ("reg44.assess_start", "reg44.assess_no_plan", "reg44.assess_final")),
        ("appeal_unopposed", ("reg45.assess_start", "reg45.assess_no_plan", "reg45.assess_final")),
    ],
)
def test_an_amended_plan_ends_a_re_assessment_that_was_ordered_agreed_or_conceded(
    opened: str, rules: tuple[str, ...]
) -> None:
    """Regs 44(2)(b), 42(2) and 45(3), (3A)."""
    known = facts(
        "reassessment_requested 2024-01-08",
        "reassessment_refused 2024-01-20",
        (f"{opened} 2024-06-03", {"to": "assess"}),
        "reassessment_agreed 2024-06-10",
        "amended_final_issued 2024-08-12",
    )
    found = all_of(known, "2025-03-01")
    assert [(found[rule].status, found[rule].days_late) for rule in rules] == [("met", 0)] * 3


def test_an_amended_plan_after_the_fourteen_weeks_is_late_and_not_overdue_for_ever() -> None:
    known = facts(("tribunal_order 2024-06-03", {"to": "assess"}), "amended_final_issued 2024-09-19")
    final = one("reg44.assess_final", known, "2025-03-01")
    assert (final.status, final.days_late, final.met_on) == ("late", 10, day("2024-09-19"))
