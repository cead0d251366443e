"""The escalation ladder, as data: how many working days before and after a last day, who is told what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from statute.clock_roles import ClockRole

MomentKind = Literal["reminder", "breach_alert", "breach_continues", "not_answered", "window_closed", "chase"]
Role = Literal["case_officer", "team_manager", "head_of_service", "service_manager", "adviser", "setting"]

OFFICER: tuple[Role, ...] = ("case_officer",)
MANAGER: tuple[Role, ...] = ("case_officer", "team_manager")
HEAD: tuple[Role, ...] = ("team_manager", "head_of_service")


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: `working_days` before the last day (negative), or after the day of the breach (0 is that day).

    Where `days_after_start` is given, the step comes so many days after the clock began, and `working_days` only
    tells it from the other steps.
    """

    working_days: int
    kind: MomentKind
    roles: tuple[Role, ...]
    days_after_start: int | None = None


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

OWN: dict[str, Ladder] = {
    ClockRole.RETURN_ADVICE: Ladder(
        (
            *LADDERS["limit"].rungs[:-1],
            Rung(0, "breach_alert", (*MANAGER, "service_manager")),
        ),
        then_every=5,
        then=Rung(5, "breach_continues", (*HEAD, "service_manager")),
    ),
}
"""The ladders that a role has of its own: late advice is told to the manager of the service that owes it, too."""

CHASES: dict[str, Ladder] = {
    ClockRole.RETURN_ADVICE: Ladder(
        tuple(Rung(week - 100, "chase", ("adviser",), days_after_start=7 * week) for week in (2, 4, 5, 6))
    ),
    ClockRole.ANSWER_THE_CONSULTATION: Ladder((Rung(-90, "chase", ("setting",), days_after_start=10),)),
}
"""When those who owe an answer are reminded of it, until it is in; the six weeks of advice end with the last."""

AMBER_WORKING_DAYS = 10
"""A case is amber from so many working days before its next limit."""
