"""A history in words: a sentence for each event that people need to see. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from temporalio.api.enums.v1 import EventType, WorkflowTaskFailedCause
from temporalio.api.history.v1 import HistoryEvent

from casework.case.acts import CATALOGUE
from casework.processes.registry import act_of
from office.operations.events import instant, summary_of


def in_words(events: Iterable[HistoryEvent]) -> Iterator[dict[str, Any]]:
    """Yield the number, time and sentence of each event that people need to see."""
    for event in events:
        if said := sentence(event):
            yield {"number": event.event_id, "at": instant(event.event_time).isoformat(), "said": said}


def title_of(act: str) -> str:
    """Return the title of an act."""
    known = CATALOGUE.get(act) or act_of(act)
    return known.title if known is not None else act.replace("_", " ")


def sentence(event: HistoryEvent) -> str:
    """Return an event as a sentence; empty for Temporal's internal events."""
    match event.event_type:
        case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED:
            run_on = event.workflow_execution_started_event_attributes.continued_execution_run_id
            return "The workflow continues in a new run." if run_on else "The workflow was started."
        case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED:
            name = event.workflow_execution_update_accepted_event_attributes.accepted_request.input.name
            return f"An act was accepted: {title_of(name)}."
        case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED:
            return "The act was answered."
        case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED:
            name = event.workflow_execution_signaled_event_attributes.signal_name
            return f"It received: {title_of(name)}."
        case EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
            return (
                f"{summary_of(event) or event.activity_task_scheduled_event_attributes.activity_type.name}."
            )
        case EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED:
            attempt = event.activity_task_started_event_attributes.attempt
            return f"It took {attempt} attempts." if attempt > 1 else ""
        case EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED:
            return "That completed."
        case EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED:
            info = event.activity_task_failed_event_attributes.failure.application_failure_info
            return f"That failed ({info.type or 'type unknown'})."
        case EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT:
            return "That timed out."
        case EventType.EVENT_TYPE_MARKER_RECORDED:
            return f"{summary_of(event)}." if summary_of(event) else ""
        case EventType.EVENT_TYPE_TIMER_STARTED:
            left = event.timer_started_event_attributes.start_to_fire_timeout.ToTimedelta()
            until = instant(event.event_time) + left
            return f"It waits until {until:%Y-%m-%d %H:%M} UTC. {summary_of(event)}"
        case EventType.EVENT_TYPE_TIMER_FIRED:
            return "The timer fired."
        case EventType.EVENT_TYPE_TIMER_CANCELED:
            return "It no longer waits for that."
        case EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED:
            cause = event.workflow_task_failed_event_attributes.cause
            return f"A worker could not continue: {cause_in_words(WorkflowTaskFailedCause.Name(cause))}."
        case EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT:
            return "A worker took the task and did not answer in time."
        case EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED:
            told = event.signal_external_workflow_execution_initiated_event_attributes
            return f"It sends {told.workflow_execution.workflow_id}: {title_of(told.signal_name)}."
        case EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED:
            return "That was not sent, because its receiver has ended."
        case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED:
            return "The workflow is complete."
        case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW:
            return "The workflow continues in a new run, with everything that it knows."
        case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED:
            return "The workflow was ended by a person."
        case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED:
            return "The workflow failed."
        case _:
            return ""


def cause_in_words(cause: str) -> str:
    """Return why a workflow task failed, from the server's name for the cause."""
    plain = cause.removeprefix("WORKFLOW_TASK_FAILED_CAUSE_").lower()
    return {
        "non_deterministic_error": "its build does not replay this history",
        "workflow_worker_unhandled_failure": "its code raised an error",
        "timed_out": "it did not answer in time",
    }.get(plain, plain.replace("_", " "))
