"""The escalation ladder, as data: how many working days before and after a last day, who is told what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MomentKind = Literal["reminder", "breach_alert", "breach_continues", "not_answered", "window_closed"]
Role = Literal["case_officer", "team_manager", "head_of_service"]

OFFICER: tuple[Role, ...] = ("case_officer",)
MANAGER: tuple[Role, ...] = ("case_officer", "team_manager")
HEAD: tuple[Role, ...] = ("team_manager", "head_of_service")


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: `working_days` before the last day (negative), or after the day of the breach (0 is that day)."""

    working_days: int
    kind: MomentKind
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps of one kind of clock, and after the last of them one more in every so many working days."""

    rungs: tuple[Rung, ...]
    then_every: int | None = None
    then: Rung | None = None


LADDERS: dict[str, Ladder] = {
    "limit": Ladder(
        (
            Rung(-10, "reminder", OFFICER),
            Rung(-5, "reminder", MANAGER),
            Rung(-1, "reminder", MANAGER),
            Rung(0, "breach_alert", MANAGER),
        ),
        then_every=5,
        then=Rung(5, "breach_continues", HEAD),
    ),
    "target": Ladder((Rung(-5, "reminder", OFFICER),)),
    "guidance": Ladder((Rung(0, "not_answered", OFFICER),)),
}
"""The ladder for each kind of clock; other kinds are nobody's duty and are not escalated."""

AMBER_WORKING_DAYS = 10
"""A case is amber from so many working days before its next limit."""
