"""The virtual clock of one workflow, moved on by hand, and questions to a workflow that may be busy."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

from temporalio.client import WorkflowExecutionStatus, WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import WorkflowEnvironment

_GLANCE, _LONGEST_GLANCE = 0.02, 0.05
"""Seconds of real time between two looks at what is still being written: at first, and at most."""
_NO_ANSWER_YET = frozenset(
    {RPCStatusCode.FAILED_PRECONDITION, RPCStatusCode.DEADLINE_EXCEEDED, RPCStatusCode.RESOURCE_EXHAUSTED}
)
"""A run that continues another one answers nothing before its first task, and a busy worker may answer too late."""
_UNANSWERED = 50
"""So many questions in a row may stay without an answer before the failure is raised."""


async def glances() -> AsyncIterator[None]:
    """Wait a moment between two looks, each time a little longer: each look costs worker and server some 15 ms."""
    wait = _GLANCE
    while True:
        yield
        await asyncio.sleep(wait)
        wait = min(wait * 1.5, _LONGEST_GLANCE)


class Clocked:
    """One workflow on virtual time, whose clock is moved on by hand."""

    def __init__(
        self, environment: WorkflowEnvironment, workflow_id: str, starts_at: datetime | None
    ) -> None:
        if starts_at is None:
            raise ValueError("a workflow on virtual time needs the instant at which its clock starts")
        self.handle: WorkflowHandle[Any, Any] = environment.client.get_workflow_handle(workflow_id)
        self._environment, self._clock = environment, starts_at
        self._started = 0.0
        self._ended = False
        self._unanswered = 0
        self._history: tuple[str, int] | None = None
        self._settled_with: tuple[str, int] | None = None
        self._open_at: int | None = None
        """How many changes it had when it was last seen settled and open."""
        self.next_at: datetime | None = None
        """Its next moment when it was last seen settled."""
        self.changes = 0
        """Counts what was done here that may have changed something; each query costs the server 8 ms."""

    async def clock_runs(self) -> None:
        """The workflow was started: its clock runs since the instant that the server knows, however late we ask."""
        began = (await self.handle.describe()).start_time
        self._started = asyncio.get_running_loop().time() - (datetime.now(UTC) - began).total_seconds()

    def now(self) -> datetime:
        """What its clock shows."""
        return self._clock + timedelta(seconds=asyncio.get_running_loop().time() - self._started)

    async def go_to(self, instant: datetime) -> bool:
        """Move the clock on to an instant; False where the workflow was over before."""
        left = instant - self.now()
        if left <= timedelta() or self._ended:
            return self._open_at == self.changes or await self.is_open()
        if self.next_at is None or self.next_at <= instant:
            self.changes += 1
        self._clock += left
        try:
            return await self._environment.fast_forward(self.handle, left)
        except RPCError as failure:
            if failure.status is not RPCStatusCode.NOT_FOUND:
                raise
            self._ended = True
            return False

    @property
    def is_over(self) -> bool:
        """Whether it has ended, as far as it was asked."""
        return self._ended

    async def is_open(self) -> bool:
        """Whether the workflow is running. One that has ended is not asked again."""
        if not self._ended:
            self._ended = (await self.handle.describe()).status is not WorkflowExecutionStatus.RUNNING
        return not self._ended

    async def rests(self) -> bool:
        """Whether the server knows of no task and no activity of it; asked of the server, this costs a fifth of a query."""
        found = await self.handle.describe()
        self._ended = self._ended or found.status is not WorkflowExecutionStatus.RUNNING
        raw = found.raw_description
        self._history = (found.run_id, raw.workflow_execution_info.history_length)
        return not raw.pending_activities and not raw.HasField("pending_workflow_task")

    @property
    def is_unchanged(self) -> bool:
        """Whether its history is that which it had when it was last seen settled, and no moment has come since."""
        at = self.next_at
        return self._history == self._settled_with and (at is None or at > self.now())

    def settled(self, next_at: datetime | None) -> None:
        """Remember that it is settled with the history that the server told of last."""
        self.next_at, self._settled_with = next_at, self._history
        self._open_at = None if self._ended else self.changes

    async def ask(self, question: str, answer: type[Any]) -> Any:
        """The answer to a query, or None where the workflow cannot answer yet and is asked again later."""
        try:
            found = await self.handle.query(question, result_type=answer)
        except RPCError as failure:
            self._unanswered += 1
            if failure.status not in _NO_ANSWER_YET or self._unanswered > _UNANSWERED:
                raise
            return None
        self._unanswered = 0
        return found
