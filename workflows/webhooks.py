"""Telling webhooks: one workflow takes the new facts of a webhook in their order, one more tries each failed delivery again.

Both run on a task queue of their own, so that a slow receiver never takes a place of a recording.
"""

from __future__ import annotations

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

from workflows.ports import TellingWebhooks
from workflows.summaries import Shown
from workflows.webhook_messages import DeliveryKey

_BATCH_TIME = timedelta(minutes=2)
_SILENCE = timedelta(seconds=30)
_ATTEMPT_TIME = timedelta(seconds=30)
_BATCH_RETRIES = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1))
_DELIVERY_RETRIES = RetryPolicy(initial_interval=timedelta(seconds=5), maximum_interval=timedelta(hours=20))
"""The activity gives the exact pause after each attempt, and ends the delivery after three days."""


@workflow.defn
class WebhookQueue:
    """Tells one webhook what is new, in order, until nothing is left."""

    @workflow.run
    async def run(self, webhook_id: str) -> None:
        """Tell batch after batch."""
        while await workflow.execute_activity_method(
            TellingWebhooks.tell_new_facts,
            webhook_id,
            start_to_close_timeout=_BATCH_TIME,
            heartbeat_timeout=_SILENCE,
            retry_policy=_BATCH_RETRIES,
            summary=Shown("Tell a webhook what is new"),
        ):
            if workflow.info().is_continue_as_new_suggested():
                workflow.continue_as_new(webhook_id)


@workflow.defn
class WebhookDelivery:
    """Tries one delivery again, until it arrives or three days have passed."""

    @workflow.run
    async def run(self, delivery: DeliveryKey) -> str:
        """Return how it ended: `arrived`, `failed` or `withheld`."""
        return await workflow.execute_activity_method(
            TellingWebhooks.deliver_again,
            delivery,
            start_to_close_timeout=_ATTEMPT_TIME,
            retry_policy=_DELIVERY_RETRIES,
            summary=Shown("Try a delivery to a webhook again"),
        )


WEBHOOK_WORKFLOWS: tuple[type, ...] = (WebhookQueue, WebhookDelivery)
WEBHOOK_TYPES = frozenset(each.__name__ for each in WEBHOOK_WORKFLOWS)
"""The names of their types; they are of no case, and no ledger holds them."""
