"""A bare Temporal workflow with a case's durable steps and nothing else, for comparison with a case.

For each act it takes an update, runs an activity that does nothing, and resets its one timer, as a case does.
`python -m bench.bare ADDRESS READY_FILE` runs its worker.
"""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.worker import Worker

QUEUE = "bench-bare"


@activity.defn
def nothing(step: int) -> int:
    """Do nothing."""
    return step


@workflow.defn
class Bare:
    """Steps that arrive as updates, each with an activity and a timer."""

    @workflow.init
    def __init__(self, steps: int) -> None:
        self._steps, self._asked, self._done = steps, 0, 0
        self._alarm: asyncio.Task[None] | None = None

    @workflow.run
    async def run(self, steps: int) -> int:
        await self._do(0)
        while self._done < steps:
            if self._alarm is not None:
                self._alarm.cancel()
            self._alarm = asyncio.create_task(self._sleep())
            await workflow.wait_condition(lambda: self._asked > self._done)
            await self._do(self._done + 1)
            self._done += 1
        await workflow.wait_condition(workflow.all_handlers_finished)
        return self._done

    @workflow.update
    async def step(self, number: int) -> int:
        self._asked += 1
        mine = self._asked
        await workflow.wait_condition(lambda: self._done >= mine)
        return number

    @step.validator
    def check(self, number: int) -> None:
        if number < 0:
            raise ValueError("a step must have a number")

    async def _do(self, step: int) -> None:
        await workflow.execute_activity(nothing, step, start_to_close_timeout=timedelta(seconds=30))

    async def _sleep(self) -> None:
        await workflow.sleep(timedelta(days=30))


async def serve(address: str, ready: Path) -> None:
    """Run the worker of the bare workflow until it is stopped."""
    client = await Client.connect(address)
    with ThreadPoolExecutor(8) as threads:
        async with Worker(
            client,
            task_queue=QUEUE,
            workflows=[Bare],
            activities=[nothing],
            activity_executor=threads,
            max_concurrent_activities=8,
        ):
            ready.touch()
            await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], Path(sys.argv[2])))
