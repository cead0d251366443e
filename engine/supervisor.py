"""Keeping the programs of a data folder running: one that dies is started again, one that keeps dying ends all."""

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
    """Programs in the order in which they were started; they are stopped in the opposite one."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._kept: list[_Kept] = []
        self._stopping = False

    def add(self, program: Program, ready: Ready) -> int:
        """Start a program and wait until it is ready; its process id. Raises EngineError where it does not start."""
        process = start(program)
        self._kept.append(_Kept(program, process, ready, [time.monotonic()]))
        ready(process)
        return process.pid

    @property
    def pids(self) -> dict[str, int]:
        """The process ids by the programs' names."""
        return {kept.program.name: kept.process.pid for kept in self._kept}

    def request_stop(self) -> None:
        """Let `watch` return. Safe in a signal handler, where a lock that this very thread holds would never come free."""
        self._stopping = True

    def watch(self, changed: Callable[[], None]) -> None:
        """Start again what dies, until asked to stop. Raises EngineError where a program keeps dying."""
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
        self._say(f"The {kept.program.name} ended (code {kept.process.returncode}); it is started again.")
        time.sleep(_PAUSE_SECONDS * (len(kept.starts) - 1))
        kept.process = start(kept.program)
        kept.ready(kept.process)

    def stop_all(self) -> None:
        """Stop everything, the last started first."""
        self._stopping = True
        for kept in reversed(self._kept):
            stop(kept.process)
