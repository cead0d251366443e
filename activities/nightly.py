"""The steps of each night, and the schedule that starts them."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from temporalio import activity
from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleCalendarSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleRange,
    ScheduleSpec,
    ScheduleState,
    ScheduleUpdate,
    ScheduleUpdateInput,
)
from temporalio.exceptions import ApplicationError

from records.database import Database
from workflows.nightly import ABOUT, Nightly
from workflows.nightly_messages import NightlyStep, StepOfDay
from workflows.ports import NightlyWork
from workflows.summaries import Shown

SCHEDULE = "nightly"
_WORKFLOW = "nightly:run"
"""The beginning of the ids of its runs. What follows a colon shares one key (engine.data_keys.owner_of)."""
_HOUR, _MINUTE = 0, 10
_CATCHES_UP = timedelta(hours=23)
"""How long after its time a missed night is still run: less than a day, so that it is of the right day."""
_BEAT_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Step:
    """A step of each night. `work` gets the day that has ended, writes in one transaction and may be repeated.

    `summary` says in the history what it does, without personal data.
    """

    name: str
    summary: str
    work: Callable[[Database, date], None]


class NightlySteps(NightlyWork):
    """Does the steps of a night in the records."""

    def __init__(self, database: Database, steps: Sequence[Step]) -> None:
        self._database, self._steps = database, {step.name: step for step in steps}

    @activity.defn(name="steps_of_the_night")
    def steps_of_the_night(self) -> list[NightlyStep]:
        """Return the steps in order."""
        return [NightlyStep(name=step.name, summary=step.summary) for step in self._steps.values()]

    @activity.defn(name="do_step_of_the_night")
    def do_step_of_the_night(self, step: StepOfDay) -> None:
        """Do one step for a day. Raises ApplicationError if this release has no such step."""
        if step.name not in self._steps:
            raise ApplicationError(f"This release has no step {step.name}.", non_retryable=True)
        with _beating():
            self._steps[step.name].work(self._database, step.day)


@contextmanager
def _beating() -> Iterator[None]:
    """Tell the server every few seconds that this activity is alive, so that a lost worker is noticed within a minute."""
    stop = threading.Event()

    def beat() -> None:
        while not stop.wait(_BEAT_SECONDS):
            activity.heartbeat()

    thread = threading.Thread(target=contextvars.copy_context().run, args=(beat,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


async def keep_schedule(client: Client, task_queue: str) -> None:
    """Create the schedule of each night, or bring it up to date. A schedule that operators paused stays paused."""
    schedule = _schedule(task_queue)
    try:
        await client.create_schedule(SCHEDULE, schedule)
    except ScheduleAlreadyRunningError:
        await client.get_schedule_handle(SCHEDULE).update(lambda found: _updated(found, schedule))


def _updated(found: ScheduleUpdateInput, schedule: Schedule) -> ScheduleUpdate:
    schedule.state = found.description.schedule.state
    return ScheduleUpdate(schedule)


def _schedule(task_queue: str) -> Schedule:
    return Schedule(
        action=ScheduleActionStartWorkflow(
            Nightly.run,
            id=_WORKFLOW,
            task_queue=task_queue,
            static_summary=Shown("The work of one night"),
            static_details=Shown(ABOUT),
        ),
        spec=ScheduleSpec(
            calendars=[ScheduleCalendarSpec(hour=[ScheduleRange(_HOUR)], minute=[ScheduleRange(_MINUTE)])],
            time_zone_name="Europe/London",
        ),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.BUFFER_ONE, catchup_window=_CATCHES_UP),
        state=ScheduleState(note="Runs each night, after the day has ended in England."),
    )
