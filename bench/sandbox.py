"""CPU of replaying whole cases with our runner and with the SDK's, in pairs: `python -m bench.sandbox`."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

from temporalio.client import WorkflowHistory
from temporalio.plugin import SimplePlugin
from temporalio.worker import Replayer
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from engine.converter import data_converter
from engine.keys import KeyRing, key_ring
from engine.plugin import sandbox_restrictions
from engine.sandbox import CaseRunner
from workflows.all_workflows import WORKFLOWS

_HISTORIES = Path(__file__).parents[1] / "tests" / "histories"
_CASES = ("plan_issued", "plan_issued_late", "mediated_whole", "appealed", "order_moved")
_ROUNDS, _REPLAYS = 9, 6


async def _milliseconds(
    kind: type[SandboxedWorkflowRunner], ring: KeyRing, histories: list[WorkflowHistory]
) -> float:
    """Return the CPU milliseconds of this process for each case."""

    async def each() -> AsyncIterator[WorkflowHistory]:
        for _ in range(_REPLAYS):
            for history in histories:
                yield history

    runner = kind(restrictions=sandbox_restrictions())
    plugin = SimplePlugin(
        "bench", data_converter=data_converter(ring, None), workflow_runner=lambda _: runner
    )
    replayer = Replayer(workflows=WORKFLOWS, plugins=[plugin])
    began = time.process_time()
    await replayer.replay_workflows(each())
    return (time.process_time() - began) / (_REPLAYS * len(histories)) * 1000


async def main() -> None:
    """Replay in rounds, the order of each pair changing, and print the medians."""
    histories = [
        WorkflowHistory.from_json(
            f"case-{name.replace('_', '-')}", (_HISTORIES / f"{name}.json").read_text(encoding="utf-8")
        )
        for name in _CASES
    ]
    pairs: dict[type[SandboxedWorkflowRunner], list[float]] = {CaseRunner: [], SandboxedWorkflowRunner: []}
    with tempfile.TemporaryDirectory() as folder:
        ring = key_ring(Path(folder) / "keys.json")
        for kind in pairs:
            await _milliseconds(kind, ring, histories)
        for turn in range(_ROUNDS):
            for kind in list(pairs)[:: -1 if turn % 2 else 1]:
                pairs[kind].append(await _milliseconds(kind, ring, histories))
    ours, theirs = pairs.values()
    print(f"ours {statistics.median(ours):.0f} ms, the SDK's {statistics.median(theirs):.0f} ms a case")
    print(f"ratio {statistics.median(a / b for a, b in zip(ours, theirs, strict=True)):.2f}")


if __name__ == "__main__":
    asyncio.run(main())
