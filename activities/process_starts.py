"""Start processes for a case."""

from __future__ import annotations

from temporalio import activity
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from casework.processes.registry import BY_KIND
from workflows.ports import Beginning
from workflows.process_messages import ProcessOpening
from workflows.summaries import Shown


class Beginner(Beginning):
    """Starts workflows with the worker's client, on the worker's task queue."""

    @activity.defn(name="begin_process")
    async def begin_process(self, opening: ProcessOpening) -> None:
        """Start the workflow of a process. Repeating the same id starts nothing new, even if the process has ended."""
        process = BY_KIND[opening.kind]
        try:
            await activity.client().start_workflow(
                process.workflow,
                opening,
                id=opening.id,
                task_queue=activity.info().task_queue,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                static_summary=Shown(process.heading(opening.fields)),
                static_details=Shown(process.details),
            )
        except WorkflowAlreadyStartedError:
            return
