"""Inspect one workflow: its status, what it waits for, the build that ran it last, and its history in words."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from temporalio.api.enums.v1 import VersioningBehavior, WorkflowExecutionStatus

from office.office import Office
from office.operations.events import Left, instant, left_open
from office.operations.history_in_words import in_words, title_of
from office.operations.stuck import problems
from office.operations.workflow_status import (
    Seen,
    activity_as_json,
    has_worker,
    look,
    summary_of_workflow,
    whole_history,
)
from records import cases, ledger, processes


async def inspect(office: Office, case_id: str) -> dict[str, Any]:
    """Return the technical status of a case or process. Raises ActRefused for an unknown id."""
    seen = await look(office.client, case_id)
    events = await whole_history(office.client, case_id)
    seen = Seen(seen.workflow_id, seen.described, left_open(events))
    info, left = seen.described.workflow_execution_info, seen.left
    is_open = info.status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
    served = await has_worker(office.client, office.task_queue)
    wrong = problems(seen, datetime.now(UTC), timedelta(seconds=60), served=served) if is_open else ()
    activities = [activity_as_json(each) for each in seen.described.pending_activities]
    behaviour = VersioningBehavior.Name(info.versioning_info.behavior)
    return {
        "workflow": case_id,
        "type": info.type.name,
        "what": summary_of_workflow(seen.described),
        "status": _status(info.status),
        "run": info.execution.run_id,
        "started_at": instant(info.start_time).isoformat(),
        "closed_at": instant(info.close_time).isoformat() if info.HasField("close_time") else None,
        "events": info.history_length,
        "bytes": info.history_size_bytes,
        "records": await asyncio.to_thread(_recorded, office, case_id),
        "waits_for": _waits_for(left, activities, is_open=is_open),
        "timers": [
            {"said": timer.said, "since": timer.since.isoformat(), "fires_at": timer.fires_at.isoformat()}
            for timer in left.timers
        ]
        if is_open
        else [],
        "activities": activities,
        "updates": [
            {"act": each.name, "title": title_of(each.name), "since": each.since.isoformat()}
            for each in left.unanswered
        ],
        "build": {
            "id": left.build.build_id,
            "deployment": left.build.deployment,
            "worker": left.build.worker,
            "at": left.build.at.isoformat(),
            "behaviour": behaviour.removeprefix("VERSIONING_BEHAVIOR_").lower(),
        }
        if left.build
        else None,
        "problems": list(wrong),
        "history": list(in_words(events)),
    }


def _recorded(office: Office, case_id: str) -> dict[str, Any] | None:
    with office.database.read() as session:
        row = cases.find(session, case_id)
        beside = processes.begun_by(session, case_id)
        lines = ledger.facts_of(session, case_id)
    if not lines:
        return None
    return {
        "stage": row.stage if row else lines[-1].stage,
        "sequence": lines[-1].seq,
        "lines": len(lines),
        "next_due_on": row.next_due_on.isoformat() if row and row.next_due_on else None,
        "next_due": row.next_due_title if row else None,
        "beside": beside,
    }


def _status(status: WorkflowExecutionStatus.ValueType) -> str:
    return WorkflowExecutionStatus.Name(status).removeprefix("WORKFLOW_EXECUTION_STATUS_").lower()


def _waits_for(left: Left, activities: list[dict[str, Any]], *, is_open: bool) -> str:
    if not is_open:
        return "Nothing: it has ended."
    if left.failed is not None:
        return "A worker that can continue it."
    if activities:
        return f"An activity: {activities[0]['kind'].replace('_', ' ')}, attempt {activities[0]['attempt']}."
    if left.timers:
        first = min(left.timers, key=lambda timer: timer.fires_at)
        return f"An act, or {first.fires_at:%-d %B %Y %H:%M} UTC. {first.said}".strip()
    return "An act by a person."
