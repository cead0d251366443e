"""Keep the programs of a data folder running. A program that dies is restarted; if it keeps dying, all are stopped."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from engine.child_processes import Program, end_of_log, start, stop, why_ended
from engine.errors import EngineError

_RUNS, _WITHIN_SECONDS, _PAUSE_SECONDS = 5, 60.0, 0.5
_LOOK_SECONDS = 0.2

Say = Callable[[str], None]
Ready = Callable[[subprocess.Popen[bytes]], None]


@dataclass(slots=True)
class _Kept:
    """A program that is kept running. `process` is None while it cannot even be started."""

    program: Program
    ready: Ready
    process: subprocess.Popen[bytes] | None = None
    log_from: int = 0
    starts: list[float] = field(default_factory=list)
    why: str = ""

    def begin(self) -> None:
        """Start the program and wait until it is ready. Raises EngineError with the cause if it does not get ready."""
        self.log_from = end_of_log(self.program)
        try:
            self.process = start(self.program)
        except OSError as failure:
            self.process = None
            raise EngineError(
                f"it cannot be started ({(failure.strerror or 'no reason given').lower()})"
            ) from None
        try:
            self.ready(self.process)
        except EngineError as failure:
            if self.process.poll() is None:
                stop(self.process)
                raise EngineError(str(failure)) from None
            raise EngineError(self.ended()) from None

    def ended(self) -> str:
        """Return why the program ended."""
        return why_ended(self.program, self.process.returncode, self.log_from) if self.process else self.why


class Supervisor:
    """Runs programs, and stops them in the reverse order of their start."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._kept: list[_Kept] = []
        self._stopping = False

    def add(self, program: Program, ready: Ready) -> int:
        """Start a program and wait until it is ready.

        Returns its process id. Raises EngineError with the cause if it does not get ready.
        """
        kept = _Kept(program, ready, starts=[time.monotonic()])
        self._kept.append(kept)
        try:
            kept.begin()
        except EngineError as failure:
            why = str(failure)
            said = (
                why if why.endswith(".") else f"The {program.name} does not start: {why}; see {program.log}."
            )
            raise EngineError(said) from None
        assert kept.process is not None
        return kept.process.pid

    @property
    def pids(self) -> dict[str, int]:
        """Return the process ids by program name."""
        return {kept.program.name: kept.process.pid for kept in self._kept if kept.process is not None}

    def request_stop(self) -> None:
        """Make `watch` return. Safe in a signal handler: it takes no lock, which this thread might hold already."""
        self._stopping = True

    def watch(self, changed: Callable[[], None]) -> None:
        """Restart programs that die, until asked to stop. Raises EngineError if a program keeps dying."""
        while not self._stopping:
            time.sleep(_LOOK_SECONDS)
            for kept in self._kept:
                if (kept.process is None or kept.process.poll() is not None) and not self._stopping:
                    self._again(kept)
                    changed()

    def _again(self, kept: _Kept) -> None:
        """Restart a program. If it dies meanwhile, the next look restarts it again, after the programs before it."""
        now, name = time.monotonic(), kept.program.name
        why = (kept.why or kept.ended()).rstrip(".")
        kept.why = ""
        kept.starts = [at for at in kept.starts if now - at < _WITHIN_SECONDS] + [now]
        if len(kept.starts) > _RUNS:
            raise EngineError(f"The {name} keeps ending: {why}; see {kept.program.log}.")
        self._say(f"The {name} ended and is being restarted: {why}.")
        time.sleep(_PAUSE_SECONDS * (len(kept.starts) - 1))
        try:
            kept.begin()
        except EngineError as failure:
            kept.why = str(failure)

    def stop_all(self) -> None:
        """Stop everything, the last started first."""
        self._stopping = True
        for kept in reversed(self._kept):
            if kept.process is not None:
                stop(kept.process)
