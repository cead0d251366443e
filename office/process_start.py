"""Start the workflow of a process."""

from __future__ import annotations

from temporalio.client import Client
from temporalio.common import WorkflowIDReusePolicy

from casework.processes.registry import BY_KIND
from workflows.process_messages import ProcessOpening
from workflows.summaries import Shown


async def begin(client: Client, task_queue: str, opening: ProcessOpening) -> None:
    """Start the workflow of a process. Raises WorkflowAlreadyStartedError if its id has been used."""
    process = BY_KIND[opening.kind]
    await client.start_workflow(
        process.workflow,
        opening,
        id=opening.id,
        task_queue=task_queue,
        id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
        static_summary=Shown(process.heading(opening.fields)),
        static_details=Shown(process.details),
    )
