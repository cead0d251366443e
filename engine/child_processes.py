"""Child processes that end with their parent, even if it is killed."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
HOME = Path(__file__).resolve().parents[1]
"""The folder of our packages: the repository, or `ehcp/` in an installed wheel."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program to run: its name for people, its command, and extra environment variables."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path


def command_of(module: str, *words: str) -> list[str]:
    """Return the command that runs one of our modules. `-P` ignores a foreign worker.py in the working folder."""
    return [sys.executable, "-P", "-m", module, *words]


def with_our_packages(**environment: str) -> dict[str, str]:
    """Return the environment variables that make a child import our packages before others with the same names."""
    paths = [str(HOME), os.environ.get("PYTHONPATH", "")]
    return {**environment, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}


def start(program: Program) -> subprocess.Popen[bytes]:
    """Start a program in its own process group, and append its output to its log."""
    program.log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    parent = os.getpid()
    with program.log.open("ab") as log:
        return subprocess.Popen(
            list(program.command),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, **program.environment},
            start_new_session=True,
            preexec_fn=lambda: _die_with(parent),
        )


def end_of_log(program: Program) -> int:
    """Return the size of a program's log in bytes."""
    return program.log.stat().st_size if program.log.exists() else 0


def why_ended(program: Program, code: int | None, log_from: int) -> str:
    """Return why a program ended, from its exit code and what it logged from a place in its log.

    A sentence that the program itself wrote ends in a full stop.
    """
    if code is not None and code < 0:
        return f"it was ended from outside by signal {-code} ({_signal_name(-code)})"
    try:
        with program.log.open("rb") as log:
            log.seek(log_from)
            lines = log.read().decode(errors="replace").strip().splitlines()
    except OSError:
        lines = []
    for line in reversed(lines):
        if not line.startswith("{"):
            return line.strip()
        told = _logged(line)
        if told.get("event") == "crashed" and told.get("error"):
            return f"it crashed with {told['error'][0]}"
    return f"it ended with code {code} and logged no reason"


def _logged(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "unknown"


def _die_with(parent: int) -> None:
    """Ask Linux to end this child when its parent ends. On other systems the next start cleans up."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)


def stop(process: subprocess.Popen[bytes], patience: float = 15.0) -> None:
    """End a program: terminate it, and kill it if it is still running after `patience` seconds."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def stop_this_program() -> None:
    """Ask this program to stop, as its supervisor would."""
    os.kill(os.getpid(), signal.SIGTERM)


def end_leftover(pid: int, mark: str, patience: float = 10.0) -> None:
    """End a process of an earlier run if it is still running and is ours, which a mark in its command shows."""
    if not _is_ours(pid, mark):
        return
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if not _is_ours(pid, mark):
                return
            time.sleep(0.05)


def _is_ours(pid: int, mark: str) -> bool:
    # Without -ww the command is cut off at the terminal's width (80 columns without a terminal), and the mark with it.
    try:
        state = subprocess.run(
            ["ps", "-ww", "-o", "stat=,args=", "-p", str(pid)], capture_output=True, text=True, check=False
        ).stdout.strip()
    except OSError:
        return False
    return bool(state) and not state.startswith("Z") and mark in state
