"""Starting the workflows that go on beside a case."""

from __future__ import annotations

from temporalio import activity
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from workflows.ports import Beginning
from workflows.proceeding_messages import DisputeOpening
from workflows.words import DISPUTE_ABOUT, dispute_title

_WORKFLOW = {"mediation": "Mediation", "appeal": "Appeal"}


class Beginner(Beginning):
    """Starts workflows with the worker's own client, on the worker's own task queue."""

    @activity.defn(name="begin_dispute")
    async def begin_dispute(self, opening: DisputeOpening) -> None:
        """Start the workflow of a dispute; its id makes a repetition the same dispute, running or over."""
        try:
            await activity.client().start_workflow(
                _WORKFLOW[opening.kind],
                opening,
                id=opening.dispute_id,
                task_queue=activity.info().task_queue,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                static_summary=dispute_title(opening.kind, opening.about, opening.decided),
                static_details=DISPUTE_ABOUT[opening.kind],
            )
        except WorkflowAlreadyStartedError:
            return
