"""The twelve published counts, against a script that shares no code with them, over 1,000 generated plans."""

from __future__ import annotations

import csv
import io
import random
from datetime import date, timedelta
from typing import Any

import pytest

from casework.plans.plan_held import PlanHeld
from casework.plans.review_life import ReviewLife
from casework.reviews.published_counts import published_counts
from tests.casework.reviews.lives import review

END = date(2025, 12, 31)


def generated(seed: int, plans: int = 1000) -> tuple[list[PlanHeld], list[ReviewLife]]:
    """Plans made over ten years, some of which ended, with reviews that were held, missed, late or never decided."""
    draw = random.Random(seed)
    held, reviews = [], []
    for number in range(plans):
        made = date(2016, 1, 1) + timedelta(days=draw.randrange(3700))
        ended = made + timedelta(days=draw.randrange(4000)) if draw.random() < 0.15 else None
        held.append(PlanHeld(f"plan-{number}", made, ended))
        begins = made
        while begins < date(2026, 3, 1) and (ended is None or begins < ended):
            met = begins + timedelta(days=draw.randrange(200, 420)) if draw.random() < 0.9 else None
            decided = (met or begins + timedelta(days=360)) + timedelta(
                days=draw.choice((0, 7, 27, 28, 29, 90))
            )
            known = draw.random() < 0.8
            reviews.append(
                review(
                    f"plan-{number}",
                    cycle_ends_on=(begins + timedelta(days=364)).isoformat(),
                    **({"meeting_on": met.isoformat()} if met else {}),
                    **({"decision_on": decided.isoformat()} if known else {}),
                    outcome=draw.choice(("maintain", "amend", "cease", None)) if known else None,
                )
            )
            begins = decided if known else begins + timedelta(days=364)
    draw.shuffle(reviews)
    return held, reviews


def as_table(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The rows as a script reads them from a CSV file: everything is text."""
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return list(csv.DictReader(io.StringIO(text.getvalue())))


def counted_by_a_script(plans: list[dict[str, str]], reviews: list[dict[str, str]]) -> dict[str, int]:
    """The counts for 2025 as an analyst would write them: on texts, one question after the other."""
    last = {}
    for row in sorted(reviews, key=lambda row: (row["decided"], row["met"], row["outcome"], row["cycle"])):
        if "" < row["decided"] <= "2025-12-31":
            last[row["plan"]] = row
    total = [row for row in plans if row["made"] <= "2025-12-31" and not "" < row["ended"] <= "2025-12-31"]
    expected = [row["plan"] for row in total if row["made"][:4] < "2025"]
    with_one = [last[plan] for plan in expected if plan in last]
    done = [row for row in with_one if row["decided"][:4] == "2025"]
    in_time = [
        row for row in done
        if row["met"] and (date.fromisoformat(row["decided"]) - date.fromisoformat(row["met"])).days <= 28
    ]  # fmt: skip
    return {
        "total_ehc_plans": len(total),
        "review_expected_2025": len(expected),
        "review_not_expected_2025": len(total) - len(expected),
        "review_completed_2025": len(done),
        "review_completed_prior_2025": len(with_one) - len(done),
        "review_not_completed": len(expected) - len(with_one),
        "outcome_amended": sum(row["outcome"] == "amend" for row in done),
        "outcome_ceased": sum(row["outcome"] == "cease" for row in done),
        "outcome_maintained": sum(row["outcome"] == "maintain" for row in done),
        "no_outcome_recorded": sum(row["outcome"] == "" for row in done),
        "decision_4_weeks": len(in_time),
        "decision_over_4_weeks": len(done) - len(in_time),
    }


@pytest.mark.parametrize("seed", [1, 2026])
def test_an_independent_script_counts_the_same_over_1000_generated_plans(seed: int) -> None:
    plans, reviews = generated(seed)
    ours = published_counts(plans, reviews, 2025, END).as_published(2025)
    script = counted_by_a_script(
        as_table([{"plan": one.plan, "made": one.made_on, "ended": one.ended_on or ""} for one in plans]),
        as_table(
            [
                {
                    "plan": one.plan, "met": one.meeting_on or "", "decided": one.decision_on or "",
                    "outcome": one.outcome or "", "cycle": str(one.cycle_ends_on),
                }
                for one in reviews
            ]
        ),
    )  # fmt: skip
    assert ours == script
    assert all(ours.values()), ours


def test_the_counts_add_up_as_the_published_ones_do() -> None:
    plans, reviews = generated(7, 300)
    told = published_counts(plans, reviews, 2025, date(2026, 1, 15))
    assert told == published_counts(plans, reviews, 2025, END)
    assert told.total_ehc_plans == told.review_expected + told.review_not_expected
    completed = told.review_completed
    assert told.review_expected == completed + told.review_completed_prior + told.review_not_completed
    outcomes = told.outcome_amended + told.outcome_ceased + told.outcome_maintained
    assert completed == outcomes + told.no_outcome_recorded
    assert completed == told.decision_4_weeks + told.decision_over_4_weeks


def test_four_weeks_end_on_day_28_and_a_decision_without_a_meeting_is_not_within_them() -> None:
    plans = [PlanHeld(f"plan-{number}", date(2024, 1, 1)) for number in range(3)]
    found = published_counts(
        plans,
        [
            review("plan-0", meeting_on="2025-03-04", decision_on="2025-04-01", outcome="maintain"),
            review("plan-1", meeting_on="2025-03-04", decision_on="2025-04-02", outcome="maintain"),
            review("plan-2", decision_on="2025-04-02", outcome="maintain"),
        ],
        2025,
        END,
    )
    assert (found.decision_4_weeks, found.decision_over_4_weeks) == (1, 2)


def test_what_is_decided_after_the_day_is_not_counted() -> None:
    plans = [PlanHeld("plan-1", date(2024, 1, 1))]
    reviews = [review(meeting_on="2025-03-04", decision_on="2025-04-01", outcome="amend")]
    assert published_counts(plans, reviews, 2025, date(2025, 3, 31)).review_not_completed == 1
    assert published_counts(plans, reviews, 2025, date(2025, 4, 1)).outcome_amended == 1
