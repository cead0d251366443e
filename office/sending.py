"""An act on its way to a workflow: answered by a receipt or a refusal, or nobody has confirmed it in time."""

from __future__ import annotations

import asyncio
from uuid import uuid4

from temporalio.api.errordetails.v1 import WorkflowNotReadyFailure
from temporalio.client import Client, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from office.refusals import ActedSince, ActRefused, Unconfirmed
from workflows.concurrency import STALE
from workflows.messages import ActMessage, Receipt

PATIENCE_SECONDS = 20.0
"""How long a person waits for a worker, in seconds of the clock on the wall."""
_PAUSE_SECONDS = 0.5


async def sent(client: Client, workflow_id: str, message: ActMessage, patience: float | None) -> Receipt:
    """Send an act and wait for its answer, for `patience` seconds or, with None, as long as it takes.

    Raises ActRefused; ActedSince where its person has not seen what was recorded; Unconfirmed where it may or may not
    be recorded yet; RPCError (NOT_FOUND) where no such workflow runs. A workflow whose task has failed three times
    takes no Update (the server answers WorkflowNotReady), so it is asked again, under the same id, until it goes on.
    """
    handle = client.get_workflow_handle(workflow_id)
    update_id = message.request_id or uuid4().hex
    why = "no worker, the program that records it, has answered"
    try:
        async with asyncio.timeout(patience):
            while True:
                try:
                    receipt: Receipt = await handle.execute_update(
                        message.action, message, id=update_id, result_type=Receipt
                    )
                    return receipt
                except RPCError as failure:
                    if not _is_failing(failure):
                        raise
                why = "the program that carries it on keeps failing (`ehcp stuck` says why)"
                await asyncio.sleep(_PAUSE_SECONDS)
    except WorkflowUpdateFailedError as failure:
        raise refusal_of(failure) from None
    except (TimeoutError, WorkflowUpdateRPCTimeoutOrCancelledError):
        raise Unconfirmed(workflow_id, why) from None
    except RPCError as failure:
        if failure.status is RPCStatusCode.NOT_FOUND:
            raise
        raise Unconfirmed(workflow_id, f"the Temporal server answered {failure.status.name}") from None


def refusal_of(failure: WorkflowUpdateFailedError) -> ActRefused:
    """The refusal of the workflow, as every way in answers it."""
    cause = failure.cause
    if not isinstance(cause, ApplicationError):
        return ActRefused(str(cause))
    if cause.type == STALE:
        return ActedSince(cause.message, next(iter(cause.details), None))
    return ActRefused(cause.message)


def _is_failing(failure: RPCError) -> bool:
    return failure.status is RPCStatusCode.FAILED_PRECONDITION and any(
        detail.Is(WorkflowNotReadyFailure.DESCRIPTOR) for detail in failure.grpc_status.details
    )
