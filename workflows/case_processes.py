"""How a case passes acts on to its processes, and how it begins one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from temporalio import workflow
from temporalio.exceptions import FailureError

from casework.processes.process import Process
from casework.processes.registry import BY_KIND, OF_ONE_CASE, STARTED_BY_CASES, process_of
from workflows.messages import ActDone, ActMessage, Opening, ProcessOf
from workflows.ports import RECORDING_RETRIES, RECORDING_TIME, Beginning
from workflows.process_messages import ProcessOpening
from workflows.summaries import Shown

_IDS = tuple(f"{process.noun}-" for process in OF_ONE_CASE)
"""The prefixes of the ids of those processes, and so of the request ids of their reports to a case."""
_PAST = "2026-11-29-past-disputes"
"""The change after which a mediation or an appeal of the past begins no process in a case that is taken over."""


def messages_for_processes(
    acts: Iterable[ActDone], message: ActMessage, case_id: str, seq: int
) -> Iterator[ActMessage]:
    """The acts of a message that may have to be passed on to the processes of the case."""
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
                told_before=message.told_before and message.take_over,
            )


def message_of_opening(opening: Opening) -> list[ActMessage]:
    """The message of the fact that opens a case, if that fact begins a process, such as a plan that another authority sent."""
    if opening.on is None or not any(opening.event in each.starts_from for each in STARTED_BY_CASES):
        return []
    return [
        ActMessage(
            action=opening.event,
            on=opening.on,
            fields=opening.fields,
            request_id=f"{opening.case_id}-opening",
            told=True,
            told_before=opening.told_before,
        )
    ]


def message_for(process: Process[Any], message: ActMessage) -> ActMessage | None:
    """The message that passes an act on to a process; None if the process reported it or does not follow it."""
    if (ending := process.ended_by.get(message.action)) is not None:
        action, fields = ending
        return message.model_copy(update={"action": action, "fields": dict(fields)})
    if message.action not in process.hears or message.request_id.startswith(f"{process.noun}-"):
        return None
    act = process.heard_as(message.act())
    if act.action == message.action:
        return message
    return message.model_copy(update={"action": act.action, "of": act.of, "fields": dict(act.fields)})


def next_id(case_id: str, process: Process[Any], begun: Iterable[ProcessOf]) -> str:
    """The id of the next process of a kind in a case."""
    place = 1 + sum(one.kind == process.kind for one in begun)
    return case_id.replace("case", process.noun, 1) + (f"-{place}" if place > 1 else "")


def past_of(process: Process[Any], waiting: Sequence[ActMessage]) -> tuple[ActMessage, ...]:
    """The acts that a process begins with, of those that wait to be passed on: where the first is of the past, all others too."""
    if not waiting or not waiting[0].told_before:
        return ()
    found = (message_for(process, one) for one in waiting[1:] if one.told_before)
    return tuple(one for one in found if one is not None)


def called_process(message: ActMessage) -> Process[Any] | None:
    """The kind of process behind a report, if people called it in this case; else None."""
    found = process_of(message.teller) if message.teller else None
    return found if found is not None and found.has_case and not found.starts_from else None


def may_begin(process: Process[Any], message: ActMessage) -> bool:
    """Whether a case begins a process of a kind with an act.

    A case whose history is older than the kind does not. An act that was done before the case was taken over begins only a
    kind that writes to no one, because people were told of that act elsewhere.
    """
    if message.told_before and not process.begins_from_past and workflow.patched(_PAST):
        return False
    return process.since is None or workflow.patched(process.since)


async def begin(opening: ProcessOpening) -> None:
    """Start the workflow of a process. It is not a child workflow, because it may outlive its case."""
    await workflow.execute_activity_method(
        Beginning.begin_process,
        opening,
        start_to_close_timeout=RECORDING_TIME,
        retry_policy=RECORDING_RETRIES,
        summary=Shown(BY_KIND[opening.kind].heading(opening.fields)),
    )


async def passed_on(process_id: str, message: ActMessage) -> bool:
    """Pass an act on to a process. Return False if the process is over."""
    try:
        await workflow.get_external_workflow_handle(process_id).signal(message.action, message)
    except FailureError:
        return False
    return True
