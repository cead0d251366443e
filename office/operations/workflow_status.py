"""The current status of a workflow, from the server: its description and its last events."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflow.v1 import PendingActivityInfo
from temporalio.api.workflowservice.v1 import (
    DescribeTaskQueueRequest,
    DescribeWorkflowExecutionRequest,
    DescribeWorkflowExecutionResponse,
    GetWorkflowExecutionHistoryReverseRequest,
)
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from office.operations.events import Left, instant, left_open, shown
from office.refusals import no_such_case
from workflows.all_workflows import OF_NO_CASE

_LAST_EVENTS = 60
"""Enough events to see everything that is open: a workflow has one timer, and its updates wait for one activity."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A workflow as the server describes it, and what is still open in its last events."""

    workflow_id: str
    described: DescribeWorkflowExecutionResponse
    left: Left


async def look(client: Client, workflow_id: str) -> Seen:
    """Return the status of a workflow. Raises ActRefused if the server does not know it."""
    execution = WorkflowExecution(workflow_id=workflow_id)
    try:
        described = await client.workflow_service.describe_workflow_execution(
            DescribeWorkflowExecutionRequest(namespace=client.namespace, execution=execution)
        )
        reverse = await client.workflow_service.get_workflow_execution_history_reverse(
            GetWorkflowExecutionHistoryReverseRequest(
                namespace=client.namespace,
                execution=described.workflow_execution_info.execution,
                maximum_page_size=_LAST_EVENTS,
            )
        )
    except RPCError as failure:
        if failure.status is RPCStatusCode.NOT_FOUND:
            raise no_such_case(workflow_id) from None
        raise
    return Seen(workflow_id, described, left_open(reversed(reverse.history.events)))


async def open_workflows(client: Client) -> AsyncIterator[str]:
    """Yield the ids of the running workflows of cases and processes."""
    async for found in client.list_workflows('ExecutionStatus = "Running"'):
        if found.workflow_type not in OF_NO_CASE:
            yield found.id


async def whole_history(client: Client, workflow_id: str) -> list[HistoryEvent]:
    """Return every event of the last run, oldest first."""
    return [event async for event in client.get_workflow_handle(workflow_id).fetch_history_events()]


async def has_worker(client: Client, task_queue: str) -> bool:
    """Return whether any worker has asked for workflow tasks in the last few minutes."""
    told = await client.workflow_service.describe_task_queue(
        DescribeTaskQueueRequest(
            namespace=client.namespace,
            task_queue=TaskQueue(name=task_queue),
            task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
        )
    )
    return bool(told.pollers)


def activity_as_json(activity: PendingActivityInfo) -> dict[str, Any]:
    """Return an activity that is running or will be retried. Of a failure it gives only the type."""
    failure = activity.last_failure
    again = activity.HasField("next_attempt_schedule_time")
    return {
        "activity": activity.activity_id,
        "kind": activity.activity_type.name,
        "attempt": activity.attempt,
        "since": instant(activity.scheduled_time).isoformat(),
        "next_attempt_at": instant(activity.next_attempt_schedule_time).isoformat() if again else None,
        "failure": failure_type(activity),
        "worker": activity.last_worker_identity or None,
        "paused": activity.paused,
        "failed": bool(failure.ByteSize()),
    }


def failure_type(activity: PendingActivityInfo) -> str | None:
    """Return the type of an activity's last failure."""
    failure = activity.last_failure
    if not failure.ByteSize():
        return None
    info = failure.WhichOneof("failure_info") or "failure"
    return failure.application_failure_info.type or info.removesuffix("_info").replace("_", " ")


def summary_of_workflow(described: DescribeWorkflowExecutionResponse) -> str:
    """Return the summary that a workflow was started with."""
    return shown(described.execution_config.user_metadata.summary)
