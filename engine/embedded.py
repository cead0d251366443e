"""The embedded engine of a data folder: a real Temporal server, on ports that the folder stores."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from engine.child_processes import Program, end_leftover, start, stop
from engine.configuration import Settings
from engine.errors import EngineError
from engine.folder_modes import close_to_others
from engine.temporal_binary import binary

__all__ = ["EngineError", "Ports", "address_of", "binary", "running_server"]

LOOPBACK = "127.0.0.1"
QUICKER = (
    *("--sqlite-pragma", "journal_mode=WAL", "--sqlite-pragma", "synchronous=FULL"),
    *("--dynamic-config-value", "system.enableActivityEagerExecution=true"),
)
"""What the embedded server is started with to need less work: it still waits for the disk at each commit, but writes
once and not twice, and gives an activity to the worker that asked for it. Decision 0119 has the measures."""
_PATIENCE_SECONDS = 90.0
"""A busy machine takes half a minute to start Python programs."""


@dataclass(slots=True)
class Ports:
    """The ports of a data folder's engine, and the processes on them."""

    server: int
    ui: int
    http: int
    metrics: int
    console: int | None = None
    pids: dict[str, int] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"{LOOPBACK}:{self.server}"


def is_taken(port: int) -> bool:
    """Return whether another program listens on a port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return True
    return False


def answers(port: int) -> bool:
    """Return whether a program on this machine accepts connections on a port."""
    with socket.socket() as probe:
        probe.settimeout(1.0)
        return probe.connect_ex((LOOPBACK, port)) == 0


def prepare(settings: Settings) -> None:
    """Make the data folder, or close an existing one, so that only its owner can read it.

    Raises EngineError if it cannot be written or closed.
    """
    folder = settings.data
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(dir=folder)
        os.close(handle)
        Path(name).unlink()
    except OSError as failure:
        reason = (failure.strerror or "no reason given").lower()
        raise EngineError(
            f"The data folder {folder} cannot be written ({reason}); choose another with --data."
        ) from None
    close_to_others(folder)


@contextmanager
def sole_owner(settings: Settings) -> Iterator[None]:
    """Lock a data folder, so that no second engine starts on it. Raises EngineError if one is running."""
    with (settings.data / "engine.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise EngineError(
                f"`ehcp up` is already running on {settings.data}; stop it first, or choose another folder with --data."
            ) from None
        yield


def remembered(settings: Settings) -> Ports | None:
    """Return the ports that the data folder stores, if any. Raises EngineError if the file is damaged."""
    try:
        content = json.loads(settings.engine_file.read_text(encoding="ascii"))
        ports = Ports(**content)
        if not all(isinstance(port, int) for port in (ports.server, ports.ui, ports.http, ports.metrics)):
            raise ValueError
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError):
        raise EngineError(
            f"{settings.engine_file} is damaged; remove it, and `ehcp up` will choose new ports."
        ) from None
    return ports


def remember(settings: Settings, ports: Ports) -> None:
    """Store the ports and processes in the data folder atomically."""
    handle, name = tempfile.mkstemp(dir=settings.data, prefix=".engine")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        json.dump(asdict(ports), file, indent=2)
    Path(name).replace(settings.engine_file)


def chosen_ports(settings: Settings) -> Ports:
    """Return the ports for this run: those of the last run if they are still free, otherwise new ones."""
    last = remembered(settings)
    if last is not None:
        for pid in last.pids.values():
            end_leftover(pid, str(settings.data))
        if not any(map(is_taken, (last.server, last.ui, last.http, last.metrics))):
            last.pids = {}
            return last
    server, ui, http, metrics = free_ports(4)
    return Ports(server, ui, http, metrics)


def free_ports(count: int) -> list[int]:
    """Return free ports that the kernel will not assign to other programs for a minute.

    A port that was only looked up could be taken by another program before we use it. The kernel does not assign a port
    on which a connection was just closed (TIME_WAIT), but a server can still listen on it with SO_REUSEADDR. Temporal's
    command and its SDK choose ports in the same way.
    """
    with ExitStack() as held:
        ports = []
        for _ in range(count):
            listener = held.enter_context(socket.socket())
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((LOOPBACK, 0))
            listener.listen(1)
            caller = held.enter_context(socket.create_connection(listener.getsockname()))
            # The side that closes first stays in TIME_WAIT, so it must be the side whose port we keep.
            listener.accept()[0].close()
            caller.recv(1)
            ports.append(listener.getsockname()[1])
        return ports


def server_program(settings: Settings, ports: Ports, *, ui: bool = True) -> Program:
    """Return the Temporal server of a data folder: file-backed, and reachable only from this machine."""
    command = [
        str(binary()),
        "server",
        "start-dev",
        "--ip",
        LOOPBACK,
        "--port",
        str(ports.server),
        "--http-port",
        str(ports.http),
        "--metrics-port",
        str(ports.metrics),
        "--db-filename",
        str(settings.temporal_db),
        "--namespace",
        settings.namespace,
        "--log-level",
        "warn",
        *QUICKER,
        *(["--ui-ip", LOOPBACK, "--ui-port", str(ports.ui)] if ui else ["--headless"]),
    ]
    return Program("Temporal server", command, {}, settings.data / "logs" / "temporal.log")


def wait_for(port: int, what: str, log: Path, alive: object = None) -> None:
    """Wait until a port accepts connections. Raises EngineError if it does not, or if the program ends."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while not answers(port):
        if getattr(alive, "poll", lambda: None)() is not None:
            raise EngineError(f"The {what} does not start; {log} says why.")
        if time.monotonic() > end:
            raise EngineError(
                f"The {what} does not start: it did not answer within {_PATIENCE_SECONDS:.0f} seconds; see {log}."
            )
        time.sleep(0.05)


@contextmanager
def running_server(settings: Settings, *, ui: bool = False) -> Iterator[str]:
    """Run the server of a data folder within this context. Yields its address."""
    prepare(settings)
    ports = chosen_ports(settings)
    program = server_program(settings, ports, ui=ui)
    process = start(program)
    try:
        wait_for(ports.server, program.name, program.log, process)
        ports.pids = {"server": process.pid}
        remember(settings, ports)
        yield ports.address
    finally:
        stop(process)


def address_of(settings: Settings) -> str:
    """Return the address of the Temporal server. Raises EngineError if an embedded one is not running."""
    if settings.temporal_address is not None:
        return settings.temporal_address
    ports = remembered(settings)
    if ports is None or not answers(ports.server):
        raise EngineError(
            f"No server is running for {settings.data}; start it with `ehcp up --data {settings.data}`."
        )
    return ports.address
