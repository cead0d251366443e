"""Send an act to a workflow and wait for its receipt or refusal."""

from __future__ import annotations

import asyncio
from uuid import uuid4

from temporalio.api.errordetails.v1 import WorkflowNotReadyFailure
from temporalio.client import Client, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from casework.case.actor import OPERATOR_ID
from office.refusals import ActedSince, ActRefused, Unconfirmed
from office.storable import check_ids
from workflows.concurrency import STALE
from workflows.messages import ActMessage, Receipt

PATIENCE_SECONDS = 20.0
"""Seconds that a person waits for a worker, in real time."""
_PAUSE_SECONDS = 0.5


async def sent(client: Client, workflow_id: str, message: ActMessage, patience: float | None) -> Receipt:
    """Send an act and wait for its answer, for `patience` seconds or, with None, without a limit.

    Raises ActRefused; ActedSince if the case changed after the person loaded the page; Unconfirmed if the act may or
    may not be recorded yet; RPCError (NOT_FOUND) if no such workflow runs. A workflow whose task has failed three times
    accepts no Update (the server answers WorkflowNotReady), so the act is sent again under the same id until the
    workflow recovers.
    """
    check_ids(by=message.by, request_id=message.request_id)
    handle = client.get_workflow_handle(workflow_id)
    update_id = message.request_id or uuid4().hex
    message = message.model_copy(update={"by_operator": message.by == OPERATOR_ID})
    why = "no worker (the program that records acts) has answered"
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
                why = "its worker keeps failing (`ehcp stuck` says why)"
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
    """Return the refusal that a workflow answered with."""
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
