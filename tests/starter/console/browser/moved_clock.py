"""An office on virtual time with its console: days pass between what a person does, for pages, letters and workflows alike.

The server, the worker, the sending of letters and the console are the real ones. They run in a thread of this process, so that one
clock moves all of them: the workflows by the server's virtual time, everything else by the time that our modules read.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import uvicorn
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from activities.dispatcher import Dispatcher
from activities.letter_checks import LetterChecks
from activities.providers.folder import in_folder
from office.dependencies import Parts
from office.intake import Request, read_intake
from office.register_of_staff import as_json
from office.sample_people import sample_people
from records import cases, staff
from records.database import Database
from starter.console.sign_in_settings import Entrance
from starter.simulate.virtual_time import virtual_time
from starter.web import site
from statute.local_time import london_date
from tests.activities.people import load_directory, load_profile
from tests.running import free_port

_OURS = ("activities", "engine", "office", "records", "starter")
"""The packages whose modules read the clock."""
_STARTS_WITHIN = 60
_MOVES_WITHIN = 60


class _Real(type):
    """Makes every datetime an instance of the moved one."""

    def __instancecheck__(cls, one: object) -> bool:
        return isinstance(one, datetime)


class MovedClock:
    """The clock that our modules read. It is moved on by hand."""

    def __init__(self) -> None:
        self.moved = timedelta()
        clock = self

        class Moved(datetime, metaclass=_Real):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
                return datetime.now(tz) + clock.moved

        self._datetime = Moved
        self._replaced: list[Any] = []

    def install(self) -> None:
        """Let the modules that are loaded by now read this clock."""
        for name, module in list(sys.modules.items()):
            if name.partition(".")[0] in _OURS and getattr(module, "datetime", None) is datetime:
                module.datetime = self._datetime  # type: ignore[attr-defined]
                self._replaced.append(module)

    def remove(self) -> None:
        """Let all modules read the time of this machine again."""
        for module in self._replaced:
            module.datetime = datetime

    def today(self) -> date:
        """Return the local day."""
        return london_date(datetime.now(UTC) + self.moved)


@dataclass
class MovedOffice:
    """The office, its address, and how days pass in it."""

    address: str
    database: Database
    clock: MovedClock
    environment: WorkflowEnvironment
    loop: asyncio.AbstractEventLoop
    parts: Parts

    def open_cases(self, file: Path) -> list[str]:
        """Open the requests of a file, and return the ids of their cases."""
        requests = read_intake(file, self.clock.today())
        return [self._wait(self._open(request)) for request in requests]

    async def _open(self, request: Request) -> str:
        case_id, _ = await (await self.parts.office()).open(request, by="officer-n1")
        return case_id

    def time_passes(self, time: timedelta, *workflows: str) -> None:
        """Move the clock on, for these workflows and for everything else."""
        self.clock.moved += time
        self.clock.install()
        for each in workflows:
            self._wait(self._forward(self.environment.client, each, time))

    async def _forward(self, client: Client, workflow: str, time: timedelta) -> None:
        handle = client.get_workflow_handle(workflow)
        await self.environment.fast_forward(handle, time)

    def _wait(self, task: Coroutine[Any, Any, Any]) -> Any:
        done: Future[Any] = asyncio.run_coroutine_threadsafe(task, self.loop)
        return done.result(_MOVES_WITHIN)


@contextmanager
def moved_office(folder: Path) -> Iterator[MovedOffice]:
    """Run the office in a thread until the context ends."""
    clock, ready, stop = MovedClock(), Future[MovedOffice](), threading.Event()

    def run() -> None:
        try:
            asyncio.run(_run(folder, clock, ready, stop))
        except BaseException as failure:
            if not ready.done():
                ready.set_exception(failure)
            raise

    thread = threading.Thread(target=run, name="moved-office", daemon=True)
    thread.start()
    try:
        yield ready.result(_STARTS_WITHIN)
    finally:
        stop.set()
        thread.join(_STARTS_WITHIN)
        clock.remove()


async def _run(folder: Path, clock: MovedClock, ready: Future[MovedOffice], stop: threading.Event) -> None:
    async with virtual_time(folder) as (environment, database):

        async def connected() -> Client:
            return environment.client

        port = free_port()
        address = f"http://127.0.0.1:{port}"
        parts = Parts(database, "simulation", connected, uploads=folder / "uploads", today=clock.today)
        real = Entrance(key=bytes(range(32)), address=address, samples=True, clock=lambda: datetime.now(UTC))
        server = uvicorn.Server(
            uvicorn.Config(site(parts, real), port=port, log_level="error", lifespan="off")
        )
        _furnish(database)
        clock.install()
        with Dispatcher(database, in_folder(folder / "outbox"), parts.policy):
            async with LetterChecks(environment.client, database):
                serving = asyncio.create_task(server.serve())
                while not server.started:
                    await asyncio.sleep(0.02)
                loop = asyncio.get_running_loop()
                ready.set_result(MovedOffice(address, database, clock, environment, loop, parts))
                while not stop.is_set():
                    await asyncio.sleep(0.05)
                server.should_exit = True
                await serving


def _furnish(database: Database) -> None:
    """Enter the sample authority, register of settings and staff, as a start of the embedded service does."""
    load_profile(database)
    load_directory(database)
    with database.write() as session:
        for person in sample_people().values():
            staff.save_sign_in(session, person.id, as_json(person), datetime.now(UTC))


def case_of(database: Database) -> str:
    """Return the id of the one case of an office."""
    with database.read() as session:
        (row,) = cases.select_cases(session)
    return row.case_id
