"""What the real server stores with the codec: failures, and a child workflow with search attributes."""

from __future__ import annotations

import pytest
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowFailureError
from temporalio.worker import Worker

from office.office import opaque
from office.operations.workflow_status import whole_history
from tests.engine.telling import NAME, Breaker, Child, Parent, Teller, tell
from tests.field import Field, until
from tests.proofs.test_privacy import spellings
from tests.running import bytes_in

pytestmark = pytest.mark.xdist_group("field")


async def test_no_failure_of_activity_task_or_workflow_reaches_the_servers_files_in_clear(
    field: Field,
) -> None:
    case, broken = f"case-{opaque()}", f"case-{opaque()}"

    async def kinds() -> set[str | None]:
        events = await whole_history(field.client, case) + await whole_history(field.client, broken)
        return {event.WhichOneof("attributes") for event in events}

    async with Worker(field.client, task_queue=case, workflows=[Teller, Breaker], activities=[tell]):
        handle = await field.client.start_workflow(Teller.run, id=case, task_queue=case)
        breaking = await field.client.start_workflow(Breaker.run, id=broken, task_queue=case)
        with pytest.raises(WorkflowFailureError) as failed:
            await handle.result()

        async def told() -> bool:
            return {
                "activity_task_failed_event_attributes",
                "workflow_task_failed_event_attributes",
                "workflow_execution_failed_event_attributes",
            } <= await kinds()

        await until(told, "each kind of failure")
        await breaking.terminate()
    assert NAME in str(failed.value.cause)  # readable with the key
    files = bytes_in(field.settings.data, "temporal.db*")
    assert case.encode() in files
    for spelling in (each for word in NAME.split() for each in spellings(word)):
        assert spelling not in files


async def test_a_child_workflow_starts_with_codec_and_search_attributes_under_a_key_of_its_own(
    field: Field,
) -> None:
    case, beside = (f"case-{opaque()}" for _ in range(2))
    async with Worker(field.client, task_queue=case, workflows=[Parent, Child]):
        given = await field.client.execute_workflow(Parent.run, beside, id=case, task_queue=case)
    assert given == [NAME, "assessing"]
    described = await field.client.get_workflow_handle(beside).describe()
    assert {pair.key.name: pair.value for pair in described.typed_search_attributes.search_attributes}[
        "Team"
    ] == "north"
    started = await _first(field, beside)
    own = started.workflow_execution_started_event_attributes.input.payloads[0].metadata["key-id"]
    other = (await _first(field, case)).workflow_execution_started_event_attributes.input.payloads[0]
    assert own.startswith(b"dk-") and own != other.metadata["key-id"]


async def _first(field: Field, workflow_id: str) -> HistoryEvent:
    return (await whole_history(field.client, workflow_id))[0]
