"""The version of a plan that is in force, as the page of the plan's life shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from casework.plans.plan import Plan, Provision


@dataclass(frozen=True, slots=True)
class PlanInForce:
    """The version in force: its title, its address, and its content. `plan` is None if only its file is kept.

    `direct_payments_on` is the day of the first direct payment, if one is recorded.
    """

    title: str
    href: str
    plan: Plan | None = None
    direct_payments_on: date | None = None

    @property
    def health(self) -> tuple[str, ...]:
        """Return the health provision of Section G, each in one line."""
        rows = self.plan.health if self.plan is not None else ()
        return lines_of(each for row in rows for each in row.provision)

    @property
    def social_care_h1(self) -> tuple[str, ...]:
        """Return the social care provision of Section H1, each in one line."""
        rows = self.plan.social_care if self.plan is not None else ()
        return lines_of(each for row in rows for each in row.h1)

    @property
    def social_care_h2(self) -> tuple[str, ...]:
        """Return the social care provision of Section H2, each in one line."""
        rows = self.plan.social_care if self.plan is not None else ()
        return lines_of(each for row in rows for each in row.h2)

    @property
    def budget(self) -> str:
        """Return the personal budget of Section J in one line; empty without one."""
        budget = self.plan.budget if self.plan is not None else None
        parts = (budget.amount, budget.for_what, budget.arrangements) if budget is not None else ()
        return ". ".join(part.rstrip(".") for part in parts if part)


def lines_of(provision: Iterable[Provision]) -> tuple[str, ...]:
    """Return provision in lines: what is provided, who provides it, how often and for how long."""
    found = (
        ", ".join(part for part in (one.what.rstrip("."), one.who, one.how_often, one.how_long) if part)
        for one in provision
    )
    return tuple(line for line in found if line)
