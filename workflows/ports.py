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
from workflows.sitting_messages import RecordSitting, SittingOutlook

LEDGER_BEHIND = "LedgerBehind"
"""The type of the failure that says the ledger lacks earlier transitions; its detail is the last that it has."""

RECORDING_TIME = timedelta(seconds=30)
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


class SittingRecording(ABC):
    """Writing down what happens at a sitting of the panel."""

    @abstractmethod
    @activity.defn(name="record_sitting")
    def record_sitting(self, request: RecordSitting) -> SittingOutlook:
        """Record the steps that are not recorded yet, and say what the sitting waits for after them."""


def last_that_the_ledger_has(failure: ActivityError) -> int:
    """The last step of a ledger that lacks some: a database restored from a backup is told them again."""
    cause = failure.cause
    if isinstance(cause, ApplicationError) and cause.type == LEDGER_BEHIND and cause.details:
        return int(cause.details[0])
    raise failure
