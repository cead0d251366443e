"""Every period "beginning with", "beginning on" or "starting with" a day counts that day as its first."""

from __future__ import annotations

import pytest
from law_says import Said, all_of, day, facts, one

from statute.calendars import england
from statute.counting import weeks_after, weeks_beginning_with, working_days_beginning_with

PERIODS: dict[str, tuple[str, list[Said], str]] = {
    "reg 13(1)(a): 15 days beginning with the day on which the draft was served": (
        "reg13_1.representations",
        ["draft_issued 2024-06-25"],
        "2024-07-09",
    ),
    "reg 15(2): 15 working days beginning with the day on which the authority became aware": (
        "reg15_2.transfer_day",
        [("move_known 2024-09-02", {"moves_on": "2024-09-09"})],
        "2024-09-20",
    ),
    "reg 15(5)(a): 12 months beginning with the making of the plan": (
        "reg15_5.new_la_review",
        ["final_issued 2024-05-20", "plan_transferred_in 2024-09-02"],
        "2025-05-19",
    ),
    "reg 15(5)(a): 12 months beginning with the previous review": (
        "reg15_5.new_la_review",
        [("plan_transferred_in 2024-09-02", {"last_reviewed_on": "2024-06-10"})],
        "2025-06-09",
    ),
    "reg 15(5)(b): 3 months beginning with the transfer": (
        "reg15_5.new_la_review",
        ["final_issued 2022-05-01", "plan_transferred_in 2024-02-21"],
        "2024-05-20",
    ),
    "reg 16(2): 15 working days beginning on the day on which the body became aware": (
        "reg16.commissioner_change",
        ["commissioner_change_known 2024-09-02"],
        "2024-09-20",
    ),
    "reg 16(2), learned on a Saturday: the first working day is day 1": (
        "reg16.commissioner_change",
        ["commissioner_change_known 2024-08-31"],
        "2024-09-20",
    ),
    "reg 22(2)(c): 15 days beginning with the day of service": (
        "reg22_2.representations",
        ["amendment_notice 2024-06-25"],
        "2024-07-09",
    ),
    "s.44(1)(a): 12 months starting with the date on which the plan was first made": (
        "s44_1.annual",
        ["final_issued 2024-05-20"],
        "2025-05-19",
    ),
    "s.44(1)(b), reg 27(4)(b): 12 months starting with the date of the last review": (
        "s44_1.annual",
        [("review_decision 2024-05-20", {"decision": "maintain"})],
        "2025-05-19",
    ),
    "SI 2017/1306 reg 6(3): 5 weeks beginning with the date of the recommendation (health)": (
        "rec2017.respond",
        ["tribunal_recommendation 2024-12-02 health"],
        "2025-01-05",
    ),
    "SI 2017/1306 reg 7(1): 5 weeks beginning with the date of the recommendation (social care)": (
        "rec2017.respond",
        ["tribunal_recommendation 2024-12-02 social_care"],
        "2025-01-05",
    ),
}
"""The rule, the facts, and the last day that the words give."""


@pytest.mark.parametrize("words", PERIODS)
def test_the_first_day_counts_in(words: str) -> None:
    rule, said, due_on = PERIODS[words]
    found = {key.split()[0]: each for key, each in all_of(facts(*said), "2024-12-03").items()}
    assert found[rule].due_on == day(due_on)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("rec2017.respond health", "tribunal_recommendation 2024-12-02 health"),
        ("reg16.commissioner_change", "commissioner_change_known 2024-09-02"),
        ("s44_1.annual", "final_issued 2024-05-20"),
    ],
)
def test_because_says_that_the_period_begins_with_that_day(rule: str, said: str) -> None:
    assert "beginning with that day" in one(rule, facts(said), "2024-12-31").because


def test_a_period_of_weeks_beginning_with_a_day_ends_a_day_before_one_of_weeks_after_it() -> None:
    for on in map(day, ("2024-02-29", "2024-12-02", "2026-03-28")):
        assert (weeks_after(on, 5) - weeks_beginning_with(on, 5)).days == 1


def test_a_period_of_one_working_day_beginning_with_a_working_day_is_that_day() -> None:
    assert working_days_beginning_with(day("2024-09-02"), 1, england()) == day("2024-09-02")


def test_the_tribunal_can_direct_another_day_for_a_reply_to_a_recommendation() -> None:
    """SI 2017/1306 regs 6(4), 7(2)."""
    directed = ("tribunal_recommendation 2024-12-02 health", {"due_on": "2025-01-31"})
    assert one("rec2017.respond health", facts(directed), "2024-12-03").due_on == day("2025-01-31")
