"""The local choices of the year planner."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field


class PlanningPolicy(BaseModel):
    """How the year planner spreads reviews.

    `meetings_a_week` is what one officer can attend, `months_early` how long before its latest day a meeting may be planned,
    and `notice_days` the time from the proposal to the first meeting.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    meetings_a_week: int = Field(ge=1, le=25)
    months_early: int = Field(ge=0, le=9)
    notice_days: int = Field(ge=14, le=90)


@cache
def planning_policy() -> PlanningPolicy:
    """Return the default choices."""
    file = Path(__file__).with_name("planning_policy.yaml")
    return PlanningPolicy.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
