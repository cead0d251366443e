"""What the events of a history leave open: timers, updates, tasks that failed; and which build ran it last. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp
from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType, TimeoutType, WorkflowTaskFailedCause
from temporalio.api.history.v1 import HistoryEvent


@dataclass(frozen=True, slots=True)
class Timer:
    """A timer that runs: what it waits for in words, since when, and the instant at which it fires."""

    said: str
    since: datetime
    fires_at: datetime


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An update that was accepted and is not answered yet."""

    name: str
    update_id: str
    since: datetime


@dataclass(frozen=True, slots=True)
class FailedTask:
    """The last workflow task that failed, where none was completed after it: the server's cause, and the failure's type or nothing."""

    cause: str
    type: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Build:
    """Which build completed the last workflow task, on which worker."""

    build_id: str
    deployment: str | None
    worker: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Left:
    """What the events of a history leave open."""

    timers: tuple[Timer, ...]
    unanswered: tuple[Unanswered, ...]
    failed: FailedTask | None
    build: Build | None


def left_open(events: Iterable[HistoryEvent]) -> Left:
    """Read events, oldest first. Of a part of a history, what was left open before the part is not seen."""
    timers: dict[str, Timer] = {}
    updates: dict[str, Unanswered] = {}
    failed: FailedTask | None = None
    build: Build | None = None
    for event in events:
        at = instant(event.event_time)
        match event.event_type:
            case EventType.EVENT_TYPE_TIMER_STARTED:
                started = event.timer_started_event_attributes
                fires = at + started.start_to_fire_timeout.ToTimedelta()
                timers[started.timer_id] = Timer(summary_of(event), at, fires)
            case EventType.EVENT_TYPE_TIMER_FIRED:
                timers.pop(event.timer_fired_event_attributes.timer_id, None)
            case EventType.EVENT_TYPE_TIMER_CANCELED:
                timers.pop(event.timer_canceled_event_attributes.timer_id, None)
            case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED:
                accepted = event.workflow_execution_update_accepted_event_attributes
                name = accepted.accepted_request.input.name
                update_id = accepted.protocol_instance_id
                updates[update_id] = Unanswered(name, update_id, at)
            case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED:
                updates.pop(event.workflow_execution_update_completed_event_attributes.meta.update_id, None)
            case EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED:
                attributes = event.workflow_task_failed_event_attributes
                cause = WorkflowTaskFailedCause.Name(attributes.cause).removeprefix(
                    "WORKFLOW_TASK_FAILED_CAUSE_"
                )
                failed = FailedTask(cause.lower(), attributes.failure.application_failure_info.type, at)
            case EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT:
                late = event.workflow_task_timed_out_event_attributes.timeout_type
                if (
                    late == TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE
                ):  # the other kind only says: not in the cache
                    failed = failed or FailedTask("timed_out", "", at)
            case EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED:
                failed, build = None, _build(event, at)
            case _:
                pass
    return Left(tuple(timers.values()), tuple(updates.values()), failed, build)


def _build(event: HistoryEvent, at: datetime) -> Build:
    done = event.workflow_task_completed_event_attributes
    version = done.deployment_version
    return Build(
        version.build_id or done.worker_version.build_id or "not told",
        version.deployment_name or None,
        done.identity,
        at,
    )


def summary_of(event: HistoryEvent) -> str:
    """The sentence of an event that is meant to be shown, or nothing."""
    if not event.HasField("user_metadata") or not event.user_metadata.HasField("summary"):
        return ""
    return shown(event.user_metadata.summary)


def shown(payload: Payload) -> str:
    """A sentence that is stored in clear, or nothing."""
    try:
        told: Any = json.loads(payload.data)
    except ValueError:
        return ""
    return str(told)


def instant(stamp: Timestamp) -> datetime:
    """An instant of the server's, in UTC."""
    return stamp.ToDatetime(tzinfo=UTC)
