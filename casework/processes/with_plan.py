"""The hooks of a process that belong to the life of a maintained plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Generic

from casework.case.actions import Act
from casework.plans.plan_life import FromPlan, PlanLife, plan_id_of
from casework.processes.decision_case import DecisionCase
from casework.processes.process_state import State
from statute.facts import Event

MAINTAINED = "plan_maintained"
"""What the page of a maintained plan finds: a plan, for which people may begin what `takes_up` it."""


class WithPlan(Generic[State]):
    """What a process has to do with the maintained plan of its case; by default nothing."""

    hears_from_plan: frozenset[str] = frozenset()
    """The facts of the plan that are passed on to it as the act `plan_changed` (casework.processes.plan_changed)."""
    takes_up: frozenset[str] = frozenset()
    """The facts of the law that another process may find, and for which people call this one."""
    since: str | None = None
    """The patch since which cases begin it; None if every recorded case already did."""
    is_light: bool = False
    """Whether it lives for years with little to record. Each of its short effects then leaves one event in its history."""

    def plan(self, state: State) -> str | None:
        """Return the plan that it belongs to: the one that began it, or else the plan of its case."""
        known = getattr(state, "plan", None)
        case = getattr(state, "case", None)
        return known if known is not None or case is None else plan_id_of(case)

    def begins_from_plan(self, life: PlanLife, today: date) -> tuple[FromPlan, ...]:
        """Return the processes of its kind that a plan begins. It must give the same keys for the same life."""
        return ()

    def to_plan(self, state: State, act: Act) -> tuple[Event, ...]:
        """Return the facts of law that an act adds to the life of its plan. `state` is the state before the act."""
        return ()

    def opens_case(self, state: State, act: Act) -> DecisionCase | None:
        """Return the case that a decision which can be disputed opens for the same child. `state` is the state before it."""
        return None

    def life(self, state: State, today: date) -> PlanLife | None:
        """Return the life of the plan that it keeps, from which other processes begin; None if it keeps none."""
        return None

    def passes_on(self, state: State, act: Act) -> tuple[Event, ...]:
        """Return the facts of an act that are passed on to the processes that it began. `state` is the state before it."""
        return ()

    def joined_by(self, act: Act) -> str | None:
        """Return the id of the process that an act says people called for the plan, or None."""
        return None

    def knows_already(self, state: State, act: Act) -> bool:
        """Return whether it already knows of an act from elsewhere, so that hearing it again adds nothing."""
        return False

    def heard_as(self, act: Act) -> Act:
        """Return the act that records in it a fact that it hears from its case."""
        return act

    def continues(self, events: Sequence[Event]) -> str | None:
        """Return the id of the process that a case continues instead of beginning one; None if it begins one."""
        return None
