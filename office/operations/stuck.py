"""What does not go on, and for each what mends it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from temporalio.api.enums.v1 import PendingWorkflowTaskState

from office.office import Office
from office.operations.events import instant
from office.operations.history_in_words import cause_in_words, title_of
from office.operations.workflow_status import Seen, activity_as_json, has_worker, look, open_workflows
from office.refusals import ActRefused

_AT_ONCE = 32
_PATIENCE = timedelta(seconds=60)
"""What takes longer than this does not just take its time."""
_NO_REPLAY = "non_deterministic_error"


async def stuck(office: Office, patience: timedelta = _PATIENCE) -> list[dict[str, Any]]:
    """Every open workflow that does not go on: what is wrong in one sentence, since when, and the remedy in another.

    `kind` is workflow_task_failing, no_worker, workflow_task_waiting, activity_retrying, activity_waiting,
    update_unanswered or timer_past_due; `may_retry` says whether `retry` helps.
    """
    client = office.client
    served = await has_worker(client, office.task_queue)
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(workflow_id: str) -> list[dict[str, Any]]:
        async with gate:
            try:
                seen = await look(client, workflow_id)
            except ActRefused:  # it ended meanwhile
                return []
        return list(problems(seen, datetime.now(UTC), patience, served=served))

    ids = [workflow_id async for workflow_id in open_workflows(client)]
    found = await asyncio.gather(*(one(workflow_id) for workflow_id in ids))
    return sorted((each for several in found for each in several), key=lambda each: str(each["since"]))


def problems(seen: Seen, now: datetime, patience: timedelta, *, served: bool) -> Iterator[dict[str, Any]]:
    """What is wrong with one workflow. Pure."""
    tasks = list(_tasks(seen, now, patience, served=served))
    activities = list(_activities(seen, now, patience, served=served))
    yield from tasks
    yield from activities
    if tasks or activities:
        return  # all else that is late is late because of it
    for update in seen.left.unanswered:
        if now - update.since > patience:
            yield _problem(
                seen,
                "update_unanswered",
                update.since,
                f"The act “{title_of(update.name)}” was accepted and is not answered.",
                f"Look at what it waits for with `ehcp inspect {seen.workflow_id}`; the act is not lost, and is answered "
                "when the workflow goes on.",
            )
    for timer in seen.left.timers:
        if now - timer.fires_at > patience:
            yield _problem(
                seen,
                "timer_past_due",
                timer.fires_at,
                f"A timer should have fired. {timer.said}".strip(),
                "Look at the Temporal server: its history service fires timers. Once it is well they fire by themselves, "
                "late, and nothing is lost.",
            )


def _tasks(seen: Seen, now: datetime, patience: timedelta, *, served: bool) -> Iterator[dict[str, Any]]:
    failed, described = seen.left.failed, seen.described
    if not described.HasField("pending_workflow_task"):
        return
    task = described.pending_workflow_task
    since = instant(task.original_scheduled_time)
    if failed is not None:
        if failed.cause == _NO_REPLAY:
            remedy = (
                f"Ask `ehcp replay {seen.workflow_id}` of the build that you mean to run; put the build back that it "
                "replays under (`ehcp versions current BUILD`, or start the worker of before). It goes on by itself."
            )
        else:
            remedy = (
                "Read the worker's log for its id, mend the cause and start the worker again. It is tried again by "
                "itself every few seconds, and nothing is lost."
            )
        yield _problem(
            seen,
            "workflow_task_failing",
            failed.since,
            f"No worker can take it further: {cause_in_words(failed.cause)}{_typed(failed.type)}.",
            remedy,
            attempt=task.attempt,
        )
    elif (
        task.state == PendingWorkflowTaskState.PENDING_WORKFLOW_TASK_STATE_SCHEDULED
        and now - since > patience
    ):
        kind = "workflow_task_waiting" if served else "no_worker"
        yield _problem(
            seen,
            kind,
            since,
            "It has something to do, and no worker has taken it.",
            "Workers run, and are too slow or are of another version: look at `ehcp versions list`, and start more workers."
            if served
            else "No worker runs: start one (`ehcp up`, or the deployment's worker). It then goes on by itself.",
            attempt=task.attempt,
        )


def _activities(seen: Seen, now: datetime, patience: timedelta, *, served: bool) -> Iterator[dict[str, Any]]:
    for activity in seen.described.pending_activities:
        told = activity_as_json(activity)
        since = instant(activity.scheduled_time)
        what = told["kind"].replace("_", " ")
        if activity.paused:
            yield _problem(
                seen,
                "activity_paused",
                since,
                f"The activity “{what}” was paused by a person.",
                f"Let it go on with `ehcp retry {seen.workflow_id}`.",
                attempt=activity.attempt,
                may_retry=True,
            )
        elif told["failed"]:
            yield _problem(
                seen,
                "activity_retrying",
                since,
                f"The activity “{what}” has failed {_times(activity.attempt - 1)} ({told['failure']}).",
                "Mend the cause (the worker's log names it: most often the records or the disk are away). It is tried "
                f"again by itself; `ehcp retry {seen.workflow_id}` tries it at once.",
                attempt=activity.attempt,
                may_retry=True,
            )
        elif not activity.HasField("last_started_time") and now - since > patience:
            yield _problem(
                seen,
                "activity_waiting" if served else "no_worker",
                since,
                f"The activity “{what}” is to be done, and no worker has taken it.",
                "Start a worker, or more of them. It then goes on by itself.",
                attempt=activity.attempt,
            )


def _typed(failure: str) -> str:
    return f" ({failure})" if failure else ""


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _problem(
    seen: Seen,
    kind: str,
    since: datetime,
    what: str,
    remedy: str,
    *,
    attempt: int | None = None,
    may_retry: bool = False,
) -> dict[str, Any]:
    return {
        "workflow": seen.workflow_id,
        "type": seen.described.workflow_execution_info.type.name,
        "kind": kind,
        "since": since.isoformat(),
        "what": what,
        "remedy": remedy,
        "attempt": attempt,
        "build": seen.left.build.build_id if seen.left.build else None,
        "may_retry": may_retry,
    }
