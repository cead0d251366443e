"""A change of phase (reg 18): the plan is reviewed, and amended where necessary."""

from __future__ import annotations

from typing import Any

import pytest
from law_says import Said, facts, one

PHASES: dict[str, dict[str, Any]] = {
    "reg18_1b.phase_15feb": {"from_phase": "primary", "to_phase": "secondary", "year": 2025},
    "reg18_1a.phase_31mar": {"from_phase": "secondary", "to_phase": "post16", "year": 2025},
    "reg18_2.post16_post16": {"from_phase": "post16", "to_phase": "post16", "year": 2025},
}


def status(rule: str, *said: Said, as_at: str = "2025-06-01") -> tuple[str, int]:
    found = one(rule, facts(("phase_transfer 2024-09-02", PHASES[rule]), *said), as_at)
    return found.status, found.days_late


@pytest.mark.parametrize("rule", PHASES)
def test_a_decision_to_keep_the_plan_unchanged_meets_it(rule: str) -> None:
    assert status(rule, ("review_decision 2025-01-10", {"decision": "maintain"})) == ("met", 0)


@pytest.mark.parametrize("rule", PHASES)
def test_a_first_plan_that_already_names_the_next_setting_meets_it(rule: str) -> None:
    assert status(rule, ("final_issued 2025-01-10", {"names_next_setting": True})) == ("met", 0)
    assert status(rule, "final_issued 2025-01-10")[0] == "overdue"


@pytest.mark.parametrize("rule", PHASES)
def test_a_decision_to_amend_does_not_meet_it_until_the_plan_is_amended(rule: str) -> None:
    amend: Said = ("review_decision 2025-01-10", {"decision": "amend"})
    assert status(rule, amend)[0] == "overdue"
    assert status(rule, amend, "amendment_notice 2025-01-10", "amended_final_issued 2025-02-14") == ("met", 0)


def test_a_decision_to_keep_the_plan_that_comes_late_is_late() -> None:
    assert status("reg18_1b.phase_15feb", ("review_decision 2025-02-15", {"decision": "maintain"})) == (
        "late",
        1,
    )


def test_because_says_that_an_amendment_is_owed_only_where_it_is_necessary() -> None:
    known = facts(
        ("phase_transfer 2024-09-02", PHASES["reg18_1b.phase_15feb"]),
        ("review_decision 2025-01-10", {"decision": "maintain"}),
    )
    because = one("reg18_1b.phase_15feb", known, "2025-06-01").because
    assert "in time. The plan needs to be amended only if that is necessary." in because
