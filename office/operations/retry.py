"""Retry a workflow's failing activities now, and record who asked and why."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from temporalio.api.workflowservice.v1 import ResetActivityRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from office.office import Office
from office.operations.workflow_status import look
from office.refusals import ActRefused
from records import operations


async def retry(office: Office, workflow_id: str, by: str, reason: str) -> dict[str, Any]:
    """Retry the activities of a workflow now, from their first attempt, and resume paused ones.

    Raises ActRefused if no activity is waiting for a retry, or if the person or the reason is missing.
    """
    if not by.strip() or not reason.strip():
        raise ActRefused("Say who you are (--by) and why (--reason); both are recorded.")
    seen = await look(office.client, workflow_id)
    waiting = [
        each for each in seen.described.pending_activities if each.paused or each.last_failure.ByteSize()
    ]
    if not waiting:
        failing = seen.left.failed is not None
        raise ActRefused(
            f"No worker can continue {workflow_id}, and a retry does not help; `ehcp stuck` says what does."
            if failing
            else f"{workflow_id} has nothing to retry; `ehcp inspect {workflow_id}` says what it waits for."
        )
    now = datetime.now(UTC)
    await asyncio.to_thread(_write_down, office, operations.Operation(now, by, "retry", workflow_id, reason))
    execution = seen.described.workflow_execution_info.execution
    retried = [
        each.activity_type.name
        for each in waiting
        if await reset(
            office.client,
            ResetActivityRequest(
                namespace=office.client.namespace, execution=execution, identity=by, id=each.activity_id
            ),
        )
    ]
    return {
        "workflow": workflow_id,
        "retried": retried,
        "at": now.isoformat(),
        "by": by,
        "reason": reason,
    }


async def reset(client: Client, request: ResetActivityRequest) -> bool:
    """Retry one activity now; False if it has ended since it was looked at, so that nothing is left to retry."""
    try:
        await client.workflow_service.reset_activity(request)
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            return False
        raise
    return True


def _write_down(office: Office, operation: operations.Operation) -> None:
    with office.database.write() as session:
        operations.note(session, operation)
