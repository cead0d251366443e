"""A rolling upgrade under live cases: one of two workers is stopped and replaced while officers keep recording acts."""

from __future__ import annotations

import asyncio
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.cases import acts, request
from engine.child_processes import Program, start, stop
from office.office import Office
from tests.cluster.cases import act, builds, counted, failures, histories, retried, stage
from tests.cluster.place import Cluster

_AT_ONCE = 12
_PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Upgraded:
    """The counts of an upgrade."""

    cases: int
    acts: int
    seconds: float
    median: float
    p95: float
    slowest: float
    stopped_in: float
    exit_code: int
    builds: dict[str, int]
    timed_out: int
    failures: list[str]
    retried: list[str]
    unfinished: list[str]


@contextmanager
def worker(cluster: Cluster, build: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker of a build until the context ends. It is ready when the context begins."""
    ready = cluster.folder / f"{build}.ready"
    process = start(
        Program(
            f"worker of {build}",
            [sys.executable, "-m", "worker"],
            {**cluster.environ, "EHCP_BUILD_ID": build, "EHCP_READY_FILE": str(ready)},
            cluster.folder / "logs" / f"{build}.log",
        )
    )
    try:
        end = time.monotonic() + _PATIENCE_SECONDS
        while not ready.exists():
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError((cluster.folder / "logs" / f"{build}.log").read_text())
            time.sleep(0.05)
        yield process
    finally:
        stop(process, _PATIENCE_SECONDS)


async def rolled(cluster: Cluster, office: Office, number: int) -> Upgraded:
    """Carry whole cases. After half of the acts, replace build `one` with `three` while `two` keeps running."""
    waits: list[float] = []
    gate, began = asyncio.Semaphore(_AT_ONCE), time.perf_counter()

    async def carried() -> str:
        async with gate:
            case, _ = await office.open(request(0))
            for action, of in acts():
                asked = time.perf_counter()
                await act(office, case, action, of)
                waits.append(time.perf_counter() - asked)
        return case

    with worker(cluster, "one") as first, worker(cluster, "two"):
        tasks = [asyncio.create_task(carried()) for _ in range(number)]
        while len(waits) < number * len(acts()) // 2:
            await asyncio.sleep(0.05)
            for task in tasks:
                if task.done() and task.exception() is not None:
                    raise RuntimeError("an act was not answered") from task.exception()
        first.send_signal(signal.SIGTERM)
        asked = time.perf_counter()
        code = await asyncio.to_thread(first.wait, _PATIENCE_SECONDS)
        stopped_in = time.perf_counter() - asked
        three = worker(cluster, "three")
        await asyncio.to_thread(three.__enter__)
        try:
            ids = await asyncio.gather(*tasks)
            seconds = time.perf_counter() - began
            found = await histories(office, ids)
        finally:
            await asyncio.to_thread(three.__exit__, None, None, None)
    return Upgraded(
        cases=number,
        acts=len(waits),
        seconds=seconds,
        median=statistics.median(waits),
        p95=statistics.quantiles(waits, n=20)[-1],
        slowest=max(waits),
        stopped_in=stopped_in,
        exit_code=code,
        builds=dict(builds(found)),
        timed_out=counted(found)["WORKFLOW_TASK_TIMED_OUT"],
        failures=failures(found),
        retried=retried(found),
        unfinished=[case for case in ids if stage(office, case) != "plan_issued"],
    )
