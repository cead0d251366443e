"""Virtual time: the real server, worker and records, and a case whose clock is moved on by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from temporalio.plugin import SimplePlugin
from temporalio.testing import TimeSkippingConfig, WorkflowEnvironment

from activities.case_starts import start
from casework.case.acts import CATALOGUE
from casework.processes.registry import act_of
from engine.attributes import register_search_attributes
from engine.child_output import output_to
from engine.data_keys import DataKeys
from engine.key_wrapping import RingWrapper
from engine.keys import key_ring
from engine.plugin import case_plugin
from engine.temporal_binary import binary
from office import standard_links
from office.notes import keep
from office.office import opaque
from office.process_acts import send
from office.process_acts import start as start_process
from office.refusals import ActRefused
from office.sending import sent
from records.database import Database
from starter.simulate.clocks import Clocked, glances
from statute.local_time import start_of_day
from worker import build_worker
from workflows.messages import ActMessage, CaseOutcome, CaseView, Opening, Receipt
from workflows.process_messages import ProcessOpening, ProcessProgress, ProcessRef

MORNING = timedelta(hours=9)
VIRTUAL_QUEUE = "simulation"
"""The task queue of every workflow on virtual time."""
_THREADS = 8
_POLLS_A_SECOND = "100000"
_SERVER_SETTINGS = {
    "frontend.WorkflowTimeSkippingEnabled": "true",
    "history.timerProcessorMaxTimeShift": '"5ms"',  # else each skip waits for up to a second
    # The server reads each of its queues 20 times a second at most, and needs four reads for one moment of a workflow.
    "history.timerProcessorMaxPollRPS": _POLLS_A_SECOND,
    "history.transferProcessorMaxPollRPS": _POLLS_A_SECOND,
    "system.enableActivityEagerExecution": "true",
}
_SKIPS = 10_000
"""How often a clock may jump while one process is moved on: a limit that is missed for years is told each week."""
_IN_MEMORY = ("--sqlite-pragma", "journal_mode=MEMORY", "--sqlite-pragma", "synchronous=OFF")
"""A simulation is thrown away at its end, so its server and its records wait for no disk."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One act, on its day; `by` is who does it, where that matters."""

    action: str
    on: date
    of: str | None
    fields: Mapping[str, Any]
    by: str | None = None


def is_text(action: str, name: str) -> bool:
    """Whether a field of an act is free text, which the records keep."""
    known = CATALOGUE.get(action) or act_of(action)
    found = known.field(name) if known else None
    return found is not None and found.kind == "text"


@asynccontextmanager
async def virtual_server(
    folder: Path, plugin: SimplePlugin | None = None, server_settings: Mapping[str, str] | None = None
) -> AsyncIterator[tuple[WorkflowEnvironment, Database]]:
    """A server on virtual time and records of its own, in a folder, without a worker.

    `server_settings` adds to the server's dynamic configuration.
    """
    configured = {**_SERVER_SETTINGS, **(server_settings or {})}
    database = Database(f"sqlite:///{folder / 'records.db'}", durable=False)
    database.migrate()
    ring = key_ring(folder / "keys" / "payload.json")
    plugin = plugin or case_plugin(ring, DataKeys(database, RingWrapper(ring)))
    with output_to(folder / "server.log"):
        starting = await WorkflowEnvironment.start_time_skipping_v2(
            dev_server_existing_path=str(binary()),
            ts_config=TimeSkippingConfig(enabled=False, max_session_skip_count=_SKIPS),
            dev_server_extra_args=[
                *_IN_MEMORY,
                *(word for pair in configured.items() for word in ("--dynamic-config-value", "=".join(pair))),
                "--db-filename",
                str(folder / "temporal.db"),
            ],
            dev_server_startup_timeout=timedelta(seconds=30),
            plugins=[plugin],
        )
    async with starting as environment:
        await register_search_attributes(environment.client)
        yield environment, database
    database.close()


@asynccontextmanager
async def virtual_time(
    folder: Path, plugin: SimplePlugin | None = None, server_settings: Mapping[str, str] | None = None
) -> AsyncIterator[tuple[WorkflowEnvironment, Database]]:
    """A server on virtual time with a worker in this process, and records of its own, in a folder."""
    async with virtual_server(folder, plugin, server_settings) as (environment, database):
        with ThreadPoolExecutor(_THREADS) as threads:
            async with build_worker(environment.client, VIRTUAL_QUEUE, database, threads):
                yield environment, database


class Played(Clocked):
    """One case on virtual time, moved from day to day."""

    def __init__(self, environment: WorkflowEnvironment, database: Database, opening: Opening) -> None:
        super().__init__(environment, opening.case_id, opening.clock_starts_at)
        self._database, self.opening = database, opening
        self._view: CaseView | None = None
        self.handle = environment.client.get_workflow_handle(opening.case_id, result_type=CaseOutcome)

    async def begin(self) -> None:
        """Start the case."""
        await start(self._environment.client, VIRTUAL_QUEUE, self.opening)
        await self.clock_runs()

    async def settle(self) -> CaseView | None:
        """Wait until everything is recorded, and those beside the case know of it; None where the case has ended.

        A moment whose instant has passed is waited for too: the server tells the case of it a little later. A case that has
        ended is not asked, because it would replay its whole history to answer.
        """
        async for _ in glances():
            rests = self._ended or await self.rests()
            if self._ended:
                break
            if not rests:
                continue
            if self._view is not None and self.is_unchanged:
                return self._view
            view: CaseView | None = await self.ask("case", CaseView)
            if view is None or not view.settled:
                continue
            at = view.outlook.next_at if view.outlook is not None else None
            if view.outlook is not None and view.outlook.closed:
                self._ended = True
                break
            if at is None or at > self.now():
                self.settled(at)
                self._view = view
                return view
        return None

    async def act(self, scene: Scene, *, take_over: bool = True, request_id: str | None = None) -> Receipt:
        """Record an act at nine in the morning of its day, or later where it is that already. Raises ActRefused."""
        if not await self.go_to(start_of_day(scene.on) + MORNING):
            raise ActRefused("The case was closed before this day.")
        with self._database.read() as session:
            why = standard_links.why_not(session, self.opening.case_id, scene.action, scene.fields)
        if why is not None:
            raise ActRefused(why)
        self.changes += 1
        message = ActMessage(
            action=scene.action,
            on=scene.on,
            of=scene.of,
            fields=self._with_notes(scene),
            by=scene.by or "scenario",
            request_id=request_id or opaque(),
            take_over=take_over,
        )
        return await sent(self._environment.client, self.opening.case_id, message, None)

    def _with_notes(self, scene: Scene) -> dict[str, Any]:
        return {**scene.fields, **noted(self._database, self.opening.case_id, scene)}


class PlayedProcess(Clocked):
    """One process beside a case on virtual time."""

    def __init__(
        self,
        environment: WorkflowEnvironment,
        database: Database,
        workflow_id: str,
        starts_at: datetime | None,
    ) -> None:
        super().__init__(environment, workflow_id, starts_at)
        self.id, self._database = workflow_id, database
        self.sent = 0
        """How many messages it had sent to other workflows when it was last seen settled."""
        self.begun: tuple[ProcessRef, ...] = ()
        """The processes that it had begun when it was last seen settled."""

    async def begin(self, opening: ProcessOpening) -> None:
        """Start one that people call, with the words of its first act kept in the records."""
        if (first := opening.first) is not None:
            scene = Scene(first.action, first.on, first.of, first.fields)
            kept = noted(self._database, str(opening.fields["case"]), scene)
            first = first.model_copy(update={"fields": {**first.fields, **kept}})
            opening = opening.model_copy(update={"first": first})
        self.changes += 1
        await start_process(self._environment.client, VIRTUAL_QUEUE, opening)
        await self.clock_runs()

    async def progress(self) -> ProcessProgress:
        """How far it has got."""
        async for _ in glances():
            if (told := await self.ask("progress", ProcessProgress)) is not None:
                break
        assert isinstance(told, ProcessProgress)
        return told

    async def read_clock(self) -> bool:
        """Take its clock from itself, by when it began: it was started by another workflow, and a moment ago.

        Returns whether it is settled already and has told no other workflow anything, so that it need not be asked again.
        """
        progress = await self.progress()
        self._clock = progress.began
        await self.clock_runs()
        return progress.sent == 0 and self._has_settled(progress)

    async def act(self, scene: Scene, by: str | None = None, *, request_id: str | None = None) -> Receipt:
        """Record an act at nine in the morning of its day, or later where it is that already. Raises ActRefused."""
        if not await self.go_to(start_of_day(scene.on) + MORNING):
            raise ActRefused(f"{self.id} was over before this day.")
        about = scene.of or self.id
        with self._database.read() as session:
            why = standard_links.why_not(session, about, scene.action, scene.fields)
        if why is not None:
            raise ActRefused(why)
        self.changes += 1
        fields = {**scene.fields, **noted(self._database, about, scene)}
        message = ActMessage(
            action=scene.action,
            on=scene.on,
            of=scene.of,
            fields=fields,
            by=by,
            request_id=request_id or opaque(),
        )
        return await send(self._environment.client, self.id, message, None)

    async def settle(self) -> None:
        """Wait until everything is recorded and told, and until each moment whose instant has passed has come.

        One that has ended is not asked, because it would replay its whole history to answer. It may have told others.
        """
        async for _ in glances():
            if self._ended:
                break
            rests = await self.rests()
            if self.is_over:
                self.sent += 1
                break
            if not rests:
                continue
            if self.is_unchanged:
                break
            progress = await self.ask("progress", ProcessProgress)
            if progress is not None and self._has_settled(progress):
                break
        if self.is_over:
            self.next_at = None

    def _has_settled(self, progress: ProcessProgress) -> bool:
        """Whether nothing is on its way and no moment has come since; if so, remember how far it has got."""
        at = progress.next_at
        if not progress.settled or not (progress.over or at is None or at > self.now()):
            return False
        self._ended = progress.over
        self.settled(at)
        self.begun, self.sent = progress.begun, progress.sent
        return True


def noted(database: Database, owner: str, scene: Scene) -> dict[str, str]:
    """The free text of a scene, kept in the records under the id of the case that it is about."""
    texts = {name: str(value) for name, value in scene.fields.items() if is_text(scene.action, name)}
    return keep(database, owner, texts, "scenario")
