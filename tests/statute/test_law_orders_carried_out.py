"""What carries out an order or an agreement, and what does not."""

from __future__ import annotations

import pytest
from law_says import Said, all_of, day, facts, one

CEASED: list[Said] = ["review_meeting 2024-06-03", ("review_decision 2024-06-20", {"decision": "cease"})]


def test_an_agreement_to_keep_and_amend_the_plan_has_five_weeks() -> None:
    """Reg 42(2), as reg 44(2)(h)."""
    agreement: Said = ("mediation_agreement 2024-07-22", {"to": "continue_plan", "and_amend": True})
    found = one("reg44.continue_amend", facts(*CEASED, agreement), "2024-07-23")
    assert found.due_on == day("2024-08-26")
    assert "reg 42(2), as if the agreement were an order" in found.because


def test_an_agreement_to_keep_the_plan_unchanged_has_no_such_limit() -> None:
    agreement: Said = ("mediation_agreement 2024-07-22", {"to": "continue_plan"})
    assert "reg44.continue_amend" not in all_of(facts(*CEASED, agreement), "2024-07-23")


def test_an_agreement_can_set_another_day_in_writing() -> None:
    """Reg 42(5)."""
    agreement: Said = (
        "mediation_agreement 2024-07-22",
        {"to": "continue_plan", "and_amend": True, "due_on": "2024-10-01"},
    )
    assert one("reg44.continue_amend", facts(*CEASED, agreement), "2024-07-23").due_on == day("2024-10-01")


@pytest.mark.parametrize(
    ("done", "status"),
    [
        ("draft_issued 2024-06-10", "met"),
        ("plan_refused 2024-06-10", "met"),
        ("draft_issued 2024-06-18", "late"),
        ("assessment_agreed 2024-06-10", "overdue"),
        ("assessment_refused 2024-06-10", "overdue"),
        ("reassessment_agreed 2024-06-10", "overdue"),
    ],
)
def test_a_case_sent_back_wants_a_draft_or_notice_of_a_decision_not_to_maintain_a_plan(
    done: str, status: str
) -> None:
    """Reg 44(2)(d)."""
    known = facts(("tribunal_order 2024-06-03", {"to": "reconsider"}), done)
    assert one("reg44.remit", known, "2024-07-01").status == status


def test_a_final_plan_without_a_draft_shows_that_the_case_was_reconsidered() -> None:
    known = facts(("tribunal_order 2024-06-03", {"to": "reconsider"}), "final_issued 2024-07-01")
    assert "A later step shows that it was done" in one("reg44.remit", known, "2024-07-02").because
