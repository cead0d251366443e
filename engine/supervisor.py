"""Keep the programs of a data folder running. A program that dies is restarted; if it keeps dying, all are stopped."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from engine.child_processes import Program, start, stop
from engine.errors import EngineError

_RUNS, _WITHIN_SECONDS, _PAUSE_SECONDS = 5, 60.0, 0.5
_LOOK_SECONDS = 0.2

Say = Callable[[str], None]
Ready = Callable[[subprocess.Popen[bytes]], None]


@dataclass(slots=True)
class _Kept:
    program: Program
    process: subprocess.Popen[bytes]
    ready: Ready
    starts: list[float] = field(default_factory=list)


class Supervisor:
    """Runs programs, and stops them in the reverse order of their start."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._kept: list[_Kept] = []
        self._stopping = False

    def add(self, program: Program, ready: Ready) -> int:
        """Start a program and wait until it is ready.

        Returns its process id. Raises EngineError if it does not start.
        """
        process = start(program)
        self._kept.append(_Kept(program, process, ready, [time.monotonic()]))
        ready(process)
        return process.pid

    @property
    def pids(self) -> dict[str, int]:
        """Return the process ids by program name."""
        return {kept.program.name: kept.process.pid for kept in self._kept}

    def request_stop(self) -> None:
        """Make `watch` return. Safe in a signal handler: it takes no lock, which this thread might hold already."""
        self._stopping = True

    def watch(self, changed: Callable[[], None]) -> None:
        """Restart programs that die, until asked to stop. Raises EngineError if a program keeps dying."""
        while not self._stopping:
            time.sleep(_LOOK_SECONDS)
            for kept in self._kept:
                if kept.process.poll() is not None and not self._stopping:
                    self._again(kept)
                    changed()

    def _again(self, kept: _Kept) -> None:
        now = time.monotonic()
        kept.starts = [at for at in kept.starts if now - at < _WITHIN_SECONDS] + [now]
        if len(kept.starts) > _RUNS:
            raise EngineError(f"The {kept.program.name} keeps ending; {kept.program.log} says why.")
        self._say(f"The {kept.program.name} ended (code {kept.process.returncode}) and is being restarted.")
        time.sleep(_PAUSE_SECONDS * (len(kept.starts) - 1))
        kept.process = start(kept.program)
        kept.ready(kept.process)

    def stop_all(self) -> None:
        """Stop everything, the last started first."""
        self._stopping = True
        for kept in reversed(self._kept):
            stop(kept.process)
