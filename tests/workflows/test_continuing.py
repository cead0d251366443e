"""A case with a long history continues in a new run, at a quiet point, with its whole state."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

from temporalio.client import WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

from starter.simulate.processes import ProcessesPlayed
from starter.simulate.virtual_time import MORNING, Played, Scene, virtual_time
from statute.local_time import start_of_day
from tests.workflows.played_case import Told
from workflows.messages import Opening

TO_FINAL = (
    "assessment_agreed 2024-04-10",
    "advice_requested 2024-04-11 school",
    "advice_received 2024-05-10 school",
    "plan_agreed 2024-06-03",
    "draft_issued 2024-06-10",
    "representations_received 2024-06-20",
    "final_issued 2024-07-01",
)

ASKED = ("mediation_adviser_contacted 2024-07-05", "mediation_requested 2024-07-08")


def scene(said: str) -> Scene:
    action, on = said.split()
    return Scene(action, date.fromisoformat(on), None, {})


async def _mediated(told: Told, environment: WorkflowEnvironment) -> None:
    """A mediation that one run of the case begins, and that exchanges reports with the later runs."""
    disputes = ProcessesPlayed(environment, told.database, told.played)
    for said in ASKED:
        await told.do(said)
        await disputes.find()
    await disputes.act(Scene("mediation_held", date(2024, 7, 26), None, {}, "officer-2"), "mediation")
    await told.do("mediation_certificate 2024-07-30")
    await disputes.find()
    begun = [each for each in disputes.begun() if not each.startswith("review-")]
    assert begun == ["maintained-long", "mediation-long", "appeal-long"]
    assert (await environment.client.get_workflow_handle("mediation-long").result())[
        "stage"
    ] == "mediation_certified"


async def test_a_long_case_continues_in_new_runs_with_its_whole_state(tmp_path: Path) -> None:
    async with virtual_time(
        tmp_path, server_settings={"limit.historyCount.suggestContinueAsNew": "30"}
    ) as running:
        environment, database = running
        begins = start_of_day(date(2024, 3, 4)) + MORNING
        opening = Opening(
            case_id="case-long",
            on=date(2024, 3, 4),
            fields={"source": "parent"},
            team="north",
            clock_starts_at=begins,
        )
        told = Told(Played(environment, database, opening), database)
        await told.played.begin()
        first = await told.played.act(scene(TO_FINAL[0]), request_id="click-1")
        for said in TO_FINAL[1:]:
            await told.do(said)
        assert await told.played.act(scene(TO_FINAL[0]), request_id="click-1") == first
        await _mediated(told, environment)
        await told.until("2024-09-30")
        await told.played.handle.result()

        runs = [run async for run in environment.client.list_workflows('WorkflowId = "case-long"')]
        for _ in range(600):  # visibility is written a moment after the run
            if len(runs) > 2 and WorkflowExecutionStatus.RUNNING not in {run.status for run in runs}:
                break
            await asyncio.sleep(0.1)
            runs = [run async for run in environment.client.list_workflows('WorkflowId = "case-long"')]
        statuses = {run.status for run in runs}
        assert len(runs) > 2
        assert statuses == {WorkflowExecutionStatus.CONTINUED_AS_NEW, WorkflowExecutionStatus.COMPLETED}
        acts = [event for _, event in told.facts("act") if event != "mediation_waits"]
        assert acts == [said.split()[0] for said in (*TO_FINAL, *ASKED)] + [
            "mediation_held",
            "mediation_certificate",
        ]
        assert [line.seq for line in told.ledger()] == sorted(line.seq for line in told.ledger())
        # The day itself is proved without new runs: on this server's virtual time, a run that begins within a skip
        # begins at the skip's end.
        assert told.facts("system")[-1][1] == "case_closed"
        closed = [
            (str(line.on), line.fields["rule"]) for line in told.ledger() if line.event == "window_closed"
        ]
        assert {rule for _, rule in closed} == {
            "reg13_1.representations",
            "reg33.contact_adviser",
            "rule20.appeal",
        }, closed
