"""The council's own targets for measures: what share is to be met, and how far a figure is from it. None is law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from casework.authority.local_policy import Targets
from casework.measures.measure import MEASURES, Measured

_PLANS_IN_TIME: Final = ("plans_in_20_weeks_excluding", "plans_in_20_weeks_including")
"""The measures for which `in_time_percent` holds where the council sets no target of their own."""


@dataclass(frozen=True, slots=True)
class Target:
    """The share that a measure is to reach, in per cent: at least, or at most."""

    percent: int
    at_most: bool

    def is_met(self, value: float) -> bool:
        """Return whether a figure reaches the target."""
        return value <= self.percent if self.at_most else value >= self.percent

    def words(self, value: float | None) -> str:
        """Return the target in words, with how far a figure is from it."""
        said = f"Own target: at {'most' if self.at_most else 'least'} {self.percent}%"
        if value is None:
            return said
        if self.is_met(value):
            return f"{said}, met"
        return f"{said}, missed by {abs(value - self.percent):.1f} percentage points"

    def as_json(self, value: float | None) -> dict[str, Any]:
        """Return the target as JSON."""
        return {
            "percent": self.percent,
            "direction": "at_most" if self.at_most else "at_least",
            "met": None if value is None else self.is_met(value),
        }


def targets_of(policy: Targets) -> Mapping[str, Target]:
    """Return the targets of a policy by measure. Those for the share of plans in time hold unless the measure has its own."""
    percents: dict[str, int] = {}
    if policy.in_time_percent is not None:
        percents = dict.fromkeys(_PLANS_IN_TIME, policy.in_time_percent)
    return {
        name: Target(percent, MEASURES[name].target == "at_most")
        for name, percent in {**percents, **policy.measures}.items()
        if name in MEASURES and MEASURES[name].target
    }


def target_of(targets: Mapping[str, Target], one: Measured, by: str | None) -> Target | None:
    """Return the target of a figure of all cases, or None: a figure of one officer or setting is held to none."""
    return targets.get(one.measure.id) if by is None else None
