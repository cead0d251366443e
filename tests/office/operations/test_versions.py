"""Two builds at once under live cases: an upgrade in two steps and a rollback, without a failed task."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from temporalio.api.enums.v1 import EventType, TimeoutType

from engine.configuration import load
from engine.version import deployment_version, this_build, version_of
from office.operations import inspect
from office.operations.versions import versions
from office.operations.workflow_status import whole_history
from office.refusals import ActRefused
from records import operations
from tests.field import Field, until
from worker import Shape

pytestmark = pytest.mark.xdist_group("field")
NAME = "rolling"
WHO = ("--by", "ops-1", "--reason", "a release", "--deployment", NAME)
CASES = 12
ADVISERS = ("parent", "school", "health", "educational_psychologist")


@pytest.fixture
def rolling(field: Field) -> Field:
    """The same office on its own task queue, which the server routes by version."""
    return Field(
        field.settings.model_copy(update={"task_queue": NAME}), replace(field.office, task_queue=NAME)
    )


@asynccontextmanager
async def build(rolling: Field, name: str) -> AsyncIterator[None]:
    async with rolling.worker(shape=Shape(version=deployment_version(NAME, name))):

        async def known() -> bool:
            try:
                told = await versions(rolling.office, NAME)
            except ActRefused:
                return False
            return name in [each["build"] for each in told["versions"]]

        await until(known, f"the version {name}")
        yield


async def make(rolling: Field, *words: str) -> None:
    async def done() -> bool:  # the server accepts a version a moment after its workers start
        answer = await rolling.ehcp("versions", *words, *WHO)
        assert answer.code in (0, 1), answer.err
        return answer.code == 0

    await until(done, " ".join(words))


async def builds(rolling: Field, case: str) -> list[str]:
    """Return the builds that completed the tasks of a case, in order, after checking that no task failed."""
    events = await whole_history(rolling.client, case)
    for event in events:
        assert event.event_type != EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED
        if (
            event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT
        ):  # it was no longer in any worker's cache
            late = event.workflow_task_timed_out_event_attributes.timeout_type
            assert late == TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START
    done = [e for e in events if e.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED]
    return [e.workflow_task_completed_event_attributes.deployment_version.build_id for e in done]


async def test_cases_go_forward_to_a_build_and_back_while_they_live_without_a_failed_task(
    rolling: Field,
) -> None:
    async def all_ask(adviser: str) -> None:
        await asyncio.gather(*(rolling.act(case, "advice_requested", adviser) for case in cases))

    async def held() -> dict[str, int]:
        told = await versions(rolling.office, NAME)
        return {each["build"]: each["open"] for each in told["versions"]}

    async with build(rolling, "one"):
        await make(rolling, "current", "one")
        cases = await asyncio.gather(*(rolling.case() for _ in range(CASES)))
        await asyncio.gather(*(rolling.act(case, "assessment_agreed") for case in cases))
        async with build(rolling, "two"):
            await make(rolling, "ramp", "two", "50")
            await all_ask(ADVISERS[0])
            some = [case for case in cases if (await builds(rolling, case))[-1] == "two"]
            assert 0 < len(some) < CASES
            told: dict[str, Any] = (
                await rolling.ehcp("versions", "list", "--deployment", NAME, "--json")
            ).json
            assert (told["current"], told["ramping"]) == ("one", {"build": "two", "percent": 50.0})
            await make(rolling, "current", "two")
            await all_ask(ADVISERS[1])
            assert {(await builds(rolling, case))[-1] for case in cases} == {"two"}
            await until(lambda: _is(held, {"one": 0, "two": CASES}), "all cases under two")
            await make(rolling, "current", "one")
            await all_ask(ADVISERS[2])
        await all_ask(ADVISERS[3])  # two has stopped, and nothing waits for it
        for case in cases:
            assert (await builds(rolling, case))[-1] == "one"
            assert (await inspect(rolling.office, case))["problems"] == []
        await until(lambda: _is(held, {"one": CASES, "two": 0}), "all cases under one again")
        seen = await inspect(rolling.office, cases[0])
        assert (seen["build"]["id"], seen["build"]["behaviour"]) == ("one", "auto_upgrade")
    with rolling.office.database.read() as session:
        noted = [each.what for each in operations.operations_on(session, f"{NAME}:two")]
    assert sorted(noted) == ["make current", "ramp to 50 percent"]


async def _is(held: Any, wanted: dict[str, int]) -> bool:
    return bool(await held() == wanted)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("list", "--deployment", "unknown"), "unknown"),
        (("current", "nine", "--deployment", NAME), "--reason"),
        (("ramp", "nine", "101", *WHO), "0 to 100"),
    ],
)
async def test_what_cannot_be_changed_is_said_in_a_sentence(
    field: Field, words: tuple[str, ...], said: str
) -> None:
    answer = await field.ehcp("versions", *words)
    assert answer.code == 1 and said in answer.err and answer.err.endswith("."), answer.err


def test_a_build_has_the_name_that_is_given_else_that_of_the_package_and_the_checkout() -> None:
    given = version_of(load("var", {"EHCP_BUILD_ID": "r7", "EHCP_DEPLOYMENT": "north"}))
    assert (given.version.deployment_name, given.version.build_id) == ("north", "r7")
    assert given.use_worker_versioning
    assert not version_of(load("var", {})).use_worker_versioning
    assert this_build().startswith("0.1.0")
