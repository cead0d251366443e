"""The remedy that a person may give: try again at once what is tried again later. Who, and why, is written down."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from temporalio.api.workflowservice.v1 import ResetActivityRequest

from office.office import Office
from office.operations.workflow_status import look
from office.refusals import ActRefused
from records import operations


async def retry(office: Office, workflow_id: str, by: str, reason: str) -> dict[str, Any]:
    """Try the activities of a workflow again at once, from their first attempt; a paused one goes on.

    Raises ActRefused, in one sentence, where nothing is retrying, or where nobody or no reason is named.
    """
    if not by.strip() or not reason.strip():
        raise ActRefused("Say who you are (--by) and why (--reason); both are written down.")
    seen = await look(office.client, workflow_id)
    waiting = [
        each for each in seen.described.pending_activities if each.paused or each.last_failure.ByteSize()
    ]
    if not waiting:
        failing = seen.left.failed is not None
        raise ActRefused(
            f"No worker can take {workflow_id} further, and trying again changes nothing; `ehcp stuck` says what does."
            if failing
            else f"Nothing of {workflow_id} is being tried again; `ehcp inspect {workflow_id}` says what it waits for."
        )
    now = datetime.now(UTC)
    await asyncio.to_thread(_write_down, office, operations.Operation(now, by, "retry", workflow_id, reason))
    for each in waiting:
        await office.client.workflow_service.reset_activity(
            ResetActivityRequest(
                namespace=office.client.namespace,
                execution=seen.described.workflow_execution_info.execution,
                identity=by,
                id=each.activity_id,
            )
        )
    return {
        "workflow": workflow_id,
        "retried": [each.activity_type.name for each in waiting],
        "at": now.isoformat(),
        "by": by,
        "reason": reason,
    }


def _write_down(office: Office, operation: operations.Operation) -> None:
    with office.database.write() as session:
        operations.note(session, operation)
