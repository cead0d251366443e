"""The work of each night: a schedule starts one run, which does its steps one after the other."""

from __future__ import annotations

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError

from statute.local_time import london_date
from workflows.nightly_messages import StepOfDay
from workflows.ports import NightlyWork
from workflows.summaries import Shown

_ASKING_TIME = timedelta(seconds=30)
_STEP_TIME = timedelta(hours=2)
_SILENCE = timedelta(minutes=1)
_WHOLE_TIME = timedelta(hours=20)
"""How long a step is tried again: until well before the next night."""
_RETRIES = RetryPolicy(initial_interval=timedelta(seconds=10), maximum_interval=timedelta(minutes=10))
ABOUT = (
    "The work of one night: what is counted, kept or checked once a day, about the day that has just ended. "
    "Each step may be repeated for the same day without harm. A step that fails does not stop those after it."
)


@workflow.defn
class Nightly:
    """Does the steps of one night for the day that has just ended."""

    @workflow.run
    async def run(self) -> list[str]:
        """Return the names of the steps that were done. Raises ApplicationError if any could not be done."""
        day = london_date(workflow.info().start_time) - timedelta(days=1)
        steps = await workflow.execute_activity_method(
            NightlyWork.steps_of_the_night,
            start_to_close_timeout=_ASKING_TIME,
            retry_policy=_RETRIES,
            summary=Shown("Look up what is to be done each night"),
        )
        done: list[str] = []
        for step in steps:
            try:
                await workflow.execute_activity_method(
                    NightlyWork.do_step_of_the_night,
                    StepOfDay(name=step.name, day=day),
                    start_to_close_timeout=_STEP_TIME,
                    heartbeat_timeout=_SILENCE,
                    schedule_to_close_timeout=_WHOLE_TIME,
                    retry_policy=_RETRIES,
                    summary=Shown(step.summary),
                )
            except ActivityError:
                workflow.logger.warning("a step of the night failed: %s", step.name)
            else:
                done.append(step.name)
        if failed := [step.name for step in steps if step.name not in done]:
            raise ApplicationError(f"These steps of the night could not be done: {', '.join(failed)}.")
        return done


NIGHTLY_TYPE = Nightly.__name__
"""The name of its type; it is of no case, and no ledger holds it."""
