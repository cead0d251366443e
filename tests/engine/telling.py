"""Workflows that put a planted name wherever a failure can carry one, and one that starts a child workflow."""

from contextlib import suppress
from datetime import timedelta

from temporalio import activity, workflow
from temporalio.common import RetryPolicy, SearchAttributePair, TypedSearchAttributes
from temporalio.exceptions import ActivityError, ApplicationError

from workflows.attributes import STAGE, TEAM

NAME = "Quintessa Featherstonehaugh"


@activity.defn
async def tell() -> None:
    """Fails with a name in its message, its details and its cause."""
    try:
        raise ValueError(f"no such child: {NAME} (value)")
    except ValueError as cause:
        raise ApplicationError(f"{NAME} is missing", f"{NAME} (detail)", type="Missing") from cause


@workflow.defn
class Teller:
    """Fails in an activity and then as a workflow."""

    @workflow.run
    async def run(self) -> None:
        with suppress(ActivityError):
            await workflow.execute_activity(
                tell,
                start_to_close_timeout=timedelta(seconds=10),
                retry_policy=RetryPolicy(maximum_attempts=2, initial_interval=timedelta(milliseconds=10)),
                summary="Tell",
            )
        raise ApplicationError(f"{NAME} broke the workflow", type="Broken")


@workflow.defn
class Breaker:
    """Fails in each of its tasks."""

    @workflow.run
    async def run(self) -> None:
        raise RuntimeError(f"{NAME} broke the task")


@workflow.defn
class Child:
    """Returns its input and its stage."""

    @workflow.run
    async def run(self, given: str) -> list[str]:
        return [given, workflow.info().typed_search_attributes.get(STAGE, "none")]


@workflow.defn
class Parent:
    """Starts a child with search attributes, which failed with a codec in sdk-python issue 1129."""

    @workflow.run
    async def run(self, child_id: str) -> list[str]:
        return await workflow.execute_child_workflow(
            Child.run,
            NAME,
            id=child_id,
            search_attributes=TypedSearchAttributes(
                [SearchAttributePair(STAGE, "assessing"), SearchAttributePair(TEAM, "north")]
            ),
            static_summary="A child workflow",
        )
