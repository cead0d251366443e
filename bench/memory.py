"""Measure the worker's memory per cached case."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from bench.cases import request
from bench.place import Place


def resident_mib(pid: int) -> float:
    """Return the resident memory of a process in MiB (Linux)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("this system does not report the memory of a process")


async def measure(place: Place, cases: int = 1000) -> dict[str, Any]:
    """Open cases that all stay in the worker's cache, and compare its memory before and after."""
    gate = asyncio.Semaphore(24)
    before = resident_mib(place.worker.pid)

    async def one() -> None:
        async with gate:
            await place.office.open(request(20))

    await asyncio.gather(*(one() for _ in range(cases)))
    after = resident_mib(place.worker.pid)
    return {"cases": cases, "before": before, "after": after, "each": (after - before) / cases}
