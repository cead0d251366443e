"""Seeded walks: a case or a process is carried through drawn acts, repeats and passing days, and the pure model beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, TypeVar

from temporalio.api.enums.v1 import EventType
from temporalio.converter import WorkflowSerializationContext
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import WorkflowEnvironment

from bench.model.world import World
from casework.case.actions import Act, Action
from casework.case.acts import CATALOGUE, NOT_BY_PEOPLE
from casework.case.facts import facts_of
from casework.case.guard import allowed
from casework.case.law_of_case import pin_at_opening
from casework.case.openings import BEGINNINGS
from casework.case.take_over import implied
from casework.processes.process import CannotBegin, ParentCase, Process
from casework.processes.registry import PROCESSES, process_of
from office.calling import id_in_case
from office.case_view import case_as_json
from office.office import opaque
from office.process_acts import start
from office.refusals import ActRefused
from office.sending import sent
from records import ledger, processes, receipts
from records.database import Database
from starter.simulate.clocks import Clocked
from starter.simulate.virtual_time import MORNING, VIRTUAL_QUEUE, Played, PlayedProcess
from statute.facts import Event
from statute.local_time import london_date, start_of_day
from statute.timeline import timeline
from tests.casework.any_act import drawn_act
from workflows.messages import ActMessage, Opening
from workflows.process_messages import ProcessOpening

FIRST_DAY = date(2026, 1, 5)
RECEIVED = date(2025, 8, 4)
_PAST = (
    ("assessment_agreed", date(2025, 9, 8)),
    ("plan_agreed", date(2025, 11, 10)),
    ("draft_issued", date(2025, 11, 17)),
    ("final_issued", date(2025, 12, 15)),
)
"""The past of the case in which a process is called."""
_TRIES = 400
PATIENCE_SECONDS = 600
_Answer = TypeVar("_Answer")
_DAYS = (1, 7, 30, 90)


@dataclass
class Walk:
    """One walk. `wrong` has a sentence for each difference between the workflows and the model."""

    name: str
    seed: str
    environment: WorkflowEnvironment
    database: Database
    world: World = field(default_factory=World)
    clocks: dict[str, Clocked] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    recorded: int = 0
    refused: int = 0

    def __post_init__(self) -> None:
        self.chosen = Random(self.seed)
        self.main = ""
        self.case = ""
        self._sent: list[tuple[str, ActMessage]] = []

    async def case_walk(self, opens: str, steps: int) -> None:
        """Walk with a case that is opened for one of the reasons in `BEGINNINGS`."""
        beginning = BEGINNINGS[opens]
        fields = {"source": "parent", **beginning.fields}
        await self._open(Opening(case_id=self._id(), event=beginning.event, on=FIRST_DAY, fields=fields))
        self.main = self.case
        await self._steps(steps)

    async def process_walk(self, process: Process[Any], steps: int) -> None:
        """Walk with a process: a case begins it, or it is called beside a case with a final plan."""
        past = () if process.starts_from else _PAST
        acts = tuple(
            ActMessage(action=action, on=on, request_id=opaque(), take_over=True, told_before=True)
            for action, on in past
        )
        await self._open(Opening(case_id=self._id(), on=RECEIVED, fields={"source": "parent"}, acts=acts))
        if process.starts_from:
            await self._begun_by_case(process)
        else:
            await self._call(process)
        await self._steps(steps)

    def _id(self) -> str:
        return f"case-{self.chosen.randrange(16**16):016x}"

    async def _open(self, opening: Opening) -> None:
        opening = opening.model_copy(
            update={
                "officer": "officer-1",
                "team": "north",
                "clock_starts_at": start_of_day(FIRST_DAY) + MORNING,
            }
        )
        self.case = opening.case_id
        self.world.open(opening)
        played = Played(self.environment, self.database, opening)
        await played.begin()
        self.clocks[self.case] = played
        await self.settle()

    async def _begun_by_case(self, process: Process[Any]) -> None:
        """Record acts in the case until it has begun the process."""
        for event in sorted(process.starts_from):
            for _ in range(_TRIES):
                if (found := self._process_of(process)) is not None:
                    self.main = found
                    return
                case = self.world.cases[self.case]
                towards = implied(case.case, Act(event, self.today(self.case)), case.outlook.earliest_final)
                name = towards[0].action if towards else event
                act = drawn_act(self.chosen, (CATALOGUE[name],), self.today(self.case), ("officer-1",))
                if case.why_not(message := self._message(act), self.today(self.case)) is None:
                    await self._act(self.case, message)
        self.main = self._process_of(process) or ""
        assert self.main, f"no case began a {process.noun}"

    def _process_of(self, process: Process[Any]) -> str | None:
        return next((one for one in self.world.processes if process_of(one) is process), None)

    async def _call(self, process: Process[Any]) -> None:
        """Call the process as a person does."""
        law, events = pin_at_opening(FIRST_DAY), self._events()
        if process.called_with is None:
            opening = ProcessOpening(
                kind=process.kind, id=f"{process.noun}-{opaque()}", fields=self._asked(process), team="north"
            )
        else:
            fields = {"case": self.case, **process.begins_with(ParentCase(self.case, "plan_issued", events))}
            its_id = id_in_case(process, self.case, self.chosen.random().hex())
            begun = process.begin(its_id, fields, law)
            first = self._legal_first(process, begun)
            opening = ProcessOpening(
                kind=process.kind, id=its_id, fields=fields, team="north", law=law, first=first
            )
        opening = opening.model_copy(update={"clock_starts_at": start_of_day(FIRST_DAY) + MORNING})
        self.main = opening.id
        self.world.begin(opening)
        played = PlayedProcess(self.environment, self.database, opening.id, opening.clock_starts_at)
        await start(self.environment.client, VIRTUAL_QUEUE, opening)
        await played.clock_runs()
        self.clocks[opening.id] = played
        await self.settle()

    def _events(self) -> tuple[Event, ...]:
        return self.world.cases[self.case].outlook.events

    def _legal_first(self, process: Process[Any], state: Any) -> ActMessage:
        for _ in range(_TRIES):
            action = process.acts[str(process.called_with)]
            act = drawn_act(self.chosen, (action,), FIRST_DAY)
            if process.refusal(state, act, FIRST_DAY, "officer-1") is None:
                return self._message(act)
        raise AssertionError(f"no drawn act calls a {process.noun}")

    def _asked(self, process: Process[Any]) -> dict[str, Any]:
        """The opening that a person asks for, from the example or the choices of its model in the API."""
        assert process.shapes.call is not None
        schema = process.shapes.call.model_json_schema()
        asked = (schema.get("examples") or [{}])[0] or {
            name: self.chosen.choice(schema["properties"][name].get("enum") or ["officer-1"])
            for name in schema["required"]
        }
        try:
            return dict(process.called(asked, FIRST_DAY))
        except CannotBegin as why:
            raise AssertionError(f"a {process.noun} cannot be called with its own example: {why}") from None

    def today(self, its_id: str) -> date:
        """The day on the clock of a case or process."""
        return london_date(self.clocks[its_id].now())

    async def _steps(self, count: int) -> None:
        for _ in range(count):
            match self.chosen.randrange(10):
                case 0:
                    await self._days_pass(self.chosen.choice(_DAYS))
                case 1 if self._sent:
                    await self._repeat(*self.chosen.choice(self._sent))
                case 2 if self.main != self.case:
                    await self._act(self.case, self._drawn(self.case))
                case _:
                    await self._act(self.main, self._drawn(self.main))
            if self.wrong:
                return
        await self._compare()

    def _drawn(self, its_id: str) -> ActMessage:
        """An act: mostly one that the model would record, else any."""
        legal = self.chosen.randrange(4) > 0
        offered, every = self._actions(its_id)
        known = self.world.cases.get(its_id) or self.world.processes[its_id]
        today = self.today(its_id)
        for _ in range(60 if legal else 1):
            act = drawn_act(
                self.chosen,
                offered if legal and offered else every,
                today,
                (self.case, "officer-1", "school"),
            )
            message = self._message(act)
            if not legal or known.why_not(message, today) is None:
                break
        return message

    def _actions(self, its_id: str) -> tuple[tuple[Action, ...], tuple[Action, ...]]:
        if (case := self.world.cases.get(its_id)) is not None:
            every = tuple(each for name, each in CATALOGUE.items() if name not in NOT_BY_PEOPLE)
            return tuple(each for each in allowed(case.case) if each in every), every
        model = self.world.processes[its_id]
        every = tuple(
            each
            for name, each in model.process.acts.items()
            if name not in model.process.hears and name not in model.process.automatic
        )
        return tuple(
            each for each in model.process.allowed(model.state, self.today(its_id)) if each in every
        ), every

    def _message(self, act: Act) -> ActMessage:
        assert act.on is not None
        return ActMessage(
            action=act.action,
            on=act.on,
            of=act.of,
            fields=dict(act.fields),
            by="officer-1",
            request_id=opaque(),
        )

    async def _act(self, its_id: str, message: ActMessage) -> None:
        """Send an act, and compare the answer with the model's."""
        model = self.world.cases.get(its_id) or self.world.processes[its_id]
        if not await self.clocks[its_id].is_open():
            return
        expected = model.why_not(message, self.today(its_id))
        self.clocks[its_id].changes += 1
        try:
            receipt = await sent(self.environment.client, its_id, message, None)
        except ActRefused as refused:
            if str(refused) != expected:
                self.wrong.append(f"{its_id} refused {message}: {refused}; the model says {expected}.")
            self.refused += 1
            return
        if expected is not None:
            self.wrong.append(f"{its_id} recorded {message}; the model says {expected}.")
        self.recorded += 1
        self._sent.append((its_id, message))
        self.world.mail.send(its_id, message)
        with self.database.read() as session:
            kept = receipts.receipt_of(session, its_id, message.request_id) if its_id == self.case else None
        if its_id == self.case and (kept is None or kept["sequence"] != receipt.sequence):
            self.wrong.append(f"{its_id}: the receipt of {message.action} is {kept}, answered {receipt}.")
        await self.settle()

    async def _repeat(self, its_id: str, message: ActMessage) -> None:
        """Send an act again under the same id: it must be answered, and not recorded again."""
        if await self.clocks[its_id].is_open():
            await sent(self.environment.client, its_id, message, None)
            await self.settle()

    async def _days_pass(self, days: int) -> None:
        for its_id, clock in list(self.clocks.items()):
            await clock.go_to(start_of_day(self.today(its_id) + timedelta(days=days)) + MORNING)
        await self.settle()

    async def _next_at(self, its_id: str) -> datetime | None:
        clock = self.clocks[its_id]
        if isinstance(clock, Played):
            view = await patiently(clock.settle)
            return view.outlook.next_at if view is not None and view.outlook is not None else None
        assert isinstance(clock, PlayedProcess)
        await patiently(clock.settle)
        return clock.next_at

    async def settle(self) -> None:
        """Wait until all is recorded and told, take up what was begun, and let the model follow."""
        while True:
            moved = False
            for its_id, clock in list(self.clocks.items()):
                at = await self._next_at(its_id)
                while at is not None and at <= clock.now():
                    await asyncio.sleep(0.01)
                    at, moved = await self._next_at(its_id), True
            moved = await self._found() or moved
            if not moved:
                break
        with self.database.read() as session:
            known = {its_id: ledger.facts_of(session, its_id) for its_id in self.clocks}
        self.wrong += [one for one in self.world.follow(known) if one not in self.wrong]

    async def _found(self) -> bool:
        """Take up the cases and processes that began by themselves."""
        case = self.clocks[self.case]
        assert isinstance(case, Played)
        view = await patiently(case.settle)
        new = [one.id for one in (view.processes if view is not None else ())]
        for clock in self.clocks.values():
            if isinstance(clock, PlayedProcess):
                new += [one.id for one in clock.begun]
        new = [one for one in new if one not in self.clocks]
        for its_id in new:
            self.world.begin(await opening_of(self.environment, its_id))
            beside = PlayedProcess(self.environment, self.database, its_id, start_of_day(FIRST_DAY) + MORNING)
            await patiently(beside.read_clock)
            self.clocks[its_id] = beside
        return bool(new)

    async def _compare(self) -> None:
        """Compare the obligations, the state and what is on its way at the end."""
        await self.settle()
        now = {its_id: clock.now() for its_id, clock in self.clocks.items()}
        self.wrong += self.world.left_over(now)
        case = self.world.cases[self.case]
        today = self.today(self.case)
        shown = case_as_json(self.database, self.case, today)["obligations"]
        law = case.outlook.law
        counted = timeline(facts_of(case.outlook.events), today, pack=law.pack, calendar=law.calendar)
        real = sorted((one["rule"], one["of"] or "", one["due_on"]) for one in shown)
        pure = sorted((one.rule, one.of or "", one.due_on.isoformat()) for one in counted)
        if real != pure:
            self.wrong.append(f"{self.case} owes {real}; the model counts {pure}.")
        with self.database.read() as session:
            for its_id, model in self.world.processes.items():
                row = processes.find(session, its_id)
                if row is None or {**row.content, "team": None} != {**model.view, "team": None}:
                    self.wrong.append(f"{its_id} is {row and row.content}; the model has {model.view}.")
            for its_id in self.clocks:
                if (broken := ledger.broken(session, its_id)) is not None:
                    self.wrong.append(broken)


async def patiently(ask: Callable[[], Awaitable[_Answer]]) -> _Answer:
    """Ask again until an answer comes: a query fails while its worker is dead."""
    while True:
        try:
            return await ask()
        except RPCError as failure:
            if failure.status is RPCStatusCode.NOT_FOUND:
                raise
            await asyncio.sleep(0.2)


async def opening_of(environment: WorkflowEnvironment, process_id: str) -> ProcessOpening:
    """Return the input with which a process was started, from its history."""
    client = environment.client
    async for event in client.get_workflow_handle(process_id).fetch_history_events():
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED:
            started = event.workflow_execution_started_event_attributes
            context = WorkflowSerializationContext(namespace=client.namespace, workflow_id=process_id)
            converter = client.data_converter.with_context(context)
            found: ProcessOpening = (await converter.decode(list(started.input.payloads), [ProcessOpening]))[
                0
            ]
            return found
    raise AssertionError(f"{process_id} has no history")


WALKS: Mapping[str, Any] = {
    **{f"case for {opens}": opens for opens in BEGINNINGS},
    **{process.kind: process for process in PROCESSES},
}
"""Every walk by its name: a case for each reason to open one, and each kind of process."""


async def walked(
    name: str, seed: str, steps: int, environment: WorkflowEnvironment, database: Database
) -> Walk:
    """Walk once. A walk that does not end has met a workflow that is stuck."""
    walk = Walk(name, f"{name}/{seed}", environment, database)
    subject = WALKS[name]
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            if isinstance(subject, str):
                await walk.case_walk(subject, steps)
            else:
                await walk.process_walk(subject, steps)
    except TimeoutError:
        walk.wrong.append(f"The walk with {walk.main or walk.case} does not end; its worker tells why.")
    except AssertionError as why:
        walk.wrong.append(str(why))
    return walk
