"""Moments of a process that come on one day are recorded in one step, and each is told."""

from __future__ import annotations

from datetime import date

from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHistory
from temporalio.testing import WorkflowEnvironment

from casework.processes.annual_review.process import PROCESS
from records import ledger, outbox
from records.database import Database
from starter.simulate.virtual_time import MORNING, PlayedProcess, Scene
from statute.local_time import start_of_day
from tests.casework.processes.annual_review.reviews import LIFE
from workflows.process_messages import ProcessOpening

BEGAN = date(2026, 5, 20)
MISSED = date(2027, 2, 19)
"""The day after the last day for the invitations and for the papers of a meeting on 4 March."""


async def test_the_invitations_and_the_papers_that_are_missed_on_one_day_are_one_recording_and_two_alerts(
    virtual: tuple[WorkflowEnvironment, Database],
) -> None:
    environment, database = virtual
    begins = start_of_day(BEGAN) + MORNING
    (begun,) = PROCESS.begins_from_plan(LIFE, BEGAN)
    opening = ProcessOpening(
        kind=PROCESS.kind,
        id="review-together-20270519",
        fields={"case": "case-together", "plan": "maintained-together", **begun.fields},
        clock_starts_at=begins,
        begun_by="maintained-together",
    )
    played = PlayedProcess(environment, database, opening.id, begins)
    await played.begin(opening)
    await played.settle()
    await played.act(Scene("arrange_meeting", date(2027, 1, 20), None, {"meeting_on": "2027-03-04"}))
    await played.go_to(start_of_day(MISSED) + MORNING)
    await played.settle()

    with database.read() as session:
        lines = ledger.facts_of(session, opening.id)
        told = [one for one in outbox.of_case(session, "case-together") if one.on == MISSED]
    of_the_day = [line for line in lines if line.on == MISSED]
    assert [line.event for line in of_the_day] == ["limit_missed", "limit_missed", "not_told", "not_told"]
    rules = {line.fields["rule"] for line in of_the_day if line.event == "not_told"}
    assert len(rules) == 2
    managers = [one.text for one in told if one.to_role == "team_manager"]
    assert len(managers) == 2 and managers[0] != managers[1]

    history = await played.handle.fetch_history()
    days = [line.recorded_at for line in lines if line.event.startswith("limit_")]
    assert len(days) == 2 * len(set(days))
    assert _recordings(history, "A limit of the review ends on") == len(set(days))


def _recordings(history: WorkflowHistory, words: str) -> int:
    """How many activities that record steps say some words in their summary."""
    return sum(
        words in event.user_metadata.summary.data.decode()
        for event in history.events
        if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED
    )
