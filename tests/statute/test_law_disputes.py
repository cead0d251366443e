"""What an order sets itself, what a concession asks for, and who arranges a mediation."""

from __future__ import annotations

from typing import Any

import pytest
from law_says import all_of, claim, day, facts, one

from statute.words import long_date


@pytest.mark.parametrize(
    ("order", "rule", "own", "set_by_order"),
    [
        ({"to": "assess", "start_by": "2024-06-24"}, "reg44.assess_start", "2024-06-17", "2024-06-24"),
        ({"to": "assess", "refusal_by": "2024-07-31"}, "reg44.assess_no_plan", "2024-08-12", "2024-07-31"),
        ({"to": "assess", "due_on": "2024-10-31"}, "reg44.assess_final", "2024-09-09", "2024-10-31"),
        ({"to": "make_plan", "draft_by": "2024-06-24"}, "reg44.make_plan_draft", "2024-07-08", "2024-06-24"),
        ({"to": "make_plan", "due_on": "2024-07-31"}, "reg44.make_plan_final", "2024-08-19", "2024-07-31"),
        ({"to": "amend_plan", "due_on": "2024-06-28"}, "reg44.amend_contents", "2024-07-08", "2024-06-28"),
        ({"to": "name_setting", "due_on": "2024-09-02"}, "reg44.amend_placement", "2024-06-17", "2024-09-02"),
        ({"to": "reconsider", "due_on": "2024-07-01"}, "reg44.remit", "2024-06-17", "2024-07-01"),
        ({"to": "continue_plan", "and_amend": True, "due_on": "2024-09-02"}, "reg44.continue_amend", "2024-07-08", "2024-09-02"),
    ],
)  # fmt: skip
def test_a_day_that_the_order_itself_sets_is_the_limit_and_the_answer_says_what_the_regulation_would_have(
    order: dict[str, Any], rule: str, own: str, set_by_order: str
) -> None:
    """Reg 44(2): "unless the Tribunal directs otherwise"."""
    days = {name for name in order if name.endswith(("_on", "_by"))}
    plain = all_of(
        facts(
            ("tribunal_order 2024-06-03", {name: value for name, value in order.items() if name not in days})
        ),
        "2024-06-04",
    )
    found = all_of(facts(("tribunal_order 2024-06-03", order)), "2024-06-04")
    assert (plain[rule].due_on, found[rule].due_on) == (day(own), day(set_by_order))
    assert f"by {long_date(day(set_by_order))}, which the order itself sets; " in found[rule].because
    assert (
        f"by {long_date(day(own))} (SEND Regulations 2014 reg 44(2)" in found[rule].because
        and "had the Tribunal not directed otherwise" in found[rule].because
    )
    others = {name: one.due_on for name, one in found.items() if name != rule}
    assert others == {name: one.due_on for name, one in plain.items() if name != rule}


def test_an_order_is_late_from_its_own_day_on_and_its_exceptions_stay() -> None:
    order = ("tribunal_order 2024-06-03", {"to": "amend_plan", "due_on": "2024-06-14"})
    late = one("reg44.amend_contents", facts(order, "amended_final_issued 2024-06-17"), "2024-06-20")
    assert (late.status, late.days_late) == ("late", 3)
    away = claim("reg44(3)(b)", "2024-06-05", "2024-06-25")
    longer = ("tribunal_order 2024-06-03", {"to": "make_plan", "draft_by": "2024-06-28"})
    known = facts(longer, "draft_issued 2024-07-02", exceptions=[away])
    assert one("reg44.make_plan_draft", known, "2024-07-20").status == "excused"


def test_an_appeal_about_ceasing_that_is_conceded_has_five_weeks_where_the_plan_is_also_amended() -> None:
    """Reg 45(6A), which reg 45(7) does not excuse."""
    kept = ("appeal_unopposed 2024-06-03", {"to": "continue_plan"})
    assert "reg45.continue_amend" not in all_of(facts(kept), "2024-06-04")
    amended = ("appeal_unopposed 2024-06-03", {"to": "continue_plan", "and_amend": True})
    found = one("reg45.continue_amend", facts(amended), "2024-06-04")
    assert (found.due_on, found.status, found.duty_holder) == (day("2024-07-08"), "running", "authority")
    assert "within 5 weeks (35 days) of that day" in found.because and "reg 45(6A)" in found.because
    away = claim("reg44(3)(b)", "2024-06-10", "2024-07-01")
    late = facts(amended, "amended_final_issued 2024-07-12", exceptions=[away])
    assert one("reg45.continue_amend", late, "2024-08-01").status == "late"


@pytest.mark.parametrize(
    ("issues", "rules"),
    [
        (None, {"reg36.la_mediation"}),
        ("education", {"reg36.la_mediation"}),
        ("health", {"reg35.tell_icb", "reg36.la_mediation"}),
        (["health"], {"reg35.tell_icb", "reg36.la_mediation"}),
        (["education", "social_care"], {"reg36.la_mediation"}),
        (["education", "health"], {"reg35.tell_icb", "reg36.la_mediation"}),
        (["education", "health", "social_care"], {"reg35.tell_icb", "reg36.la_mediation"}),
    ],
)
def test_the_authoritys_thirty_days_run_whatever_the_issues_and_health_adds_three_days_to_tell_its_body(
    issues: Any, rules: set[str]
) -> None:
    """SEND Regs 2014 regs 35 and 36."""
    known = facts(("mediation_requested 2024-06-03", {"issues": issues} if issues else {}))
    assert set(all_of(known, "2024-06-04")) == rules
