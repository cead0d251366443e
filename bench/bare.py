"""Bare Temporal workflows with a case's durable steps and nothing else, for comparison with a case.

For each act it takes an update, runs an activity that does nothing, and resets its one timer, as a case does. That is the
bare case. A whole one also does what a case has come to do since: it changes search attributes in nine of its steps, and at
its end begins a workflow for the plan with four local activities, which begins one for the review with three activities.
`python -m bench.bare ADDRESS READY_FILE` runs its worker.
"""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.common import SearchAttributeKey
from temporalio.worker import Worker

QUEUE = "bench-bare"
UPSERTS = 9
"""In how many of its steps a case changes its search attributes."""
_STAGE = SearchAttributeKey.for_keyword("Stage")
_TIME = timedelta(seconds=30)
_LONG = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Steps:
    """How many steps a bare case has, and whether it is a whole one."""

    count: int
    whole: bool = False


@activity.defn
def nothing(step: int) -> int:
    """Do nothing."""
    return step


@activity.defn
async def begin(name: str) -> None:
    """Start the workflow of a plan or a review, as a case starts it."""
    await activity.client().start_workflow(name.partition("-")[0], id=name, task_queue=QUEUE)


@workflow.defn
class Bare:
    """Steps that arrive as updates, each with an activity and a timer."""

    @workflow.init
    def __init__(self, steps: Steps) -> None:
        self._steps, self._asked, self._done = steps, 0, 0
        self._alarm: asyncio.Task[None] | None = None

    @workflow.run
    async def run(self, steps: Steps) -> int:
        await self._do(0)
        while self._done < steps.count:
            if self._alarm is not None:
                self._alarm.cancel()
            self._alarm = asyncio.create_task(self._sleep())
            await workflow.wait_condition(lambda: self._asked > self._done)
            await self._do(self._done + 1)
            self._done += 1
        if steps.whole:
            await _begin(f"BarePlan-{workflow.info().workflow_id}")
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
        await _step(step)
        if self._steps.whole and step < UPSERTS:
            workflow.upsert_search_attributes([_STAGE.value_set(f"stage-{step}")])

    async def _sleep(self) -> None:
        await workflow.sleep(_LONG)


@workflow.defn
class BarePlan:
    """The life of a plan: its steps leave one event each, and it begins the review."""

    @workflow.run
    async def run(self) -> None:
        for step in range(3):
            await workflow.execute_local_activity(nothing, step, start_to_close_timeout=_TIME)
        await workflow.execute_local_activity(
            begin, f"BareReview-{workflow.info().workflow_id}", start_to_close_timeout=_TIME
        )
        workflow.upsert_search_attributes([_STAGE.value_set("in_force")])
        await workflow.sleep(_LONG)


@workflow.defn
class BareReview:
    """The next review of a plan."""

    @workflow.run
    async def run(self) -> None:
        for step in range(3):
            await _step(step)
        workflow.upsert_search_attributes([_STAGE.value_set("planned")])
        await workflow.sleep(_LONG)


async def _step(step: int) -> None:
    await workflow.execute_activity(nothing, step, start_to_close_timeout=_TIME)


async def _begin(name: str) -> None:
    await workflow.execute_activity(begin, name, start_to_close_timeout=_TIME)


async def serve(address: str, ready: Path) -> None:
    """Run the worker of the bare workflows until it is stopped."""
    client = await Client.connect(address)
    with ThreadPoolExecutor(8) as threads:
        async with Worker(
            client,
            task_queue=QUEUE,
            workflows=[Bare, BarePlan, BareReview],
            activities=[nothing, begin],
            activity_executor=threads,
            max_concurrent_activities=8,
        ):
            ready.touch()
            await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], Path(sys.argv[2])))
