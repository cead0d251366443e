"""Run what measurements need: the embedded server, the worker, and a bare worker for comparison."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from temporalio.client import Client

from bench.bare import QUEUE  # noqa: F401 - the measurements import it from here
from engine.child_processes import Program, start, stop
from engine.configuration import Settings, load
from engine.connection import connect
from engine.embedded import free_ports, remembered, running_server, wait_for
from office.office import Office
from records.database import Database

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Place:
    """The running parts of a measurement."""

    settings: Settings
    address: str
    office: Office
    plain: Client
    worker: subprocess.Popen[bytes]
    bare: subprocess.Popen[bytes]

    @property
    def programs(self) -> dict[str, int]:
        """The programs of the product by name, with their process ids."""
        ports = remembered(self.settings)
        assert ports is not None, "the server runs"
        return {"worker": self.worker.pid, "server": ports.pids["server"]}


@contextmanager
def _program(
    name: str, words: list[str], folder: Path, environment: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    ready = folder / f"{name}.ready"
    process = start(
        Program(
            name,
            [sys.executable, "-m", *[word.replace("READY", str(ready)) for word in words]],
            {"EHCP_READY_FILE": str(ready), "PYTHONPATH": str(ROOT), **environment},
            folder / "logs" / f"{name}.log",
        )
    )
    try:
        while not ready.exists():
            if process.poll() is not None:
                raise RuntimeError((folder / "logs" / f"{name}.log").read_text())
            time.sleep(0.02)
        yield process
    finally:
        stop(process)


@asynccontextmanager
async def place(folder: Path, database_url: str | None = None) -> AsyncIterator[Place]:
    """Start a new place in a folder, with its records in SQLite there or in the database at an address."""
    elsewhere = {"EHCP_DATABASE_URL": database_url} if database_url else {}
    settings = load(folder, elsewhere)
    with (
        running_server(settings) as address,
        _program("worker", ["worker", "--data", str(folder)], folder, elsewhere) as worker,
        _program("bare", ["bench.bare", address, "READY"], folder, {}) as bare,
    ):
        database = Database(settings.database_url)
        client = await connect(settings, address=address)
        yield Place(
            settings,
            address,
            Office(client, database, settings.task_queue, patience=None),
            await Client.connect(address),
            worker,
            bare,
        )
        database.close()
        await asyncio.sleep(0)


@contextmanager
def console_of(here: Place) -> Iterator[int]:
    """Run a console for a place. Yields its port."""
    (port,) = free_ports(1)
    log = here.settings.data / "logs" / "console.log"
    process = start(
        Program(
            "console",
            [sys.executable, "-m", "starter.web", "--data", str(here.settings.data), "--port", str(port)],
            {"PYTHONPATH": str(ROOT), "EHCP_DATABASE_URL": here.settings.database_url},
            log,
        )
    )
    try:
        wait_for(port, "console", log, process)
        yield port
    finally:
        stop(process)
