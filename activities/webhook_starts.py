"""Starting the workflows that tell webhooks, from the rows that transitions queue.

A row is written in the transaction of its fact. Each second, and when the worker starts, what waits in the rows gets its
workflow: a start that finds it running changes nothing, so nothing is lost when a worker, the server or its store goes
away in between.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import structlog
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy

from activities.repeating import Repeating
from records import webhooks
from records.database import Database
from records.webhooks import Delivery
from workflows.summaries import Shown
from workflows.webhook_messages import DeliveryKey
from workflows.webhooks import WebhookDelivery, WebhookQueue

_LOG = structlog.get_logger()
_AGAIN_AFTER = timedelta(minutes=10)
"""How long a workflow that was started is trusted to be there."""
_FORGOTTEN_EVERY = timedelta(hours=1)


def webhook_task_queue(task_queue: str) -> str:
    """Return the task queue of the workflows that tell webhooks."""
    return f"{task_queue}-webhooks"


class WebhookStarts(Repeating):
    """Starts the workflows of what waits in the rows."""

    PAUSE_SECONDS = 1.0

    def __init__(self, client: Client, task_queue: str, database: Database) -> None:
        self._client, self._database = client, database
        self._queue = webhook_task_queue(task_queue)
        self._started: dict[str, datetime] = {}
        self._forgotten_at = datetime.min.replace(tzinfo=UTC)

    async def sweep(self, now: datetime) -> None:
        """Start what is not known to run."""
        new, failed = await asyncio.to_thread(self._waiting, now)
        for webhook_id in new:
            await self._client.start_workflow(
                WebhookQueue.run,
                webhook_id,
                id=webhook_id,
                task_queue=self._queue,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                static_summary=Shown("Tells a webhook of facts"),
            )
        for one in failed:
            key = DeliveryKey(webhook_id=one.webhook_id, case_id=one.case_id, number=one.number)
            if now - self._started.get(key.workflow_id, now - _AGAIN_AFTER) < _AGAIN_AFTER:
                continue
            await self._client.start_workflow(
                WebhookDelivery.run,
                key,
                id=key.workflow_id,
                task_queue=self._queue,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                start_delay=max(timedelta(), (one.next_at or now) - now),
                static_summary=Shown("A delivery to a webhook that did not arrive at first"),
            )
            self._started[key.workflow_id] = now
        if now - self._forgotten_at > _FORGOTTEN_EVERY:
            await asyncio.to_thread(self._forget, now)

    async def work(self) -> None:
        """Start what is not known to run now."""
        await self.sweep(datetime.now(UTC))

    def _waiting(self, now: datetime) -> tuple[list[str], list[Delivery]]:
        with self._database.read() as session:
            return webhooks.with_new_facts(session, now), webhooks.tried_again(session)

    def _forget(self, now: datetime) -> None:
        with self._database.write() as session:
            webhooks.forget(session, now - webhooks.KEPT_FOR)
        self._started = {key: at for key, at in self._started.items() if now - at < _AGAIN_AFTER}
        self._forgotten_at = now
