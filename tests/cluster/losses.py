"""What a cluster loses while officers carry cases: a worker is replaced, a worker's host is lost, the database fails over."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import time
from collections import Counter
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field

from bench.cases import acts
from office.office import Office
from tests.cluster.cases import builds, counted, events, failures, histories, retried, stage
from tests.cluster.officers import Officers, Work
from tests.cluster.place import Cluster
from tests.cluster.programs import console, worker

_PATIENCE_SECONDS = 60.0
_LOOK_SECONDS = 0.1
REPLACED, LOST, FAILED_OVER = "a worker is replaced", "a worker's host is lost", "the database fails over"


@dataclass
class Losses:
    """The losses, each after a quarter of the acts, and what was measured of them."""

    cluster: Cluster
    work: Work
    total: int
    running: AsyncExitStack
    stopped_in: float = 0.0
    failed_over_in: float = 0.0
    exit_code: int | None = None
    from_act: dict[str, int] = field(default_factory=dict)

    async def come(self) -> None:
        """Start two workers, and let one loss come after the other."""
        first, second = await self._start("one"), await self._start("two")
        await self._after(0.25, REPLACED)
        asked = time.perf_counter()
        first.send_signal(signal.SIGTERM)
        self.exit_code = await asyncio.to_thread(first.wait, _PATIENCE_SECONDS)
        self.stopped_in = time.perf_counter() - asked
        await self._start("three")
        await self._after(0.50, LOST)
        os.killpg(second.pid, signal.SIGKILL)
        await self._start("four")
        await self._after(0.75, FAILED_OVER)
        self.failed_over_in = await asyncio.to_thread(self.cluster.fail_over)

    async def _after(self, part: float, name: str) -> None:
        while len(self.work.waits) < self.total * part:
            await asyncio.sleep(_LOOK_SECONDS)
        self.from_act[name] = len(self.work.waits)

    async def _start(self, build: str) -> subprocess.Popen[bytes]:
        program = worker(self.cluster, build)
        process = await asyncio.to_thread(program.__enter__)
        self.running.push_async_callback(asyncio.to_thread, program.__exit__, None, None, None)
        return process


@dataclass(frozen=True)
class Survived:
    """The counts of the proof. `wrong` holds a sentence for each case that is not as its acknowledged acts make it."""

    work: Work
    losses: Losses
    builds: Counter[str]
    events: Counter[str]
    failures: list[str]
    retried: list[str]
    wrong: list[str]


async def survived(cluster: Cluster, office: Office, cases: int) -> Survived:
    """Let officers carry cases at two consoles through all three losses, and read what there is at the end."""
    with ExitStack() as consoles:
        at = [consoles.enter_context(console(cluster, name)) for name in ("a", "b")]
        officers = Officers(office.database, at)
        async with AsyncExitStack() as running:
            losses = Losses(cluster, officers.work, cases * len(acts()), running)
            async with asyncio.TaskGroup() as both:
                both.create_task(losses.come())
                both.create_task(officers.carry(cases))
            found = await histories(office, officers.work.cases)
            wrong = await asyncio.to_thread(_wrong, office, officers.work.cases)
    return Survived(
        officers.work,
        losses,
        builds(found),
        counted(found),
        failures(found),
        retried(found),
        wrong,
    )


def _wrong(office: Office, cases: list[str]) -> list[str]:
    """Return a sentence for each case that is not final, or whose ledger does not hold each act once, in its order."""
    expected = ["request_received", *(action for action, _ in acts())]
    found = []
    for case in cases:
        if stage(office, case) != "plan_issued":
            found.append(f"{case} has no final plan.")
        told = [event for event in events(office, case) if event in expected]
        if told != expected:
            more, missing = Counter(told) - Counter(expected), Counter(expected) - Counter(told)
            found.append(f"{case} holds {dict(more)} besides, and {dict(missing)} is missing.")
    return found
