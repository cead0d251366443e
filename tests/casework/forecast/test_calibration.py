"""On generated caseloads the forecast beats both simpler ways, and its chances come true about as often as they say."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest

from bench.forecast_lives import AS_AT, calendar, caseload
from casework.forecast.arrivals import arrivals
from casework.forecast.calibration import MONTHS, Check, all_known, check
from casework.forecast.capacity import capacity
from casework.forecast.model import Staff, fit
from casework.forecast.priors import priors

FEW = priors().model_copy(update={"draws": 30})
SEEDS = (1, 2, 3)

pytestmark = pytest.mark.xdist_group("calibration")  # each caseload is checked once


@cache
def checked(seed: int) -> Check:
    return check(caseload(seed, 330), AS_AT, calendar(), FEW)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_forecast_beats_the_stage_average_and_the_days_left(seed: int) -> None:
    found = checked(seed)
    assert found.predictions > 100 and len(found.months) == MONTHS
    assert found.is_better
    assert found.forecast < 0.9 * min(found.stage_average, found.days_left)


def test_the_chances_come_true_as_often_as_they_say() -> None:
    """In each fifth with enough predictions the share that came true is within 15 points of the chance."""
    for low in range(0, 10, 2):
        of = [
            one for seed in SEEDS for one in checked(seed).deciles if low <= round(one.above * 10) < low + 2
        ]
        number = sum(one.predictions for one in of)
        if number >= 60:
            predicted = sum(one.predicted * one.predictions for one in of) / number
            actual = sum(one.came_true * one.predictions for one in of) / number
            assert predicted == pytest.approx(actual, abs=0.15), low


def test_a_held_back_month_sees_nothing_that_came_later() -> None:
    day = date(2025, 6, 30)
    for life in all_known(caseload(1, 60), day):
        days = [
            life.received_on,
            life.draft_on,
            life.final_on,
            life.ended_on,
            life.closed_on,
            life.decided_on_plan_on,
        ]
        days += [one.received_on for one in life.advice] + [one.asked_on for one in life.advice]
        days += [one.to_on for one in life.stages] + [one.from_on for one in life.stages]
        assert all(one <= day for one in days if one is not None)


def test_a_stronger_share_in_time_needs_more_staff() -> None:
    lives = caseload(2, 330)
    staff = Staff(officers=4, psychologists=6, weekly_places=4)
    model = fit(lives, AS_AT, calendar(), staff, priors().model_copy(update={"capacity": priors().capacity.model_copy(update={"draws": 60, "shares": (0.3, 0.5), "halvings": 5})}))  # fmt: skip
    found = capacity(lives, model, staff)
    both = [one for one in found.needs if one.who == "both"]
    assert [one.share for one in both] == [0.3, 0.5]
    assert both[0].times is not None and both[1].times is not None and both[0].times < both[1].times
    assert (
        both[1].officers is not None
        and both[1].psychologists is not None
        and both[1].officers >= both[0].officers
    )  # type: ignore[operator]
    assert len(found.requests.months) == 12 and found.requests.coming_year == pytest.approx(165, rel=0.2)
    assert all(sentence.endswith(".") for sentence in found.assumptions)


def test_without_requests_no_staff_is_counted() -> None:
    model = fit([], AS_AT, calendar())
    found = capacity([], model, Staff())
    assert (found.share_today, found.needs, found.requests.last_year) == (None, (), 0.0)


def test_requests_follow_the_authoritys_own_seasons() -> None:
    lives = [one for one in caseload(4, 1200) if one.received_on and (one.received_on.month != 8)]
    months = arrivals(lives, AS_AT, priors()).months
    august = next(one for one in months if one.first.month == 8)
    assert august.requests < 0.3 * max(one.requests for one in months)
    assert months[0].first == AS_AT + timedelta(days=1)
