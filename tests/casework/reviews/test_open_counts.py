"""Reviews that are done, not done, and open for 6, 12 and 24 months."""

from __future__ import annotations

from datetime import date

from casework.reviews.open_counts import open_counts, reviews_counted
from tests.casework.reviews.lives import review

SINCE, UNTIL = date(2027, 1, 1), date(2027, 12, 31)
HELD = {"cycle_ends_on": "2026-01-31", "meeting_on": "2025-12-31"}


def test_a_review_is_done_on_the_day_of_its_decision_and_not_done_when_its_cycle_ends_without_one() -> None:
    found = open_counts(
        [
            review("a", cycle_ends_on="2027-05-19", decision_on="2027-04-30", outcome="maintain"),
            review("b", cycle_ends_on="2027-05-19"),
            review("c", cycle_ends_on="2028-01-01"),
            review("d", cycle_ends_on="2026-12-31", decision_on="2028-01-01", outcome="maintain"),
            review("e", cycle_ends_on="2027-12-31", meeting_on="2027-12-20"),
        ],
        SINCE,
        UNTIL,
    )
    assert (found.done, found.not_done) == (1, 2)


def test_an_open_review_is_counted_by_the_months_since_its_meeting() -> None:
    reviews = [review("a", **HELD)]
    at = {day: dict(open_counts(reviews, SINCE, date.fromisoformat(day)).open_over) for day in (
        "2026-06-29", "2026-06-30", "2026-12-31", "2027-12-31",
    )}  # fmt: skip
    assert list(at.values()) == [
        {6: 0, 12: 0, 24: 0}, {6: 1, 12: 0, 24: 0}, {6: 1, 12: 1, 24: 0}, {6: 1, 12: 1, 24: 1},
    ]  # fmt: skip


def test_a_review_that_amends_is_open_until_the_plan_or_the_decision_not_to_amend_is_sent() -> None:
    decided = {**HELD, "decision_on": "2026-01-20", "outcome": "amend"}
    reviews = [
        review("a", **decided),
        review("b", **decided, final_on="2026-03-17"),
        review("c", **decided, not_amending_on="2026-03-17"),
        review("d", **{**decided, "outcome": "maintain"}),
    ]
    assert open_counts(reviews, SINCE, UNTIL).open_over == {6: 1, 12: 1, 24: 1}


def test_a_review_that_was_never_held_is_counted_apart_once_for_each_cycle() -> None:
    never = review("a", cycle_ends_on="2026-12-31")
    found = open_counts([never, never, review("b", **HELD)], SINCE, UNTIL)
    assert found.not_held_over == {6: 1, 12: 1, 24: 0}
    early = review(
        "a", cycle_ends_on="2026-12-31", meeting_on="2026-10-01", decision_on="2026-10-20", outcome="maintain"
    )
    assert open_counts([never, early], SINCE, UNTIL).not_held_over == {6: 0, 12: 0, 24: 0}


def test_a_count_is_the_number_of_its_reviews_and_a_cycle_is_listed_once() -> None:
    never = review("a", cycle_ends_on="2026-12-31")
    found = reviews_counted({"r1": never, "r2": never, "r3": review("b", **HELD)}, SINCE, UNTIL)
    assert found["not_held_over_12"] == ("r1",) and found["open_over_24"] == ("r3",)
    assert found["done"] == ()
