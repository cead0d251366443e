"""`ehcp up` as a process of its own, and the commands as a person gives them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

from engine.embedded import free_ports
from starter.command import run
from tests.command_server import command_server

PATIENCE = 60.0
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def ehcp(*words: str, data: Path | None = None, stdin: str = "", **environ: str) -> Answer:
    """Run a command of `ehcp`, and fail if a person would see a traceback."""
    place = ["--data", str(data)] if data else []
    wide = {**os.environ, "COLUMNS": "200", **environ}
    code, out, err = command_server(ROOT).run([*words, *place], wide, stdin, PATIENCE)
    assert "Traceback" not in out + err, err
    return Answer(code, out, err.strip())


def here(*words: str, data: Path) -> Answer:
    """Run a command of `ehcp` in this process: what starting Python takes is saved, and the rest is the same.

    It has a thread of its own, as a command has a loop of its own, and a browser's test runs one already.
    """

    def run_it() -> Answer:
        wide = patch.dict(os.environ, COLUMNS="200")
        with wide, redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
            code = run([*words, "--data", str(data)])
        return Answer(code, out.getvalue(), err.getvalue().strip())

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run_it).result(PATIENCE)


def wait_until(true: Callable[[], object], what: str) -> None:
    """Wait for something to become true, patiently, and fail by saying what."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"never came: {what}"
        time.sleep(0.05)


def processes_of(data: Path, part: str = "") -> dict[int, str]:
    """The processes whose command names a data folder, by their ids."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                alive = (entry / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
            except OSError:
                continue
            if str(data) in command and part in command and alive:
                found[int(entry.name)] = command
    return found


def bytes_in(folder: Path, files: str) -> bytes:
    """What files hold; the journal of a database comes and goes with each transaction."""
    held = []
    for path in sorted(folder.glob(files)):
        with suppress(FileNotFoundError):
            held.append(path.read_bytes())
    return b"".join(held)


def free_port() -> int:
    """A port that nothing listens on, and that no other program is given meanwhile."""
    (port,) = free_ports(1)
    return port


@dataclass
class Up:
    """A running `ehcp up`."""

    data: Path
    port: int
    process: subprocess.Popen[str]

    def __call__(self, *words: str, **more: Any) -> Answer:
        """A command on this data folder."""
        return ehcp(*words, data=self.data, **more) if more else here(*words, data=self.data)

    def kill(self, part: str) -> None:
        """kill -9 of one of its programs, by a word of its command."""
        (pid,) = processes_of(self.data, part)
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: pid not in processes_of(self.data), f"the end of {part}")

    def stop(self) -> int:
        """Ctrl-C, and its exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


def start(data: Path, *more: str) -> Up:
    """Start `ehcp up` and wait until it says where to look."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "starter", "up", "--data", str(data), "--port", str(port), *more],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if line.startswith("Ctrl-C"):
            return Up(data, port, process)
    raise AssertionError(f"`ehcp up` ended: {said}")


@contextmanager
def up(data: Path, *more: str) -> Iterator[Up]:
    """A running `ehcp up`, ended with its context."""
    running = start(data, *more)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.process.terminate()
            running.process.wait(PATIENCE)
