"""Measure `ehcp import`: `python -m bench.take_over FILE.csv`. `python -m bench.caseload_file` writes the file.

A new place with a server and a worker takes the file over. Prints wall and processor time, the sizes of both stores, and
the memory of server and worker at the end. An interrupted run leaves nothing.
"""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from bench.cpu import cpu_of
from bench.memory import resident_mib
from bench.place import ROOT, Place, place

_SETTLED_AFTER = 3
"""How many seconds nothing may be recorded before the take-over counts as settled."""


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What a take-over cost: wall seconds until every case was there, processor seconds and MiB by program, and MB stored."""

    cases: int
    seconds: float
    settled_in: float
    cpu: dict[str, float]
    memory: dict[str, float]
    stored: dict[str, float]


async def measure(file: Path, folder: Path) -> TakenOver:
    """Take a file over in a new place."""
    async with place(folder) as here:
        programs = here.programs
        before, began = cpu_of(programs), time.perf_counter()
        command = [sys.executable, "-m", "starter", "import", str(file), "--data", str(folder), "--second"]
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        await asyncio.to_thread(subprocess.run, command, check=True, cwd=ROOT)
        seconds = time.perf_counter() - began
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        settled_in = await _settled(here, began)
        cpu = {name: used - before[name] for name, used in cpu_of(programs).items()}
        cpu["command"] = ended.ru_utime + ended.ru_stime - children.ru_utime - children.ru_stime
        memory = {name: resident_mib(pid) for name, pid in programs.items()}
        stored = {
            name: sum(path.stat().st_size for path in folder.glob(f"{name}.db*")) / 1e6
            for name in ("records", "temporal")
        }
        with here.office.database.read() as session:
            cases = session.scalar(text("SELECT count(*) FROM cases")) or 0
    return TakenOver(cases, seconds, settled_in, cpu, memory, stored)


async def _settled(here: Place, began: float) -> float:
    """Wait until nothing more is recorded. Returns the seconds from the beginning to the last line of a ledger."""
    last, last_at = -1, time.perf_counter()
    while time.perf_counter() - last_at < _SETTLED_AFTER:
        with here.office.database.read() as session:
            found = session.scalar(text("SELECT count(*) FROM ledger")) or 0
        if found != last:
            last, last_at = found, time.perf_counter()
        await asyncio.sleep(0.2)
    return last_at - began


def main() -> None:
    """Take a file over, and print what it cost."""
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measure(Path(sys.argv[1]), Path(folder) / "place"))
    each = 1000 / found.cases
    print(
        f"{found.cases:,} cases in {found.seconds:.0f} s; their processes were recorded after {found.settled_in:.0f} s."
    )
    for name, seconds in found.cpu.items():
        print(f"  {name}: {seconds:.0f} s of CPU, {seconds * each:.0f} ms a case")
    print(f"  together: {sum(found.cpu.values()) * each:.0f} ms of CPU a case")
    for name, mib in found.memory.items():
        print(f"  memory of {name} at the end: {mib:.0f} MiB")
    for name, size in found.stored.items():
        print(f"  {name}: {size:.0f} MB, {size * each:.0f} KB a case")


if __name__ == "__main__":
    main()
