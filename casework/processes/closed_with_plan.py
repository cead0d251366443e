"""Why the record of a process closes before its work is done: with its plan, or because it was a mistake."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework.processes.plan_changed import PLAN_ENDED

CLOSED = ("mistake", "died", "moved_away", "plan_ended")
"""The reasons, by code."""
WHY_CLOSED: Mapping[str, str] = {
    "mistake": "It was recorded by mistake",
    "died": "The child or young person has died",
    "moved_away": "They moved to another authority",
    "plan_ended": "The plan ended",
}
"""The reasons as a form offers them."""
CLOSED_STAGES: Mapping[str, str] = {
    "mistake": "Closed: a mistake",
    "died": "Closed: died",
    "moved_away": "Closed: moved away",
    "plan_ended": "Closed: the plan ended",
}
"""The stages that the reasons lead to, as lists and pages show them."""


def closed_by(action: str) -> Mapping[str, tuple[str, Mapping[str, Any]]]:
    """Return the act that closes a record, and its reason, for each fact that ends a case or a plan."""
    return {
        "died": (action, {"why": "died"}),
        "moved_away": (action, {"why": "moved_away"}),
        "plan_transferred_out": (action, {"why": "moved_away"}),
        "aged_out": (action, {"why": "plan_ended"}),
        PLAN_ENDED: (action, {"why": "plan_ended"}),
    }
