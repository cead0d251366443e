"""A process whose case has closed: it asks the case once, and then records what its moments would have told it together with them."""

from __future__ import annotations

from datetime import date, timedelta

from temporalio.api.enums.v1 import EventType
from temporalio.testing import WorkflowEnvironment

from records import ledger
from records.database import Database
from starter.simulate.virtual_time import MORNING, PlayedProcess
from statute.local_time import start_of_day
from workflows.messages import ActMessage
from workflows.process_messages import ProcessOpening

DETAINED_ON = date(2025, 6, 2)


async def test_a_case_that_has_closed_is_asked_once_and_no_alert_is_lost(
    virtual: tuple[WorkflowEnvironment, Database],
) -> None:
    environment, database = virtual
    begins = start_of_day(DETAINED_ON) + MORNING
    first = ActMessage(action="record_detention", on=DETAINED_ON, by="officer-1", request_id="click-1")
    opening = ProcessOpening(
        kind="detention",
        id="detention-closed",
        fields={"case": "case-that-is-over"},
        clock_starts_at=begins,
        first=first,
    )
    played = PlayedProcess(environment, database, opening.id, begins)
    await played.begin(opening)
    await played.settle()
    await played.go_to(begins + timedelta(days=30))
    await played.settle()
    with database.read() as session:
        events = [line.event for line in ledger.facts_of(session, opening.id)]
    alerts = [event for event in events if event.startswith("limit_")]
    assert len(alerts) > 3 and events.count("not_told") == len(alerts) + 1
    history = await played.handle.fetch_history()
    asked = [
        event.signal_external_workflow_execution_initiated_event_attributes.workflow_execution.workflow_id
        for event in history.events
        if event.event_type == EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED
    ]
    assert asked.count("case-that-is-over") == 1
