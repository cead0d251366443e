"""The steps of the alerts before and after the last day of a limit: those of the program, or of the council's policy.

A council's steps reach an open case as a fact of its ledger, so that the case goes on in the same way when its records are
made again. They move no date of the law.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from casework.case.casework_acts import STEPS_CHANGED
from casework.case.moment import MomentKind, Role
from statute.clock_roles import ClockRole
from statute.facts import Event

OFFICER: tuple[Role, ...] = ("case_officer",)
MANAGER: tuple[Role, ...] = ("case_officer", "team_manager")
HEAD: tuple[Role, ...] = ("team_manager", "head_of_service")
_INITIALS: dict[str, Role] = {
    "o": "case_officer",
    "m": "team_manager",
    "h": "head_of_service",
    "s": "service_manager",
}
_INITIAL_OF = {role: initial for initial, role in _INITIALS.items()}
_EVERY = "every"


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder, in working days before the last day (negative) or after the day of the breach (0).

    Where `days_after_start` is given, the step comes that many calendar days after the clock started, and
    `working_days` only identifies the step.
    """

    working_days: int
    kind: MomentKind
    roles: tuple[Role, ...]
    days_after_start: int | None = None


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps for one kind of clock. After the last, `then` repeats every `then_every` working days."""

    rungs: tuple[Rung, ...]
    then_every: int | None = None
    then: Rung | None = None


@dataclass(frozen=True, slots=True)
class AlertSteps:
    """The ladders: for a limit, for late advice, for a target and for guidance, and when an answer that is owed is chased."""

    limit: Ladder
    late_advice: Ladder
    target: Ladder
    guidance: Ladder
    chase_advice: Ladder
    chase_setting: Ladder

    def of_clock(self, role: str, kind: str) -> Ladder | None:
        """The ladder of a clock; None if it is no duty, so that no one is alerted."""
        if role == ClockRole.RETURN_ADVICE:
            return self.late_advice
        return {"limit": self.limit, "target": self.target, "guidance": self.guidance}.get(kind)

    def chases_of(self, role: str) -> Ladder | None:
        """The ladder of the reminders to those who owe an answer."""
        chases: dict[str, Ladder] = {
            ClockRole.RETURN_ADVICE: self.chase_advice,
            ClockRole.ANSWER_THE_CONSULTATION: self.chase_setting,
        }
        return chases.get(role)


def ladder_of(
    name: str, steps: Iterable[tuple[int, tuple[Role, ...]]], every: int | None, to: tuple[Role, ...]
) -> Ladder:
    """The ladder of this name with steps of (working days, who is told); repeats go to `to` every some working days."""
    at_last: MomentKind = "not_answered" if name == "guidance" else "breach_alert"
    rungs = tuple(Rung(days, "reminder" if days < 0 else at_last, roles) for days, roles in steps)
    return Ladder(rungs, every, Rung(every, "breach_continues", to)) if every else Ladder(rungs)


def chase_advice(weeks: Iterable[int]) -> Ladder:
    """The reminders to an adviser, some weeks after the request."""
    return Ladder(tuple(Rung(week - _OF_A_CHASE, "chase", ("adviser",), 7 * week) for week in weeks))


def chase_setting(days: Iterable[int]) -> Ladder:
    """The reminders to a setting, some calendar days after it was consulted."""
    return Ladder(tuple(Rung(day - _OF_A_CHASE, "chase", ("setting",), day) for day in days))


_OF_A_CHASE = 100
"""A reminder that is counted from the start of a clock has its weeks or days less this number as its place: ledgers hold it."""
_BEFORE = ((-10, OFFICER), (-5, MANAGER), (-1, MANAGER))
STANDARD = AlertSteps(
    limit=ladder_of("limit", (*_BEFORE, (0, MANAGER)), 5, HEAD),
    late_advice=ladder_of(
        "late_advice", (*_BEFORE, (0, (*MANAGER, "service_manager"))), 5, (*HEAD, "service_manager")
    ),
    target=ladder_of("target", ((-5, OFFICER),), None, ()),
    guidance=ladder_of("guidance", ((0, OFFICER),), None, ()),
    chase_advice=chase_advice((2, 4, 5, 6)),
    chase_setting=chase_setting((10,)),
)
"""The steps where the council's policy has no others. The last reminder for advice falls at the end of six weeks."""

FAMILYS_VIEWS = Ladder((Rung(-5, "reminder", OFFICER), Rung(0, "not_answered", OFFICER)))
"""The ladder for the family's own views, which no service owes."""


def steps_of(events: Iterable[Event]) -> AlertSteps:
    """The steps of a case: those that its ledger was last given."""
    given = [event for event in events if event.event == STEPS_CHANGED]
    return of_codes(given[-1].fields["steps"]) if given else STANDARD


def as_codes(steps: AlertSteps) -> list[str]:
    """The steps as codes for a field of an act, such as `limit:-10:o`."""
    return [code for one in fields(steps) for code in _codes(one.name, getattr(steps, one.name))]


def of_codes(codes: Iterable[str]) -> AlertSteps:
    """The steps in the codes of a field."""
    found: dict[str, list[list[str]]] = {one.name: [] for one in fields(AlertSteps)}
    for code in codes:
        name, *rest = code.split(":")
        found[name].append(rest)
    chases = {"chase_advice": chase_advice, "chase_setting": chase_setting}
    made = {
        name: chases[name](int(days) for (days,) in parts) if name in chases else _ladder(name, parts)
        for name, parts in found.items()
    }
    return AlertSteps(**made)


def _codes(name: str, ladder: Ladder) -> Iterator[str]:
    for rung in ladder.rungs:
        if rung.days_after_start is not None:
            yield f"{name}:{rung.working_days + _OF_A_CHASE}"
        else:
            yield f"{name}:{rung.working_days}:{_initials(rung.roles)}"
    if ladder.then is not None:
        yield f"{name}:{_EVERY}:{ladder.then_every}:{_initials(ladder.then.roles)}"


def _ladder(name: str, parts: list[list[str]]) -> Ladder:
    steps = [(int(days), _roles(to)) for days, to in (part for part in parts if part[0] != _EVERY)]
    every, to = next(((int(one[1]), _roles(one[2])) for one in parts if one[0] == _EVERY), (None, ()))
    return ladder_of(name, steps, every, to)


def _initials(roles: Iterable[Role]) -> str:
    return "".join(_INITIAL_OF[role] for role in roles)


def _roles(initials: str) -> tuple[Role, ...]:
    return tuple(_INITIALS[initial] for initial in initials)
