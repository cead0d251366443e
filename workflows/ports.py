"""The activity interfaces of the workflows, with their time limits and retries.

The implementations are in activities/, which no workflow imports.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import timedelta

from temporalio import activity
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError, FailureError

from workflows.messages import Outlook, RecordRequest
from workflows.nightly_messages import NightlyStep, StepOfDay
from workflows.process_messages import Found, LookUp, OpenCase, ProcessOpening, ProcessOutlook, RecordSteps
from workflows.webhook_messages import DeliveryKey

LEDGER_BEHIND = "LedgerBehind"
"""The failure type for a ledger with earlier transitions missing. Its detail is the last transition that it has."""

RECORDING_TIME = timedelta(seconds=15)
"""The time limit of a recording. It must be longer than the 10 seconds that SQLite waits for a lock, and otherwise short: a
task given to a stopping worker starts again only after it, while an officer's page waits (docs/operate/cluster-proof.md)."""
LONG_LOOKUP = timedelta(minutes=10)
"""The time limit of a lookup that reads every case."""
QUICK = timedelta(seconds=5)
"""How long an effect is tried within the workflow task, where it leaves one event, before it becomes an activity of its own."""
RECORDING_RETRIES = RetryPolicy(
    initial_interval=timedelta(milliseconds=200),
    maximum_interval=timedelta(minutes=1),
    non_retryable_error_types=[LEDGER_BEHIND],
)
"""A case retries without end: no act is acknowledged until it is recorded."""

QUICK_RETRIES = RetryPolicy(
    initial_interval=timedelta(milliseconds=200),
    maximum_attempts=3,
    non_retryable_error_types=[LEDGER_BEHIND],
)
"""How an effect is retried within the workflow task. The number of attempts must be bounded: the SDK bounds one attempt by
`QUICK`, not all of them together, and a task that goes on grows the history every eight seconds."""


class Recording(ABC):
    """Recording transitions: ledger, read model and outbox in one database transaction."""

    @abstractmethod
    @activity.defn(name="record_transition")
    def record_transition(self, request: RecordRequest) -> Outlook:
        """Record the transitions that are not recorded yet, and return the outlook after them."""


class ProcessRecording(ABC):
    """Recording the steps of a process."""

    @abstractmethod
    @activity.defn(name="record_steps")
    def record_steps(self, request: RecordSteps) -> ProcessOutlook:
        """Record the steps that are not recorded yet, and return the outlook after them."""


class Beginning(ABC):
    """Starting the processes of a case."""

    @abstractmethod
    @activity.defn(name="begin_process")
    async def begin_process(self, opening: ProcessOpening) -> None:
        """Start the workflow of a process. Repeats start it only once."""


class OpeningCases(ABC):
    """Opening the case of a decision that can be disputed."""

    @abstractmethod
    @activity.defn(name="open_case")
    async def open_case(self, wanted: OpenCase) -> str:
        """Open a case for the same child and return its id. Repeats open it only once."""


class LookingUp(ABC):
    """Lookups in the records for a process."""

    @abstractmethod
    @activity.defn(name="look_up")
    def look_up(self, request: LookUp) -> Found:
        """Return the process's choice from what the records know."""


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


class NightlyWork(ABC):
    """The work of each night."""

    @abstractmethod
    @activity.defn(name="steps_of_the_night")
    def steps_of_the_night(self) -> list[NightlyStep]:
        """Return what is to be done each night, in order."""

    @abstractmethod
    @activity.defn(name="do_step_of_the_night")
    def do_step_of_the_night(self, step: StepOfDay) -> None:
        """Do one step for a day that has ended. Repeats for the same day change nothing."""


def is_behind(failure: FailureError) -> bool:
    """Whether an effect failed because the ledger has earlier steps missing."""
    cause = _cause_of(failure)
    return isinstance(cause, ApplicationError) and cause.type == LEDGER_BEHIND


def last_recorded(failure: FailureError) -> int:
    """The last step in a ledger that is behind, as after a restored backup: later steps must be sent again.

    Raises `failure` again if it is of another type.
    """
    cause = _cause_of(failure)
    if isinstance(cause, ApplicationError) and cause.type == LEDGER_BEHIND and cause.details:
        return int(cause.details[0])
    raise failure


def _cause_of(failure: FailureError) -> BaseException | None:
    """Why an effect failed. A replay gives the failure of a local activity without the ActivityError around it."""
    return failure.cause if isinstance(failure, ActivityError) else failure
