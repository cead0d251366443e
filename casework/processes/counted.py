"""What counts and plans ask of a process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Generic

from casework.plans.plan_limit import PlanLimit
from casework.plans.review_life import ReviewLife
from casework.processes.lookup import EvidenceWanted
from casework.processes.process_state import State


class Counted(Generic[State]):
    """How a process is counted. Methods take the state of one process."""

    figures: frozenset[str] = frozenset()
    """The figures of the dashboard in which it may be counted (`own` in casework/dashboard/metrics.yaml)."""

    figure_acts: frozenset[str] = frozenset()
    """The acts of which one must be recorded before a figure counts it, so that the others need not be read."""

    def in_figures(self, state: State, day: date) -> Iterable[str]:
        """Return the figures in which it is counted on a day. One that is over is asked only in the year of its outcome."""
        return ()

    def counted_as(self, state: State, day: date) -> Mapping[str, str] | None:
        """Return the categories, by name, in which a plan for the local area counts it as at a day; None if it does not."""
        return None

    def evidence_wanted(self, state: State) -> EvidenceWanted | None:
        """Return the evidence that is to be frozen for its lookup, or None."""
        return None

    def plan_limits(self, state: State) -> tuple[PlanLimit, ...]:
        """Return the limits of the plan that measures count and that it keeps beside its case."""
        return ()

    def plan_end(self, state: State) -> tuple[date, str] | None:
        """Return the day and the way in which the plan ended whose life it keeps; None while the plan is in force."""
        return None

    def reviewed(self, state: State) -> ReviewLife | None:
        """Return the review of a plan that it is, for counts and the year planner; None if it is not one."""
        return None
