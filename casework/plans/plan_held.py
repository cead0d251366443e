"""How long an authority held a plan, as counts read it: opaque ids and days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PlanHeld:
    """A plan, from the day it was first made to the day it ended. `plan` is the id that its reviews give."""

    plan: str
    made_on: date
    ended_on: date | None = None

    def held_on(self, day: date) -> bool:
        """Return whether the plan was held at the end of a day."""
        return self.made_on <= day and (self.ended_on is None or self.ended_on > day)
