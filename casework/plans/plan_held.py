"""How long an authority held a plan, as counts read it: opaque ids and days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.plans.plan_life import PlanLife


@dataclass(frozen=True, slots=True)
class PlanHeld:
    """A plan, from the day it was first made to the day it ended. `plan` is the id that its reviews give."""

    plan: str
    made_on: date
    ended_on: date | None = None

    def held_on(self, day: date) -> bool:
        """Return whether the plan was held at the end of a day."""
        return self.made_on <= day and (self.ended_on is None or self.ended_on > day)


def plan_held(life: PlanLife) -> PlanHeld | None:
    """Return how long the plan of a life was held, from the day of its first fact; None before that."""
    made = [fact.on for fact in life.facts if fact.on is not None]
    return PlanHeld(life.id, min(made), life.ended_on) if made else None
