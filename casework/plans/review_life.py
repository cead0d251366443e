"""One review of a plan, as counts and the year planner read it: days, codes and opaque ids, never a name or a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

ReviewOutcome = Literal["maintain", "amend", "cease"]


@dataclass(frozen=True, slots=True)
class ReviewLife:
    """One review of a plan.

    `plan` is the id of the maintained plan, or of the case if no plan is known. `held_in_time` is None until the meeting
    was held or its limit passed. Every day is the day that was recorded; nothing here is derived from another day.
    """

    plan: str
    case: str
    child_id: str | None
    setting: str | None
    officer: str | None
    cycle_began_on: date | None
    cycle_ends_on: date | None
    latest_meeting_on: date | None
    meeting_on: date | None
    report_on: date | None
    decision_on: date | None
    outcome: ReviewOutcome | None
    draft_on: date | None
    final_on: date | None
    not_amending_on: date | None
    held_in_time: bool | None
