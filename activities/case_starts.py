"""Starting the workflows of registered requests.

A request is registered with the opening of its case in one transaction. Whoever opened it starts the workflow at once. If
that program or the server ends in between, the worker starts the workflow within a minute: the case's id is the key, so
a workflow is never started twice.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import structlog
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from activities.repeating import Repeating
from records import case_starts
from records.case_starts import Start
from records.database import Database
from workflows.case import EhcpCase
from workflows.messages import CaseInput, Opening
from workflows.words import ABOUT, title

_LOG = structlog.get_logger()
_GRACE = timedelta(seconds=10)
"""How long the program that registered a request has to start its case before the worker does."""


async def start(client: Client, task_queue: str, opening: Opening) -> None:
    """Start the workflow of a case, unless it has been started already."""
    await start_from(client, task_queue, CaseInput(opening=opening))


async def start_from(client: Client, task_queue: str, given: CaseInput) -> None:
    """Start the workflow of a case from its opening or from what it carries, unless it has been started already."""
    opening = given.opening
    with suppress(WorkflowAlreadyStartedError):
        await client.start_workflow(
            EhcpCase.run,
            given,
            id=opening.case_id,
            task_queue=task_queue,
            id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            static_summary=title(opening.on, opening.event, opening.fields),
            static_details=ABOUT,
        )


class CaseStarts(Repeating):
    """Starts the cases that were registered and not started."""

    PAUSE_SECONDS = 5.0

    def __init__(self, client: Client, task_queue: str, database: Database) -> None:
        self._client, self._task_queue, self._database = client, task_queue, database

    async def sweep(self, before: datetime) -> list[str]:
        """Start the cases that were registered before an instant. Returns the ids of those that were started."""
        started = []
        for each in await asyncio.to_thread(self._to_start, before):
            if each.recorded:
                await asyncio.to_thread(self._done, each.case_id)
                continue
            try:
                await start(self._client, self._task_queue, Opening.model_validate(each.opening))
            except Exception as failure:  # one opening that fails must not stop the others
                _LOG.warning("case_not_started", case=each.case_id, reason=type(failure).__name__)
            else:
                started.append(each.case_id)
        return started

    async def work(self) -> None:
        """Start what has waited longer than its own program needs."""
        for case_id in await self.sweep(datetime.now(UTC) - _GRACE):
            _LOG.info("case_started_by_worker", case=case_id)

    def _to_start(self, before: datetime) -> list[Start]:
        with self._database.read() as session:
            return case_starts.to_start(session, before)

    def _done(self, case_id: str) -> None:
        with self._database.write() as session:
            case_starts.done(session, case_id)
