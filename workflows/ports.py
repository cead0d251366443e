"""What the workflows ask of the world: the name, the time allowed and the retries of each effect.

The implementations are in activities/, which no workflow imports.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import timedelta

from temporalio import activity
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError

from workflows.messages import Outlook, RecordRequest
from workflows.process_messages import Found, LookUp, ProcessOpening, ProcessOutlook, RecordSteps
from workflows.webhook_messages import DeliveryKey

LEDGER_BEHIND = "LedgerBehind"
"""The type of the failure that says the ledger lacks earlier transitions; its detail is the last that it has."""

RECORDING_TIME = timedelta(seconds=15)
"""More than the ten seconds that SQLite waits for its turn, and as little as may be: what was handed to a worker that was
just stopping is begun again only after it, while an officer's page waits (docs/proofs/cluster.md)."""
RECORDING_RETRIES = RetryPolicy(
    initial_interval=timedelta(milliseconds=200),
    maximum_interval=timedelta(minutes=1),
    non_retryable_error_types=[LEDGER_BEHIND],
)
"""A case waits for its records for as long as it takes: nothing is acknowledged that is not written down."""


class Recording(ABC):
    """Writing a transition down: ledger, read model and outbox in one transaction."""

    @abstractmethod
    @activity.defn(name="record_transition")
    def record_transition(self, request: RecordRequest) -> Outlook:
        """Record the transitions that are not recorded yet, and say how the case stands after them."""


class ProcessRecording(ABC):
    """Writing down what happens in a process beside a case."""

    @abstractmethod
    @activity.defn(name="record_steps")
    def record_steps(self, request: RecordSteps) -> ProcessOutlook:
        """Record the steps that are not recorded yet, and say what the process waits for after them."""


class Beginning(ABC):
    """Starting the processes that go on beside a case."""

    @abstractmethod
    @activity.defn(name="begin_process")
    async def begin_process(self, opening: ProcessOpening) -> None:
        """Start the workflow of a process, once however often it is asked."""


class LookingUp(ABC):
    """Finding in the records what a process wants."""

    @abstractmethod
    @activity.defn(name="look_up")
    def look_up(self, request: LookUp) -> Found:
        """What the process chooses of what the records know."""


class TellingWebhooks(ABC):
    """Telling webhooks of facts."""

    @abstractmethod
    @activity.defn(name="tell_new_facts")
    async def tell_new_facts(self, webhook_id: str) -> bool:
        """Make the first attempt at each new fact of a webhook, in order; return whether more may be left."""

    @abstractmethod
    @activity.defn(name="deliver_again")
    async def deliver_again(self, delivery: DeliveryKey) -> str:
        """Make one more attempt and return how the delivery ended."""


def last_that_the_ledger_has(failure: ActivityError) -> int:
    """The last step of a ledger that lacks some: a database restored from a backup is told them again."""
    cause = failure.cause
    if isinstance(cause, ApplicationError) and cause.type == LEDGER_BEHIND and cause.details:
        return int(cause.details[0])
    raise failure
