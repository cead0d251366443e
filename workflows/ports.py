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
from workflows.proceeding_messages import DisputeOpening, FindMediator, ProceedingOutlook, RecordSteps

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


class ProceedingRecording(ABC):
    """Writing down what happens in a proceeding beside a case: a sitting of the panel, a mediation."""

    @abstractmethod
    @activity.defn(name="record_steps")
    def record_steps(self, request: RecordSteps) -> ProceedingOutlook:
        """Record the steps that are not recorded yet, and say what the proceeding waits for after them."""


class Beginning(ABC):
    """Starting the workflows that go on beside a case."""

    @abstractmethod
    @activity.defn(name="begin_dispute")
    async def begin_dispute(self, opening: DisputeOpening) -> None:
        """Start the workflow of a mediation or an appeal, once however often it is asked."""


class MediatorSearch(ABC):
    """Looking for somebody to mediate."""

    @abstractmethod
    @activity.defn(name="find_mediator")
    def find_mediator(self, request: FindMediator) -> str | None:
        """The mediator whom a mediation should invite; None where the authority's list has nobody left."""


def last_that_the_ledger_has(failure: ActivityError) -> int:
    """The last step of a ledger that lacks some: a database restored from a backup is told them again."""
    cause = failure.cause
    if isinstance(cause, ApplicationError) and cause.type == LEDGER_BEHIND and cause.details:
        return int(cause.details[0])
    raise failure
