"""Processes in a scenario: the real workflows beside its case, each on a virtual clock of its own.

An event of a scenario that only a process knows (invite_mediator, record_directions) is recorded there; one that the
case knows too is recorded there where it says who did it, as in "by": "mediator-1".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from temporalio.testing import WorkflowEnvironment

from casework.authority.profile import Contact, Mediator, Profile
from casework.case.actions import Act
from casework.case.acts import CATALOGUE
from casework.processes.process import ParentCase, Process
from casework.processes.registry import BY_KIND, PROCESSES, act_of
from office.calling import id_in_case
from office.office import opaque
from office.refusals import ActRefused
from records.database import Database
from records.profile import keep_profile
from starter.simulate.clocks import Clocked
from starter.simulate.virtual_time import MORNING, Played, PlayedProcess, Scene
from statute.errors import BadFacts
from statute.facts import Event
from statute.local_time import start_of_day
from workflows.messages import ActMessage, ProcessOf
from workflows.process_messages import ProcessOpening, ProcessRef

_A_MINUTE = timedelta(minutes=1)
"""By so much a case's clock is moved beyond a moment of its process, so that it hears of it on that day: two clocks that
are each moved some hundred times drift apart by a second or two."""


@dataclass(frozen=True, slots=True)
class CalledStep:
    """What is recorded in a process that a scenario calls on a day; None where only time passes."""

    on: date
    process: str
    scene: Scene | None


@dataclass(frozen=True, slots=True)
class CalledProcess:
    """A process that a scenario calls, and its steps in order."""

    opening: ProcessOpening
    steps: tuple[CalledStep, ...]


def take_called(content: dict[str, Any], case_id: str, opened_on: date) -> tuple[CalledProcess, ...]:
    """The processes that a scenario calls, under the path of their group. Raises BadFacts with one sentence."""
    return tuple(_called(content, case_id, opened_on))


def called_keys() -> tuple[str, ...]:
    """The keys of a scenario under which it calls processes."""
    return tuple(each.group.path for each in PROCESSES if not each.starts_from)


def _called(content: Mapping[str, Any], case_id: str, opened_on: date) -> Iterator[CalledProcess]:
    for process in PROCESSES:
        rows = content.get(process.group.path, []) if not process.starts_from else []
        if not isinstance(rows, list):
            raise BadFacts(f'"{process.group.path}" is not a list; leave it out where there is none.')
        for place, row in enumerate(rows, start=1):
            planned = process.planned(place, row, case_id, opened_on)
            in_case = planned.first is not None
            opening = ProcessOpening(
                kind=process.kind,
                id=id_in_case(process, case_id, opaque()) if in_case else f"{process.noun}-{opaque()}",
                fields={
                    **_taken_from_case(process, content, case_id, planned.called_on, in_case),
                    **planned.fields,
                },
                clock_starts_at=start_of_day(planned.called_on) + MORNING,
                first=_message(planned.first, planned.by) if planned.first is not None else None,
            )
            steps = [CalledStep(planned.called_on, opening.id, None)] if in_case else []
            for step in planned.steps:
                act = step.act
                scene = Scene(act.action, step.on, act.of, act.fields, planned.by) if act else None
                steps.append(CalledStep(step.on, opening.id, scene))
            yield CalledProcess(opening, tuple(steps))


def _taken_from_case(
    process: Process[Any], content: Mapping[str, Any], case_id: str, on: date, in_case: bool
) -> Mapping[str, Any]:
    """What the opening of a process takes from the events of its case until a day, as if a person called it."""
    if not in_case:
        return {}
    events = tuple(
        Event(str(one["event"]), date.fromisoformat(str(one["on"])))
        for one in content.get("events", [])
        if isinstance(one, Mapping)
        and "event" in one
        and str(one.get("on", "")) <= on.isoformat()
        and len(str(one.get("on", ""))) == len(on.isoformat())
    )
    return process.begins_with(ParentCase(case_id, "", events))


def _message(first: Act, by: str) -> ActMessage:
    assert first.on is not None
    return ActMessage(
        action=first.action, on=first.on, fields=dict(first.fields), by=by, request_id=f"{opaque()}-called"
    )


def is_in_process(action: str, by: str | None) -> bool:
    """Whether an event of a scenario is recorded in a process, and not in the case."""
    return act_of(action) is not None and not (action in CATALOGUE and by is None)


def keep_mediators(database: Database, mediators: Iterable[str]) -> None:
    """Load an authority's particulars that list these mediators, known only by their ids."""
    listed = {each: Mediator(name=each) for each in mediators}
    if listed:
        ours = Profile(authority=Contact(name="The authority of the scenario"), mediators=listed)
        with database.write() as session:
            keep_profile(session, ours.model_dump(mode="json"), None, datetime.now(UTC))


class ProcessesPlayed:
    """The processes of a scenario, beside its case: those that the case begins, and those that the scenario calls."""

    def __init__(
        self,
        environment: WorkflowEnvironment,
        database: Database,
        case: Played,
        called: tuple[CalledProcess, ...] = (),
    ) -> None:
        self._environment, self._database, self._case = environment, database, case
        self._begun: dict[str, tuple[str, PlayedProcess]] = {}
        self._called = {
            each.opening.id: PlayedProcess(
                environment, database, each.opening.id, each.opening.clock_starts_at
            )
            for each in called
        }
        self._openings = {each.opening.id: each.opening for each in called}
        self._asked_at: dict[str, int] = {}
        """How many changes each workflow had when it was last asked."""
        self._case_seq = 0
        """The step that the case had reached when it was last asked."""

    async def find(self) -> None:
        """Take up what has begun since, and wait until the case and its processes have told one another everything.

        Only those that may have changed are asked. All others are asked again once one has sent a message, because it may
        have been for them.
        """
        ask = {each.id: each for _, each in self._begun.values() if self._has_changed(each)}
        ask_case = self._has_changed(self._case)
        while ask or ask_case:
            asked: PlayedProcess | None = None
            if ask_case:
                ask_case = False
                has_told, begun = await self._ask_case()
            else:
                _, asked = ask.popitem()
                has_told, begun = await self._ask(asked)
                ask_case = has_told and not self._case.is_over
            if has_told:
                quiet = await self._take_up(begun)
                ask = {
                    each.id: each
                    for _, each in self._begun.values()
                    if each is not asked and each.id not in quiet
                }

    def look_again(self) -> None:
        """Something was changed in another way: the next look asks all of them."""
        self._asked_at, self._case_seq = {}, 0

    def _has_changed(self, one: Clocked) -> bool:
        return self._asked_at.get(one.handle.id) != one.changes

    async def _ask(self, one: PlayedProcess) -> tuple[bool, Iterable[ProcessRef | ProcessOf]]:
        """Ask a process. Return whether it has told others something since, and what it has begun."""
        before = one.sent
        await one.settle()
        self._asked_at[one.handle.id] = one.changes
        return one.sent != before, one.begun

    async def _ask_case(self) -> tuple[bool, Iterable[ProcessRef | ProcessOf]]:
        """Ask the case, which tells its processes something only when it has recorded something."""
        view = await self._case.settle()
        self._asked_at[self._case.handle.id] = self._case.changes
        if view is None:
            return True, ()
        has_told, self._case_seq = view.sequence != self._case_seq, view.sequence
        return has_told, view.processes

    async def _take_up(self, begun: Iterable[ProcessRef | ProcessOf]) -> set[str]:
        """Take up processes that have begun. Return the ids of those that need not be asked again."""
        quiet = set()
        for one in begun:
            if one.id not in self._begun and one.id not in self._called:
                beside = PlayedProcess(
                    self._environment, self._database, one.id, self._case.opening.clock_starts_at
                )
                if await beside.read_clock():
                    self._asked_at[one.id] = beside.changes
                    quiet.add(one.id)
                self._begun[one.id] = (one.kind, beside)
        return quiet

    def begun(self) -> tuple[str, ...]:
        """The ids of those that the case began, in the order of their beginning."""
        return tuple(each for each in self._begun if each not in self._called)

    def called(self) -> tuple[str, ...]:
        """The ids of those that the scenario called and that have begun, in its order."""
        return tuple(each for each in self._called if each not in self._openings)

    async def go_to(self, instant: datetime) -> None:
        """Let every moment come until an instant, in order of time: the case hears of it on its day.

        When the case is over, the moments of a process concern no other one, so each process goes there at once.
        """
        await self.find()
        while True:
            coming = [
                (at, each)
                for _, each in self._begun.values()
                if (at := each.next_at) is not None and at <= instant
            ]
            if not coming:
                break
            at, first = min(coming, key=lambda pair: pair[0])
            if self._case.is_over:
                await first.go_to(instant)
            else:
                await self._case.go_to(at + _A_MINUTE)
                await first.go_to(at + 2 * _A_MINUTE)
            await self.find()
        for _, each in self._begun.values():
            if each.now() < instant:
                await each.go_to(instant)

    async def act(self, scene: Scene, kind: str | None = None) -> None:
        """Record an act in the last process of a kind: the one that is given, or the first begun that is open and knows it.

        Raises ActRefused.
        """
        kinds = [
            process
            for process in PROCESSES
            if scene.action in process.acts and kind in (None, process.kind)
            if process.starts_from or process.hears_from_plan
        ]
        last = self._last_of(kinds)
        if not last:
            known = kinds[0]
            raise ActRefused(f"There is no {known.noun} yet; {known.begins_in_words}.")
        if self._case.now() < start_of_day(scene.on) + MORNING:
            await self._case.go_to(start_of_day(scene.on) + MORNING)
        await self.find()
        still_open = [each for each in last if not each.is_over]
        found = (still_open or last)[0]
        await found.act(scene, scene.by)
        await self.find()

    def _last_of(self, kinds: Iterable[Process[Any]]) -> list[PlayedProcess]:
        """The last process of each kind, in the order in which the kinds began; of a kind that plans begin every one, the first first."""
        wanted = {process.kind for process in kinds}
        if any(process.hears_from_plan for process in kinds):
            return [each for kind, each in self._begun.values() if BY_KIND[kind].kind in wanted]
        last = {kind: each for kind, each in self._begun.values() if BY_KIND[kind].kind in wanted}
        return list(last.values())

    async def take(self, step: CalledStep) -> None:
        """Play one step: the case's clock goes first, so that what it is told is never of a day to come."""
        played = self._called[step.process]
        waiting = self._openings.get(step.process)
        if step.scene is None and waiting is not None and waiting.first is not None:
            await self._case.go_to(start_of_day(step.on) + MORNING)
            await played.begin(self._openings.pop(step.process))
            self._begun[step.process] = (waiting.kind, played)  # from here on its moments come by themselves
        elif step.scene is None:
            await self._case.go_to(start_of_day(step.on))
            if await played.is_open():
                await played.go_to(start_of_day(step.on) + timedelta(seconds=1))
        else:
            await self._case.go_to(start_of_day(step.on) + MORNING)
            if (opening := self._openings.pop(step.process, None)) is not None:
                await played.begin(opening)
            await played.act(step.scene, step.scene.by)
        await played.settle()
        await self._case.settle()
        self.look_again()
