"""Measure what a case costs in Temporal: events, bytes, actions, and the time to replay it."""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHistory
from temporalio.worker import Plugin, Replayer

from bench.bare import Bare
from bench.cases import acts, bare_case
from bench.place import Place
from workflows.case import EhcpCase

ACTIONS = (
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
    EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
    EventType.EVENT_TYPE_TIMER_STARTED,
    EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
)
"""The events that Temporal bills as one action each."""


async def _each(histories: list[WorkflowHistory]) -> AsyncIterator[WorkflowHistory]:
    for history in histories:
        yield history


async def _replayed(replayer: Replayer, histories: list[WorkflowHistory]) -> float:
    """Return the milliseconds for each of these histories with one replayer."""
    began = time.perf_counter()
    await replayer.replay_workflows(_each(histories))
    return (time.perf_counter() - began) / len(histories) * 1000


async def measure(place: Place, names: list[str], replays: int = 20) -> dict[str, Any]:
    """Measure the histories of whole cases, and replay them with an empty cache."""
    events, sizes, actions = list[int](), list[int](), list[int]()
    kinds: Counter[str] = Counter()
    histories = []
    for name in names[-replays:]:
        handle = place.office.client.get_workflow_handle(name)
        history = await handle.fetch_history()
        histories.append(history)
        events.append(len(history.events))
        sizes.append((await handle.describe()).raw_description.workflow_execution_info.history_size_bytes)
        found = Counter(event.event_type for event in history.events)
        actions.append(sum(found[kind] for kind in ACTIONS))
        kinds.update({EventType.Name(kind): number for kind, number in found.items()})
    ours = [each for each in place.office.client.config()["plugins"] if isinstance(each, Plugin)]
    replayer = Replayer(workflows=[EhcpCase], plugins=ours)
    await replayer.replay_workflow(histories[0])
    single = []
    for history in histories:
        began = time.perf_counter()
        await replayer.replay_workflow(history)
        single.append(time.perf_counter() - began)
    together = await _replayed(replayer, histories)
    bare = await place.plain.get_workflow_handle(await bare_case(place, [])).fetch_history()
    alike = Replayer(workflows=[Bare])
    await alike.replay_workflow(bare)
    steps = len(acts()) + 1
    return {
        "events": statistics.mean(events),
        "bytes": statistics.mean(sizes),
        "actions": statistics.mean(actions),
        "events_per_act": statistics.mean(events) / steps,
        "actions_per_act": statistics.mean(actions) / steps,
        "replay_single_ms": statistics.median(single) * 1000,
        "replay_ms": together,
        "bare_events": len(bare.events),
        "bare_replay_ms": await _replayed(alike, [bare] * replays),
        "kinds": {kind: number / len(histories) for kind, number in kinds.most_common()},
    }
