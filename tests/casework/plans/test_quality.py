"""The scored checklist: each check can fail, a grade for each section, and a sample that a seed draws."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from casework.authority.profile import BadProfile, profile_to_load
from casework.plans.grades import GRADES, grade_of, is_below
from casework.plans.plan import plan_of
from casework.plans.quality import as_json, is_drawn, quality_from, quality_of, section_titles
from tests.plans import sample_plan

TODAY = date(2026, 6, 1)


def first_row(content: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = content["areas"]["communication_and_interaction"]["rows"][0]
    return row


def first_provision(content: dict[str, Any], **changed: Any) -> None:
    first_row(content)["provision"][0] |= changed


def checked(
    content: dict[str, Any], letter: str, check: str, born: str | None = None
) -> tuple[int, int] | None:
    if born:
        content["about"]["born_on"] = born
    found = quality_of(plan_of(content), frozenset({"school"}), TODAY)
    told = [
        one
        for section in found.sections
        if section.letter == letter
        for one in section.checks
        if one.id == check
    ]
    return (told[0].met, told[0].of) if told else None


@pytest.mark.parametrize(
    ("letter", "check", "change", "met"),
    [
        ("A", "own_views", lambda one: one["about"].update(views_of_child=""), (0, 1)),
        ("A", "family_views", lambda one: one["about"].update(views_of_family=""), (0, 1)),
        ("B", "needs_described", lambda one: first_row(one).update(need="Speech."), (1, 2)),
        (
            "B",
            "needs_traced",
            lambda one: [each.update(advice=[]) for each in first_row(one)["provision"]],
            (1, 2),
        ),
        (
            "B",
            "strengths",
            lambda one: one["areas"]["communication_and_interaction"].update(strengths=""),
            (1, 2),
        ),
        ("E", "outcomes", lambda one: first_row(one).update(outcome=""), (1, 2)),
        ("E", "outcomes_measurable", lambda one: first_row(one).update(outcome="Wren is happier."), (1, 2)),
        ("F", "provided", lambda one: first_row(one).update(provision=[]), (1, 2)),
        ("F", "specific", lambda one: first_provision(one, what="Access to a therapist"), (2, 3)),
        ("F", "quantified", lambda one: first_provision(one, how_often="often"), (2, 3)),
        ("F", "traced", lambda one: first_provision(one, advice=[]), (2, 3)),
        ("F", "funded", lambda one: first_provision(one, who_pays="the school"), (1, 3)),
        ("K", "listed", lambda one: one.update(advice=one["advice"][:2]), (0, 1)),
    ],
)
def test_each_check_counts_what_meets_it(
    letter: str, check: str, change: Callable[[dict[str, Any]], object], met: tuple[int, int]
) -> None:
    before, content = sample_plan(), sample_plan()
    change(content)
    assert checked(content, letter, check) == met != checked(before, letter, check)


def test_from_year_nine_a_row_prepares_for_adulthood_and_before_it_the_check_does_not_apply() -> None:
    assert checked(sample_plan(), "E", "adulthood") is None
    assert checked(sample_plan(), "E", "adulthood", born="2010-05-14") == (0, 1)
    grown = sample_plan()
    first_row(grown)["adulthood"] = True
    assert checked(grown, "E", "adulthood", born="2010-05-14") == (1, 1)


def test_a_section_that_has_nothing_to_check_has_no_grade_and_the_result_can_be_kept() -> None:
    found = quality_of(plan_of(sample_plan()), frozenset(), TODAY)
    assert [one.letter for one in found.sections] == ["A", "B", "E", "F", "K"]
    assert quality_from(json.loads(json.dumps(as_json(found)))) == found and found.grade == "strong"
    empty = quality_of(plan_of({"about": {"name": "Wren"}}))
    assert (empty.score, empty.grade) == (0, "weak")


def test_the_grades_are_in_order_and_reach_to_nothing() -> None:
    assert [one.at_least for one in GRADES] == sorted((one.at_least for one in GRADES), reverse=True)
    assert (grade_of(100), grade_of(75), grade_of(0)) == ("strong", "good", "weak")
    assert is_below("weak", "good") and not is_below("good", "good")
    assert set(section_titles()) <= set("ABCDEFGHIJK")


def test_a_seed_draws_the_same_sample_each_time_and_about_its_share() -> None:
    ids = [f"plan-{number}" for number in range(2000)]
    drawn = [one for one in ids if is_drawn(one, "spring", 10)]
    assert (
        drawn
        == [one for one in ids if is_drawn(one, "spring", 10)]
        != [one for one in ids if is_drawn(one, "autumn", 10)]
    )
    assert (
        140 < len(drawn) < 260
        and not any(is_drawn(one, "spring", 0) for one in ids)
        and is_drawn("plan-1", "spring", 100)
    )


def test_a_policy_names_a_grade_of_the_list() -> None:
    said = {"authority": {"name": "Sample Council"}, "plan_quality": {"signature_below": "splendid"}}
    with pytest.raises(BadProfile, match="no grade; write one of strong, good, needs_work, weak"):
        profile_to_load(said)
