"""Find stuck workflows, and say how to fix each."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from temporalio.api.enums.v1 import PendingWorkflowTaskState

from office.held_messages import held_as_problems
from office.office import Office
from office.operations.events import instant
from office.operations.history_in_words import cause_in_words, title_of
from office.operations.outbox_backlog import stuck_messages
from office.operations.workflow_status import Seen, activity_as_json, has_worker, look, open_workflows
from office.refusals import ActRefused
from records import case_starts
from records.database import Database

_AT_ONCE = 32
_PATIENCE = timedelta(seconds=60)
"""A delay that is longer than this is a problem."""
NOT_STARTED = "The request is registered, but its case is not started, so its deadlines are not watched."
_NO_REPLAY = "non_deterministic_error"


async def stuck(office: Office, patience: timedelta = _PATIENCE) -> list[dict[str, Any]]:
    """Return every stuck workflow, and the messages that do not leave: what is wrong, since when, and how to fix it.

    `kind` is outbox_waiting, message_held, workflow_task_failing, no_worker, workflow_task_waiting, activity_retrying,
    activity_waiting, update_unanswered, timer_past_due or not_started. `may_retry` is whether `retry` helps.
    """
    client = office.client
    served = await has_worker(client, office.task_queue)
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(workflow_id: str) -> list[dict[str, Any]]:
        async with gate:
            try:
                seen = await look(client, workflow_id)
            except ActRefused:  # it has ended since
                return []
        return list(problems(seen, datetime.now(UTC), patience, served=served))

    messages = await asyncio.to_thread(stuck_messages, office.database)
    ids = [workflow_id async for workflow_id in open_workflows(client)]
    found = await asyncio.gather(*(one(workflow_id) for workflow_id in ids))
    held = await asyncio.to_thread(held_as_problems, office.database, datetime.now(UTC))
    waiting = await asyncio.to_thread(_not_started, office.database, frozenset(ids), patience)
    return sorted(
        (each for several in (messages, *found, held, waiting) for each in several),
        key=lambda each: str(each["since"]),
    )


def _not_started(database: Database, running: frozenset[str], patience: timedelta) -> list[dict[str, Any]]:
    """Return the registered requests whose cases have no workflow."""
    with database.read() as session:
        found = case_starts.not_started(session, datetime.now(UTC) - patience)
    return [
        {
            "workflow": each.case_id,
            "type": "EhcpCase",
            "kind": "not_started",
            "since": each.registered_at.isoformat(),
            "what": NOT_STARTED,
            "remedy": "A running worker starts it within a minute: start one, or see its log for why it cannot."
            if each.opening is not None
            else "Send the same request again, and its case starts under this id.",
            "attempt": None,
            "build": None,
            "may_retry": False,
        }
        for each in found
        if each.case_id not in running
    ]


def problems(seen: Seen, now: datetime, patience: timedelta, *, served: bool) -> Iterator[dict[str, Any]]:
    """Yield what is wrong with one workflow. Pure."""
    tasks = list(_tasks(seen, now, patience, served=served))
    activities = list(_activities(seen, now, patience, served=served))
    yield from tasks
    yield from activities
    if tasks or activities:
        return  # any other delay has this cause
    for update in seen.left.unanswered:
        if now - update.since > patience:
            yield _problem(
                seen,
                "update_unanswered",
                update.since,
                f"The act “{title_of(update.name)}” was accepted but not answered.",
                f"See what it waits for with `ehcp inspect {seen.workflow_id}`. The act is not lost. It is answered "
                "when the workflow continues.",
            )
    for timer in seen.left.timers:
        if now - timer.fires_at > patience:
            yield _problem(
                seen,
                "timer_past_due",
                timer.fires_at,
                f"A timer should have fired. {timer.said}".strip(),
                "Check the Temporal server: its history service fires timers. Once it is healthy they fire late, and "
                "nothing is lost.",
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
                f"Run `ehcp replay {seen.workflow_id}` with the build that you mean to use. Restore the build under which "
                "it replays (`ehcp versions current BUILD`, or start the earlier worker). It then continues automatically."
            )
        else:
            remedy = (
                "Find its id in the worker's log, fix the cause and restart the worker. It is retried every few seconds, "
                "and nothing is lost."
            )
        yield _problem(
            seen,
            "workflow_task_failing",
            failed.since,
            f"No worker can continue it: {cause_in_words(failed.cause)}{_typed(failed.type)}.",
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
            "It has work to do, but no worker has taken it.",
            "Workers run, but are too slow or have another version: check `ehcp versions list`, and start more workers."
            if served
            else "No worker runs: start one (`ehcp up`, or the deployment's worker). It then continues automatically.",
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
                f"Resume it with `ehcp retry {seen.workflow_id}`.",
                attempt=activity.attempt,
                may_retry=True,
            )
        elif told["failed"]:
            yield _problem(
                seen,
                "activity_retrying",
                since,
                f"The activity “{what}” has failed {_times(activity.attempt - 1)} ({told['failure']}).",
                "Fix the cause, which the worker's log names: most often the database or the disk is unavailable. It is "
                f"retried automatically; `ehcp retry {seen.workflow_id}` retries it now.",
                attempt=activity.attempt,
                may_retry=True,
            )
        elif not activity.HasField("last_started_time") and now - since > patience:
            yield _problem(
                seen,
                "activity_waiting" if served else "no_worker",
                since,
                f"The activity “{what}” is due, but no worker has taken it.",
                "Start a worker, or more workers. It then continues automatically.",
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
