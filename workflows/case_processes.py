"""What a case tells the processes beside it, and how it begins one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from temporalio import workflow
from temporalio.exceptions import FailureError

from casework.processes.process import Process
from casework.processes.registry import BY_KIND, OF_ONE_CASE, process_of
from workflows.messages import ActDone, ActMessage
from workflows.ports import RECORDING_RETRIES, RECORDING_TIME, Beginning
from workflows.process_messages import ProcessOpening
from workflows.summaries import Shown

_IDS = tuple(f"{process.noun}-" for process in OF_ONE_CASE)
"""What the ids of those processes begin with, and so the ids of the requests with which they tell a case something."""


def followed(acts: Iterable[ActDone], message: ActMessage, case_id: str, seq: int) -> Iterator[ActMessage]:
    """What the processes beside a case may have to be told of the acts of a message."""
    for place, done in enumerate(acts, start=1):
        heard = any(done.action in each.hears or done.action in each.ended_by for each in OF_ONE_CASE)
        if heard and done.on is not None:
            own = message.request_id.startswith(_IDS)
            yield ActMessage(
                action=done.action,
                on=done.on,
                of=done.of,
                fields=done.fields,
                by=done.by,
                request_id=message.request_id if own else f"{case_id}-{seq}-{place}",
                told=True,
            )


def told_to(process: Process[Any], message: ActMessage) -> ActMessage | None:
    """What a process is told of an act: nothing of what it told the case itself."""
    if (ending := process.ended_by.get(message.action)) is not None:
        action, fields = ending
        return message.model_copy(update={"action": action, "fields": dict(fields)})
    if message.action not in process.hears or message.request_id.startswith(f"{process.noun}-"):
        return None
    return message


def teller_of(message: ActMessage) -> Process[Any] | None:
    """The kind of a process that tells a case something and that the case did not begin: from then on it is told, too."""
    found = process_of(message.teller) if message.teller else None
    return found if found is not None and found.has_case and not found.starts_from else None


async def begin(opening: ProcessOpening) -> None:
    """Start the workflow of a process. It is no child of its case: it may outlive it, and ends by itself."""
    await workflow.execute_activity_method(
        Beginning.begin_process,
        opening,
        start_to_close_timeout=RECORDING_TIME,
        retry_policy=RECORDING_RETRIES,
        summary=Shown(BY_KIND[opening.kind].heading(opening.fields)),
    )


async def is_heard(process_id: str, message: ActMessage) -> bool:
    """Tell a process of an act; False where it is over."""
    try:
        await workflow.get_external_workflow_handle(process_id).signal(message.action, message)
    except FailureError:
        return False
    return True
