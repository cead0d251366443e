"""Sittings of the panel in a scenario: a real sitting's workflow beside the case's, each on a virtual clock of its own.

In a scenario a sitting is one object of "sittings": `sits_on` and `listed_on`, `about` ("assess" or "plan"),
`papers_on` where papers were ready, `present` (the services that were there), and what it advised: `recommendation`,
`reason`, `dissent`, `signed_on`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from temporalio.testing import WorkflowEnvironment

from casework.case.process_acts import RECOMMENDATIONS
from casework.processes.panel.sitting import ABOUT, ROLES, SIGN_OFF_DAYS
from office.office import opaque
from office.panel import PAPERS_DAYS
from records.database import Database
from starter.simulate.virtual_time import MORNING, Played, PlayedSitting, Scene
from statute.errors import BadFacts
from statute.local_time import start_of_day
from statute.words import listed
from workflows.proceeding_messages import MemberMessage, SittingOpening

_CHAIR = "member-education"
_DAY = timedelta(days=1)
_DATES = ("sits_on", "listed_on", "papers_on", "signed_on")
_NAMES = (*_DATES, "about", "present", "recommendation", "reason", "dissent")


@dataclass(frozen=True, slots=True)
class SittingStep:
    """What is recorded at a sitting on a day; None where only time passes and its moments may come."""

    on: date
    sitting: str
    scene: Scene | None


@dataclass(frozen=True, slots=True)
class PlannedSitting:
    """A sitting of a scenario, and its steps in order."""

    opening: SittingOpening
    steps: tuple[SittingStep, ...]


def sittings_of(rows: Any, case_id: str, opened_on: date) -> tuple[PlannedSitting, ...]:
    """The sittings of a scenario. Raises BadFacts with one sentence."""
    if not isinstance(rows, list):
        raise BadFacts('"sittings" is not a list; leave it out where there is none.')
    return tuple(
        _sitting(f"Sitting {place}", row, case_id, opened_on) for place, row in enumerate(rows, start=1)
    )


def _sitting(where: str, row: Any, case_id: str, opened_on: date) -> PlannedSitting:
    if not isinstance(row, Mapping):
        raise BadFacts(f"{where} is not an object with a sits_on.")
    if unknown := [name for name in row if name not in _NAMES]:
        raise BadFacts(f"{where}: {unknown[0]!r} is not known; a sitting has {listed(_NAMES)}.")
    days = {name: _day(f"{where}: {name}", row[name]) for name in _DATES if name in row}
    if "sits_on" not in days or "listed_on" not in days:
        raise BadFacts(f"{where} needs sits_on and listed_on.")
    if not opened_on <= days["listed_on"] <= days["sits_on"]:
        raise BadFacts(
            f"{where}: a case is listed after its request and before the sitting; correct listed_on."
        )
    about = row.get("about", "plan")
    if about not in ABOUT:
        raise BadFacts(f"{where}: about is {about!r}; choose from {listed(ABOUT)}.")
    present = row.get("present")
    if present is not None and (not isinstance(present, list) or any(each not in ROLES for each in present)):
        raise BadFacts(f"{where}: present is a list of {listed(ROLES)}.")
    if "recommendation" in row and (row["recommendation"] not in RECOMMENDATIONS or not row.get("reason")):
        raise BadFacts(f"{where}: a recommendation is one of {listed(RECOMMENDATIONS)}, and has a reason.")
    opening = SittingOpening(
        sitting_id=f"sitting-{opaque()}",
        sits_on=days["sits_on"],
        papers_by=max(days["listed_on"], days["sits_on"] - timedelta(days=PAPERS_DAYS)),
        chair=_CHAIR,
        members=tuple(MemberMessage(id=f"member-{role.replace('_', '-')}", role=role) for role in ROLES),
        clock_starts_at=start_of_day(days["listed_on"]) + MORNING,
        firm=True,
        signed_by_those_there=True,
    )
    steps = sorted(
        _steps(opening, row, days, case_id, about), key=lambda step: (step.on, step.scene is not None)
    )
    return PlannedSitting(opening, tuple(steps))


def _steps(
    opening: SittingOpening, row: Mapping[str, Any], days: Mapping[str, date], case_id: str, about: str
) -> Iterator[SittingStep]:
    def step(on: date, action: str, case: str | None = None, **fields: Any) -> SittingStep:
        return SittingStep(on, opening.sitting_id, Scene(action, on, case, fields))

    sits = opening.sits_on
    yield step(days["listed_on"], "list_case", case_id, about=about)
    if "papers_on" in days:
        yield step(days["papers_on"], "papers_ready", case_id)
    if (present := row.get("present")) is not None:
        yield step(
            sits, "record_attendance", present=[f"member-{role.replace('_', '-')}" for role in present]
        )
    if "recommendation" in row:
        said = {name: row[name] for name in ("recommendation", "reason", "dissent") if row.get(name)}
        yield step(sits, "recommend", case_id, **said)
        yield step(days.get("signed_on", sits), "sign_off")
    for on in (opening.papers_by + _DAY, sits + _DAY, sits + (SIGN_OFF_DAYS + 1) * _DAY):
        yield SittingStep(on, opening.sitting_id, None)


def _day(where: str, written: Any) -> date:
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        raise BadFacts(f"{where} is {written!r}; write it as YYYY-MM-DD, such as 2024-03-04.") from None


class SittingsPlayed:
    """The sittings of a scenario, beside its case."""

    def __init__(
        self,
        environment: WorkflowEnvironment,
        database: Database,
        case: Played,
        planned: tuple[PlannedSitting, ...],
    ) -> None:
        self._case = case
        self._sittings = {
            each.opening.sitting_id: PlayedSitting(environment, database, each.opening) for each in planned
        }

    async def take(self, step: SittingStep) -> None:
        """Play one step: the case's clock goes first, so that what it is told is never of a day to come."""
        sitting = self._sittings[step.sitting]
        if step.scene is None:
            await self._case.go_to(start_of_day(step.on))
            if await sitting.is_open():
                await sitting.go_to(start_of_day(step.on) + timedelta(seconds=1))
        else:
            await self._case.go_to(start_of_day(step.on) + MORNING)
            if step.scene.action == "list_case":
                await sitting.begin()
            await sitting.act(step.scene, _CHAIR)
        await sitting.settle()
        await self._case.settle()
