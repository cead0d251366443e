"""Which requests the law governs, and what the sixteen weeks are for."""

from __future__ import annotations

import pytest
from law_says import all_of, day, facts, one

from statute.errors import NoSuchPack
from statute.pack import load_pack
from statute.timeline import timeline

PACK = load_pack("england-2014")


@pytest.mark.parametrize("name", ["request_received", "authority_responsible"])
def test_a_request_before_the_law_began_is_refused_in_one_sentence(name: str) -> None:
    """The Act's Part 3 and the regulations began on 1 September 2014 (reg 1)."""
    with pytest.raises(NoSuchPack) as refused:
        timeline(facts(f"{name} 2014-08-31"), day("2015-06-01"))
    assert str(refused.value) == (
        "A request of 31 August 2014 has no limits under the law on education, health and care plans, which began on 1 September 2014."
    )


def test_a_request_on_the_day_it_began_is_answered() -> None:
    assert one("reg13_2.final_plan", facts("request_received 2014-09-01"), "2014-09-02").due_on == day(
        "2015-01-19"
    )


def test_an_older_plan_is_reviewed_under_the_law_that_replaced_its_own() -> None:
    assert one("s44_1.annual", facts("final_issued 2014-06-02"), "2014-09-02").due_on == day("2015-06-01")


@pytest.mark.parametrize(
    ("rule", "began"),
    [
        ("reg10.no_plan", "request_received 2024-03-04"),
        ("reg44.assess_no_plan", ("tribunal_order 2024-03-04", {"to": "assess"})),
        ("reg45.assess_no_plan", ("appeal_unopposed 2024-03-04", {"to": "assess"})),
    ],
)
def test_the_decision_whether_to_issue_a_plan_has_the_limit_of_a_refusal(rule: str, began: str) -> None:
    """R (JSC) v Cambridgeshire CC [2026] EWHC 68 (Admin), on reg 10(1)."""
    found = one(rule, facts(began, "plan_agreed 2024-07-10"), "2024-08-01")
    assert found.status == "late"
    assert "[2026] EWHC 68 (Admin)" in found.because
    assert "If no plan will be made" not in found.because and "no day of its own" not in found.because


def test_statements_of_the_law_name_their_paragraphs() -> None:
    assert "s.36(6)(b)" in PACK.rule("reg24.six_month_bar").action
    assert "s.71(7)(a)" in PACK.rule("reg24.six_month_bar").action
    advice = PACK.rule("reg6.seek_advice")
    assert "Secretary of State for Defence: reg 6(1)(b)(iv)" in advice.action
    assert "hearing impaired or visually impaired" in (advice.notes or "")
    assert PACK.rule("reg45.issue_draft").citation.startswith("SEND Regs 2014 reg 45(6)(a)")
    assert PACK.rule("reg45.issue_final").citation.startswith("SEND Regs 2014 reg 45(6)(b)")
    assert PACK.rule("reg45.placement").citation.startswith("SEND Regs 2014 reg 45(5)(a)")
    assert PACK.rule("reg45.cease").citation == "SEND Regs 2014 reg 45(6A)"


def test_the_definition_of_a_working_day_is_marked_as_our_reading() -> None:
    (reading,) = [row for row in PACK.counting if row["id"] == "count.working_day"]
    assert reading["confidence"] == "derived"
    assert "do not define" in reading["rule"] and "Our reading" in reading["rule"]


def test_reg_4_and_reg_5_are_told_on_one_day() -> None:
    found = all_of(facts("request_received 2024-03-04", "assessment_refused 2024-04-15"), "2024-04-16")
    assert found["reg4.not_necessary"].status == found["reg5.decide_to_assess"].status == "met"
