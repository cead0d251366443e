"""Reviews for tests: all that is not given is not recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from casework.plans.review_life import ReviewLife

BARE = ReviewLife(
    plan="plan-1", case="case-1", child_id=None, setting=None, officer=None, cycle_began_on=None, cycle_ends_on=None,
    latest_meeting_on=None, meeting_on=None, report_on=None, decision_on=None, outcome=None, draft_on=None, final_on=None,
    not_amending_on=None, held_in_time=None,
)  # fmt: skip


def review(plan: str = "plan-1", **given: Any) -> ReviewLife:
    """Return a review with the days given as text, such as `meeting_on="2027-03-04"`."""
    days: dict[str, Any] = {
        name: date.fromisoformat(value) if name.endswith("_on") else value for name, value in given.items()
    }
    return replace(BARE, plan=plan, case=f"case-{plan}", **days)
