"""Check before a deployment that this build replays the open workflows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

from temporalio.client import WorkflowHistory
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import Plugin, Replayer

from engine.errors import EngineError
from office.office import Office
from office.operations.workflow_status import open_workflows
from office.refusals import no_such_case
from workflows.all_workflows import WORKFLOWS

_LONGEST = 300


async def replay(
    office: Office, case_id: str | None = None, workflows: Sequence[type] = WORKFLOWS
) -> dict[str, Any]:
    """Replay the history of a case, or of all open workflows, under this build. Raises ActRefused for an unknown case.

    Returns how many were replayed, and each that would break.
    """
    client = office.client
    ours = [each for each in client.config()["plugins"] if isinstance(each, Plugin)]
    replayer = Replayer(workflows=workflows, plugins=ours, namespace=client.namespace)
    replayed, broken = 0, list[dict[str, Any]]()
    async with replayer.workflow_replay_iterator(_readable(office, case_id, broken)) as results:
        async for result in results:
            replayed += 1
            if result.replay_failure is not None:
                why = " ".join(str(result.replay_failure).split())[:_LONGEST]
                broken.append({"workflow": result.history.workflow_id, "why": why})
    return {"replayed": replayed, "broken": broken}


async def _readable(
    office: Office, case_id: str | None, broken: list[dict[str, Any]]
) -> AsyncIterator[WorkflowHistory]:
    """Yield the histories. One whose key is missing is added to `broken`, because a worker could not read it either."""
    codec = office.client.data_converter.payload_codec
    async for history in _histories(office, case_id):
        first = history.events[0].workflow_execution_started_event_attributes
        try:
            if codec is not None:
                await codec.decode(first.input.payloads)
        except EngineError as error:
            broken.append({"workflow": history.workflow_id, "why": str(error)})
            continue
        yield history


async def _histories(office: Office, case_id: str | None) -> AsyncIterator[WorkflowHistory]:
    if case_id is not None:
        try:
            yield await office.client.get_workflow_handle(case_id).fetch_history()
        except RPCError as failure:
            if failure.status is RPCStatusCode.NOT_FOUND:
                raise no_such_case(case_id) from None
            raise
        return
    async for workflow_id in open_workflows(office.client):
        try:
            history = await office.client.get_workflow_handle(workflow_id).fetch_history()
        except RPCError:  # it has ended since, and its history is no longer kept
            continue
        yield history
