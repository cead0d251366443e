"""The first review of a plan that another authority transferred: its cycle is that of reg 15(5), not a year from the transfer."""

from __future__ import annotations

from datetime import date

import pytest

from casework.plans.plan_life import PlanLife
from casework.processes.annual_review.process import PROCESS as REVIEW
from casework.processes.maintained_plan.plan import Plan
from casework.processes.maintained_plan.process import PROCESS as PLAN
from statute.facts import Event
from tests.casework.processes.annual_review.reviews import HELD, recorded, scheduled

MOVED_IN = date(2026, 9, 1)


def life(last_reviewed_on: str, *more: Event, on: date = MOVED_IN) -> PlanLife:
    received = Event("plan_transferred_in", MOVED_IN, None, {"last_reviewed_on": last_reviewed_on})
    found = PLAN.life(Plan("maintained-1", "case-1", facts=(received, *more)), on)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("last_reviewed_on", "ends_on", "latest_meeting_on"),
    [("2026-03-10", "2027-03-09", "2027-02-09"), ("2025-09-15", "2026-11-30", "2026-11-02")],
)
def test_a_plan_that_moves_in_begins_its_first_review_by_itself(
    last_reviewed_on: str, ends_on: str, latest_meeting_on: str
) -> None:
    found = life(last_reviewed_on)
    assert (found.cycle_began_on, found.cycle_ends_on) == (MOVED_IN, date.fromisoformat(ends_on))
    review = scheduled(found)
    shown = REVIEW.as_json(REVIEW.view(review, None), MOVED_IN)
    assert shown["latest_meeting_on"] == latest_meeting_on
    assert [(one["rule"], one["due_on"]) for one in shown["obligations"]] == [
        ("reg15_5.new_la_review", ends_on)
    ]


def test_its_decision_meets_that_limit_and_begins_the_yearly_cycle() -> None:
    review = recorded(
        scheduled(life("2026-03-10")),
        ("hold_meeting", "2027-02-01", HELD[2]),
        ("decide_review", "2027-02-20", {"decision": "maintain"}),
    )
    cycle = next(
        one for one in REVIEW.obligations(review, date(2027, 2, 21)) if one.role == "review_after_transfer"
    )
    assert (cycle.status, cycle.met_on) == ("met", date(2027, 2, 20))
    decided = Event("review_decision", date(2027, 2, 20), None, {"decision": "maintain"})
    then = life("2026-03-10", decided, on=date(2027, 2, 21))
    assert (then.cycle_ends_on, then.after_transfer) == (date(2028, 2, 19), False)
    assert then.last_review_on == date(2027, 2, 20)


def test_without_the_day_of_the_last_review_three_months_from_the_transfer_count() -> None:
    received = Event("plan_transferred_in", MOVED_IN)
    found = PLAN.life(Plan("maintained-1", "case-1", facts=(received,)), MOVED_IN)
    assert found is not None and found.cycle_ends_on == date(2026, 11, 30)
    (limit,) = REVIEW.obligations(scheduled(found), MOVED_IN)
    assert (limit.role, limit.due_on) == ("review_after_transfer", date(2026, 11, 30))
