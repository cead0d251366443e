"""Reviews for the tests: the plan of 20 May 2026, and what is recorded in its review."""

from __future__ import annotations

from datetime import date
from typing import Any

from casework.case.actions import Act
from casework.plans.plan_life import PlanLife
from casework.processes.annual_review.process import PROCESS
from casework.processes.annual_review.review import Review

LIFE = PlanLife(
    "maintained-1",
    "case-1",
    cycle_began_on=date(2026, 5, 20),
    cycle_ends_on=date(2027, 5, 19),
    setting="urn-900001",
    school_year=5,
)
ARRANGED = ("arrange_meeting", "2027-01-20", {"meeting_on": "2027-03-04", "setting": "urn-900001"})
HELD = ("hold_meeting", "2027-03-04", {"child_view": "note-1"})
REPORTED = ("send_report", "2027-03-10", {"recommends": "amend"})
NOTICE = ("serve_amendments", "2027-03-18", {"amendments": "note-2", "document": "plan-3"})
FINAL = ("send_amended_plan", "2027-05-10", {"document": "plan-4", "setting": "urn-900002"})
Step = tuple[str, str, dict[str, Any]]


def day(written: str) -> date:
    return date.fromisoformat(written)


def act(step: Step) -> Act:
    name, on, fields = step
    return Act(name, day(on), None, fields)


def scheduled(life: PlanLife = LIFE) -> Review:
    """The review that a plan begins."""
    (begun,) = PROCESS.begins_from_plan(life, day("2026-05-20"))
    return PROCESS.begin("review-1", {"case": life.case, "plan": life.id, **begun.fields}, None)


def early(asked_by: str = "family", why: str = "family_asked") -> Review:
    """A review that someone asked for."""
    review = PROCESS.begin(
        "review-2", {"case": "case-1", "cycle_began_on": "2026-05-20", "cycle_ends_on": "2027-05-19"}, None
    )
    return recorded(review, ("begin_review", "2026-10-01", {"asked_by": asked_by, "why": why}))


def recorded(review: Review, *steps: Step) -> Review:
    """A review after acts, each of which it must not refuse."""
    for step in steps:
        one = act(step)
        assert one.on is not None
        assert PROCESS.refusal(review, one, one.on, None) is None, (
            step,
            PROCESS.refusal(review, one, one.on, None),
        )
        review = PROCESS.after(review, one)
    return review


def refused(review: Review, step: Step) -> str:
    one = act(step)
    assert one.on is not None
    return PROCESS.refusal(review, one, one.on, None) or ""
