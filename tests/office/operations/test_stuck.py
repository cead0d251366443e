"""Stuck workflows are found, explained in a sentence with a remedy, and fixed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import ResetActivityRequest

from office.operations import inspect, retry, stuck
from office.operations.retry import reset
from office.operations.workflow_status import look
from office.refusals import ActRefused, Unconfirmed
from records import ledger, operations
from records.database import Database
from tests.field import SOON, Field, until
from tests.office.operations.careless import Careless
from tests.starter.cli.test_cases import one_sentence

pytestmark = pytest.mark.xdist_group("field")


async def of(field: Field, case: str, kind: str | None = None) -> list[dict[str, Any]]:
    found = [each for each in await stuck(field.office, SOON) if each["workflow"] == case]
    return [each for each in found if kind in (None, each["kind"])]


async def tried(field: Field, case: str, times: int) -> bool:
    """Return whether the open task of a case has been tried this many times."""
    return (await look(field.client, case)).described.pending_workflow_task.attempt >= times


async def test_a_failing_activity_is_found_and_can_be_retried_at_once(field: Field, tmp_path: Any) -> None:
    async with field.worker():
        case = await field.case()
    empty = Database(f"sqlite:///{tmp_path / 'away.db'}")  # it has no tables, so the records are unavailable
    acting = asyncio.create_task(field.act(case, "assessment_agreed"))
    try:
        async with field.worker(empty):
            (found,) = await until(lambda: of(field, case, "activity_retrying"), "the failing activity")
            assert found["may_retry"]
            assert one_sentence(found["what"]) and "OperationalError" in found["what"]
            told = await field.ehcp("stuck")
            assert case in told.out and f"ehcp retry {case}" in told.out
            seen = await inspect(field.office, case)
            assert seen["activities"][0]["failure"] == "OperationalError"
            assert seen["waits_for"].startswith("An activity: record transition")
            assert [each["act"] for each in seen["updates"]] == ["assessment_agreed"]
    finally:
        empty.close()
    (activity,) = (await look(field.client, case)).described.pending_activities
    done = await field.ehcp("retry", case, "--by", "ops-1", "--reason", "the records are back", "--json")
    assert done.code == 0, done.err
    assert done.json["retried"] == ["record_transition"]
    async with field.worker():
        await acting
        assert await of(field, case) == []
    ended = ResetActivityRequest(
        namespace=field.client.namespace,
        execution=WorkflowExecution(workflow_id=case),
        id=activity.activity_id,
    )
    assert not await reset(field.client, ended)  # it continued between the look and the retry
    with field.office.database.read() as session:
        (noted,) = operations.operations_on(session, case)
    assert (noted.by, noted.what, noted.reason) == ("ops-1", "retry", "the records are back")


async def test_a_build_that_does_not_replay_an_open_case_is_found_and_the_previous_build_continues_it(
    field: Field,
) -> None:
    async with field.worker():
        case = await field.case()
    acting = asyncio.create_task(field.act(case, "assessment_agreed"))
    async with field.worker(workflows=[Careless]):

        async def told_why() -> list[dict[str, Any]]:
            found = await of(field, case, "workflow_task_failing")
            return [each for each in found if "does not replay" in each["what"]]

        (found,) = await until(told_why, "the failing task, with its cause")
        await until(lambda: tried(field, case, 3), "the attempt after which the server takes no more acts")
        with pytest.raises(Unconfirmed, match="keeps failing"):
            await replace(field, office=replace(field.office, patience=1.0)).act(case, "assessment_agreed")
        again = asyncio.create_task(field.act(case, "assessment_agreed"))
        assert f"ehcp replay {case}" in found["remedy"]
        assert (await inspect(field.office, case))["waits_for"] == "A worker that can continue it."
        with pytest.raises(ActRefused, match="a retry does not help"):
            await retry(field.office, case, "ops-1", "hope")
    async with field.worker():
        await asyncio.gather(acting, again)
        assert await of(field, case) == []
    with field.office.database.read() as session:
        assert [line.event for line in ledger.facts_of(session, case)].count("assessment_agreed") == 1


async def test_a_case_without_a_worker_is_found_and_continues_with_one(field: Field) -> None:
    async with field.worker():
        case = await field.case()
    acting = asyncio.create_task(field.act(case, "withdrawn"))
    try:
        (found,) = await until(lambda: of(field, case), "the task that waits")
        # the worker that stopped may have got the task just before
        assert found["kind"] in ("no_worker", "workflow_task_waiting", "workflow_task_failing")
        assert "worker" in found["remedy"]
    finally:
        async with field.worker():
            await acting
    assert (await inspect(field.office, case))["waits_for"] == "Nothing: it has ended."


async def test_a_healthy_case_is_inspected_in_words(field: Field) -> None:
    async with field.worker():
        case = await field.case()
        await field.act(case, "assessment_agreed")
    told = await field.ehcp("inspect", case)
    assert "EHC needs assessment, request received" in told.out
    assert "An act was accepted: Agree to assess." in told.out
    assert "Write down: the request was received" in told.out
    seen = (await field.ehcp("inspect", case, "--json")).json
    assert seen["problems"] == [] and seen["build"]["id"] != "not told"
    assert seen["timers"][0]["fires_at"] > seen["timers"][0]["since"]
    assert "assessment" in seen["waits_for"] or "due" in seen["waits_for"]
    assert seen["records"]["stage"] == "assessing"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("inspect", "case-none"), "case-none"),
        (("retry", "case-none", "--by", "ops-1", "--reason", "hope"), "case-none"),
        (("retry", "case-none"), "--reason"),
    ],
)
async def test_what_cannot_be_done_is_said_in_one_sentence(
    field: Field, words: tuple[str, ...], said: str
) -> None:
    answer = await field.ehcp(*words)
    assert (answer.code, answer.out) == (1, "")
    assert one_sentence(answer.err) and said in answer.err
