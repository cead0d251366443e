"""Read from a history what is still open: timers, updates and failed tasks; and which build ran it last. Pure."""

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
    """A running timer: its summary, when it started, and when it fires."""

    said: str
    since: datetime
    fires_at: datetime


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An update that was accepted but not answered yet."""

    name: str
    update_id: str
    since: datetime


@dataclass(frozen=True, slots=True)
class FailedTask:
    """The last failed workflow task, if none completed after it: its cause, and the failure's type if known."""

    cause: str
    type: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Build:
    """The build and the worker that completed the last workflow task."""

    build_id: str
    deployment: str | None
    worker: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Left:
    """What is still open at the end of a history."""

    timers: tuple[Timer, ...]
    unanswered: tuple[Unanswered, ...]
    failed: FailedTask | None
    build: Build | None


def left_open(events: Iterable[HistoryEvent]) -> Left:
    """Return what some events leave open. Pass them oldest first; anything opened before the first event is missed."""
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
                ):  # the other kind only means that the workflow was not in the cache
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
    """Return the plain-text summary of an event, or an empty string."""
    if not event.HasField("user_metadata") or not event.user_metadata.HasField("summary"):
        return ""
    return shown(event.user_metadata.summary)


def shown(payload: Payload) -> str:
    """Return a payload's text if it is not encrypted, else an empty string."""
    try:
        told: Any = json.loads(payload.data)
    except ValueError:
        return ""
    return str(told)


def instant(stamp: Timestamp) -> datetime:
    """Return a timestamp of the server in UTC."""
    return stamp.ToDatetime(tzinfo=UTC)
