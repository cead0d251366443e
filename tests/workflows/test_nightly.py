"""The work of each night: one schedule starts it, a step that fails stops no other, and a person can read it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from temporalio.client import WorkflowFailureError
from temporalio.exceptions import ApplicationError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.nightly import SCHEDULE, NightlySteps, Step, keep_schedule
from engine.data_keys import owner_of
from office.nightly import STEPS
from records.database import Database
from statute.local_time import london_date
from workflows.nightly import Nightly
from workflows.nightly_messages import StepOfDay
from workflows.summaries import Shown

Server = tuple[WorkflowEnvironment, Database]


async def test_the_schedule_is_kept_once_and_stays_paused(virtual: Server) -> None:
    client = virtual[0].client
    await keep_schedule(client, "one-queue")
    handle = client.get_schedule_handle(SCHEDULE)
    await handle.pause(note="Paused by an operator")
    await keep_schedule(client, "another-queue")
    described = await handle.describe()
    assert described.schedule.state.paused
    assert described.schedule.action.task_queue == "another-queue"  # type: ignore[union-attr]
    assert described.schedule.spec.time_zone_name == "Europe/London"
    assert owner_of("nightly:run-2026-11-29T00:10:00Z") == "nightly"
    await handle.delete()


async def test_a_step_that_fails_is_named_and_stops_no_other(virtual: Server) -> None:
    environment, database = virtual
    done: list[tuple[str, date]] = []

    def fails(*_: object) -> None:
        raise ApplicationError("out of order", non_retryable=True)

    steps = (
        Step("first", "Do the first", lambda _, day: done.append(("first", day))),
        Step("second", "Do the second", fails),
        Step("third", "Do the third", lambda _, day: done.append(("third", day))),
    )
    night = NightlySteps(database, steps)
    with ThreadPoolExecutor(2) as threads:
        async with Worker(
            environment.client,
            task_queue="nights",
            workflows=[Nightly],
            activities=[night.steps_of_the_night, night.do_step_of_the_night],
            activity_executor=threads,
        ):
            handle = await environment.client.start_workflow(
                Nightly.run,
                id="nightly:test",
                task_queue="nights",
                static_summary=Shown("The work of one night"),
            )
            with pytest.raises(WorkflowFailureError) as failure:
                await handle.result()
            described = await handle.describe()
    assert "second" in str(failure.value.cause) and "first" not in str(failure.value.cause)
    assert isinstance(described.start_time, datetime)
    yesterday = london_date(described.start_time) - timedelta(days=1)
    assert done == [("first", yesterday), ("third", yesterday)]
    history = await handle.fetch_history()
    told = [
        event.user_metadata.summary.data.decode()
        for event in history.events
        if event.HasField("activity_task_scheduled_event_attributes")
    ]
    assert told == [
        '"Look up what is to be done each night"', '"Do the first"', '"Do the second"', '"Do the third"',
    ]  # fmt: skip


def test_each_step_has_a_name_of_its_own_and_says_what_it_does() -> None:
    assert len({step.name for step in STEPS}) == len(STEPS)
    assert all(step.summary[0].isupper() and len(step.summary) > 10 for step in STEPS)


def test_a_release_without_a_step_refuses_it(virtual: Server) -> None:
    with pytest.raises(ApplicationError, match="no step gone"):
        NightlySteps(virtual[1], ()).do_step_of_the_night(StepOfDay(name="gone", day=date(2026, 11, 28)))
