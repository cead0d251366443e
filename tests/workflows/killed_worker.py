"""A worker on virtual time as a process of its own, so that a test can kill it: `python -m tests.workflows.killed_worker`.

Its arguments are the data folder and the address of the server.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from engine.configuration import load
from engine.connection import connect
from records.database import Database
from starter.simulate.virtual_time import VIRTUAL_QUEUE
from tests.running import ROOT
from worker import build_worker

_READY = "ready"


class KilledWorker:
    """A worker that is killed with SIGKILL and started again."""

    def __init__(self, folder: Path, address: str) -> None:
        self._command = [sys.executable, "-m", "tests.workflows.killed_worker", str(folder), address]
        self._process: subprocess.Popen[str] | None = None
        self.kills = 0

    def start(self) -> None:
        """Start it, and wait until it takes work."""
        self._process = subprocess.Popen(self._command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        assert self._process.stdout.readline().strip() == _READY

    def kill(self) -> None:
        """Kill it at once, whatever it is doing."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self.kills += 1

    def __enter__(self) -> KilledWorker:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()


async def _work(folder: Path, address: str) -> None:
    settings = load(folder, {})
    database = Database(settings.database_url)
    client = await connect(settings, address=address)
    with ThreadPoolExecutor(8) as threads:
        async with build_worker(client, VIRTUAL_QUEUE, database, threads):
            sys.stdout.write(f"{_READY}\n")
            sys.stdout.flush()
            await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_work(Path(sys.argv[1]), sys.argv[2]))
