"""A warning comes once, is over when the chance fell clearly, and a plan whose day has passed is told of once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from casework.authority.local_policy import Warnings
from casework.forecast.early_warning import (
    EARLY_WARNING,
    PLAN_PASSED,
    Decided,
    EarlyWarning,
    Risk,
    decide,
    notices_of,
    risks_of,
)
from casework.forecast.forecast import CaseForecast

DAY = date(2026, 11, 2)
DUE = date(2026, 12, 14)
POLICY = Warnings(from_percent=60, over_below_percent=45)
WHY = "Advice from the educational psychologist usually takes longer."


def forecast(
    next_chance: float | None, final_chance: float | None = None, limit: str = "decide_to_assess"
) -> CaseForecast:
    return CaseForecast(
        "case-a",
        limit,
        DUE,
        next_chance,
        DUE + timedelta(days=70),
        final_chance,
        None,
        None,
        "advice",
        WHY,
        "",
    )


def nights(
    *chances: float | None, planned: dict[int, date] | None = None, due_on: date = DUE
) -> list[tuple[int, str]]:
    """The alerts of nights with these chances, each with its night."""
    known: dict[tuple[str, str], EarlyWarning] = {}
    told = []
    plan: dict[tuple[str, str], date] = {}
    for night, chance in enumerate(chances):
        if planned and night in planned:
            plan["case-a", "decide_to_assess"] = planned[night]
        risks = [] if chance is None else [replace(one, due_on=due_on) for one in risks_of(forecast(chance))]
        for one in decide(risks, known, plan, POLICY, DAY + timedelta(days=night)):
            known[one.warning.case_id, one.warning.limit] = one.warning
            if one.alert:
                told.append((night, one.alert))
    return told


@pytest.mark.parametrize(
    ("chances", "when"),
    [
        ((0.5, 0.59, 0.55), []),
        ((0.6, 0.9, 0.95), [0]),
        ((0.7, 0.5, 0.7, 0.46, 0.9), [0]),  # it never fell clearly
        ((0.7, 0.44, 0.59, 0.6), [0, 3]),
        ((0.7, None, 0.7), [0, 2]),  # it was met or excused, and is at risk again
    ],
)
def test_a_warning_comes_again_only_after_the_chance_fell_clearly(
    chances: tuple[float | None, ...], when: list[int]
) -> None:
    assert nights(*chances) == [(night, EARLY_WARNING) for night in when]


def test_a_limit_whose_last_day_has_come_is_left_to_the_alert_about_a_missed_limit() -> None:
    assert nights(0.9, due_on=DAY) == []
    assert nights(0.9, 0.9, due_on=DAY + timedelta(days=1)) == [(0, EARLY_WARNING)]


def test_a_plan_whose_day_has_passed_is_told_of_once_and_a_new_plan_once_more() -> None:
    first, second = DAY + timedelta(days=2), DAY + timedelta(days=5)
    told = nights(*[0.8] * 8, planned={1: first, 4: second})
    assert told == [(0, EARLY_WARNING), (2, PLAN_PASSED), (5, PLAN_PASSED)]
    assert nights(0.8, 0.8, 0.3, 0.3, planned={1: first}) == [(0, EARLY_WARNING)]
    assert nights(0.8, 0.8, planned={0: DAY - timedelta(days=9)}) == [(0, EARLY_WARNING)]


def test_a_forecast_has_the_risk_of_its_next_limit_and_of_the_final_plan_each_once() -> None:
    assert [(one.limit, one.percent) for one in risks_of(forecast(0.4, 0.7))] == [
        ("decide_to_assess", 40),
        ("final_plan", 70),
    ]
    assert [one.limit for one in risks_of(forecast(0.4, 0.7, "detained_final_plan"))] == ["final_plan"]
    assert list(risks_of(forecast(None))) == []


def test_an_alert_has_the_cause_and_goes_to_officer_and_manager_with_the_digest() -> None:
    warning = EarlyWarning("case-a", "final_plan", 1, DUE, DAY, 70, WHY)
    alerts = notices_of(Decided(warning, EARLY_WARNING), DAY)
    assert [one.to_role for one in alerts] == ["case_officer", "team_manager"]
    assert all(WHY in one.text and "70 in 100" in one.text and not one.is_urgent for one in alerts)
    assert notices_of(Decided(replace(warning, over_on=DAY), None), DAY) == ()
    assert Risk("case-a", "final_plan", DUE, 70, WHY) in list(
        risks_of(replace(forecast(None, 0.7), final_due_on=DUE))
    )
