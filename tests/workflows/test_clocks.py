"""A workflow on virtual time that cannot answer yet is asked again, and not for ever."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment

import starter.simulate.clocks
from casework.processes.registry import BY_KIND
from office.office import opaque
from records.database import Database
from starter.simulate.virtual_time import MORNING, VIRTUAL_QUEUE, PlayedProcess
from statute.local_time import start_of_day
from workflows.process_messages import ProcessOpening

BEGINS = start_of_day(date(2024, 3, 4)) + MORNING
Virtual = tuple[WorkflowEnvironment, Database]


async def sitting(virtual: Virtual, first_task_in: timedelta) -> PlayedProcess:
    """A sitting that answers nothing before its first task, as a run that continues another one."""
    environment, database = virtual
    opening = ProcessOpening(
        kind="panel",
        id=f"sitting-{opaque()}",
        fields={"sits_on": "2024-04-10", "papers_by": "2024-04-03", "chair": "ed-1", "members": []},
        clock_starts_at=BEGINS,
    )
    await environment.client.start_workflow(
        BY_KIND["panel"].workflow,
        opening,
        id=opening.id,
        task_queue=VIRTUAL_QUEUE,
        start_delay=first_task_in,
    )
    return PlayedProcess(environment, database, opening.id, BEGINS)


async def test_a_run_that_cannot_answer_yet_is_asked_again_until_it_has_recorded_its_beginning(
    virtual: Virtual,
) -> None:
    played = await sitting(virtual, timedelta(seconds=1))
    await played.clock_runs()
    await played.settle()
    assert played.next_at == start_of_day(date(2024, 4, 4)) and not played.is_over


async def test_a_run_that_never_answers_is_asked_no_more_after_some_questions(
    virtual: Virtual, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starter.simulate.clocks, "_UNANSWERED", 2)
    played = await sitting(virtual, timedelta(days=1))
    await played.clock_runs()
    with pytest.raises(RPCError, match="not scheduled yet"):
        await played.settle()
    await played.handle.terminate()
