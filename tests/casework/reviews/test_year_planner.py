"""The year planner: before the latest day, in term, within what people can do, even over the months, and always the same."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

from casework.reviews.planning_policy import PlanningPolicy, planning_policy
from casework.reviews.year_planner import Owed, Proposal, proposed
from statute.calendars import england
from statute.counting import months_before
from statute.school_closures import EVERY_SETTING, Closure
from tests.casework.reviews.lives import review

TODAY = date(2026, 9, 1)
WORKS = england().is_working_day
SUMMER = Closure("Sample", EVERY_SETTING, date(2027, 7, 22), date(2027, 9, 2), "Summer")
POLICY = PlanningPolicy(meetings_a_week=3, months_early=3, notice_days=21)


def owed(number: int, latest: str, **given: object) -> Owed:
    return Owed(f"review-{number:04}", review(f"plan-{number}", latest_meeting_on=latest, **given))


def plan(of: list[Owed], **given: object) -> tuple[Proposal, ...]:
    closures = dict.fromkeys({one.review.setting or "" for one in of}, (SUMMER,))
    asked = {"arranged": (), "closures": closures, "policy": POLICY, "today": TODAY, **given}
    return proposed(of, asked["arranged"], asked["closures"], WORKS, asked["today"], asked["policy"])  # type: ignore[arg-type]


def year_of(number: int) -> list[Owed]:
    draw = random.Random(5)
    return [
        owed(
            place, (date(2026, 11, 1) + timedelta(days=draw.randrange(330))).isoformat(),
            officer=f"officer-{place % 4}", setting=f"urn-{draw.randrange(9)}",
        )
        for place in range(number)
    ]  # fmt: skip


def test_each_day_is_a_working_day_of_term_with_notice_and_not_after_the_latest_day() -> None:
    for one in plan(year_of(200)):
        latest = one.review.latest_meeting_on
        assert one.on is not None and latest is not None
        assert WORKS(one.on) and not SUMMER.first_closed_day <= one.on < SUMMER.reopens_on
        assert max(TODAY + timedelta(days=21), months_before(latest, 3)) <= one.on <= latest


def test_the_order_of_the_reviews_changes_nothing() -> None:
    reviews = year_of(120)
    mixed = random.Random(1).sample(reviews, len(reviews))
    assert plan(mixed) == plan(reviews)


def test_no_officer_has_more_meetings_in_a_week_than_they_can_attend() -> None:
    weeks = Counter((one.review.officer, one.on.isocalendar()[:2]) for one in plan(year_of(300)) if one.on)
    assert max(weeks.values()) <= 3


def test_reviews_that_fall_in_one_month_are_spread_over_the_months_before() -> None:
    reviews = [owed(number, "2027-07-15", officer="officer-1", setting="urn-1") for number in range(24)]
    months = Counter(one.on.month for one in plan(reviews) if one.on)
    assert set(months) == {4, 5, 6, 7} and max(months.values()) - min(months.values()) <= 1


def test_meetings_that_are_arranged_take_time_of_the_same_officer() -> None:
    latest = date(2026, 10, 2)
    arranged = [
        review(f"x{n}", officer="officer-1", meeting_on=f"2026-09-{n}") for n in (23, 24, 25, 28, 29, 30)
    ]
    found = plan([owed(1, latest.isoformat(), officer="officer-1")], arranged=arranged)
    assert found[0].fault == "full" and found[0].on is not None
    assert plan([owed(1, latest.isoformat())], arranged=arranged)[0].fault is None


def test_a_day_that_was_accepted_stays_and_takes_its_place() -> None:
    kept = Owed(
        "review-0001", review("a", officer="officer-1", latest_meeting_on="2026-12-01"), date(2026, 11, 3)
    )
    found = plan([kept, owed(2, "2026-12-01", officer="officer-1")])
    assert (found[0].on, found[0].accepted, found[0].fault) == (date(2026, 11, 3), True, None)
    assert found[1].on != date(2026, 11, 3)
    late = plan([Owed("review-1", review("a", latest_meeting_on="2026-11-02"), date(2026, 11, 3))])[0]
    assert late.fault == "late"


def test_a_review_that_is_too_late_gets_the_first_possible_day_and_says_why() -> None:
    found = plan([owed(1, "2026-09-10")])[0]
    assert (found.on, found.fault) == (date(2026, 9, 22), "late")
    assert "10 September 2026" in found.because or "10 Sep 2026" in found.because


def test_reviews_that_are_too_late_are_spread_over_days_and_weeks_by_officer_and_by_setting() -> None:
    one_officer = plan([owed(number, "2026-09-10", officer="officer-1") for number in range(8)])
    weeks = Counter(one.on.isocalendar()[:2] for one in one_officer if one.on)
    days = Counter(one.on for one in one_officer)
    assert max(weeks.values()) == 3 and max(days.values()) == 1
    assert {one.fault for one in one_officer} == {"late"}
    one_school = plan(
        [owed(number, "2026-09-10", officer=f"officer-{number}", setting="urn-1") for number in range(7)]
    )
    assert max(Counter(one.on.isocalendar()[:2] for one in one_school if one.on).values()) == 3
    assert "first day with time left" in one_school[-1].because


def test_children_without_a_setting_do_not_share_one() -> None:
    without = plan([owed(number, "2026-09-10", officer=f"officer-{number}") for number in range(7)])
    assert {one.on for one in without} == {date(2026, 9, 22)}


def test_a_closed_setting_and_an_unknown_latest_day_are_told() -> None:
    shut = Closure("Sample", "1", TODAY, date(2027, 9, 1))
    found = plan([owed(1, "2026-12-01", setting="urn-1")], closures={"urn-1": (shut,)})[0]
    assert (found.on, found.fault) == (None, "no_day")
    assert plan([Owed("review-1", review("a"))])[0].fault == "no_limit"


def test_the_local_choices_are_whole() -> None:
    assert planning_policy().notice_days >= 14
