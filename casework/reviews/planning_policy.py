"""The local choices of the year planner."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from statute.strict_reading import yaml_from


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
    return PlanningPolicy.model_validate(yaml_from(file.read_text(encoding="utf-8")))


def chosen_policy(meetings_a_week: int | None, months_early: int | None) -> PlanningPolicy:
    """Return the local choices with those that a person made. Raises ValueError if one is out of its range."""
    chosen: dict[str, Any] = {"meetings_a_week": meetings_a_week, "months_early": months_early}
    made = {name: number for name, number in chosen.items() if number is not None}
    return PlanningPolicy.model_validate({**planning_policy().model_dump(), **made})
