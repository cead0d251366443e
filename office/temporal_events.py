"""Temporal's history of a case: the number, time, kind and plain-text summary of each event."""

from __future__ import annotations

import json
from typing import Any

from google.protobuf.json_format import MessageToDict
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from office.refusals import no_such_case


async def events_as_json(client: Client, case_id: str) -> list[dict[str, Any]]:
    """Return each event with its number, time, kind and summary, without encrypted payloads."""
    try:
        history = client.get_workflow_handle(case_id).fetch_history_events()
        return [_event(event) async for event in history]
    except RPCError as failure:
        if failure.status is RPCStatusCode.NOT_FOUND:
            raise no_such_case(case_id) from None
        raise


def _event(event: HistoryEvent) -> dict[str, Any]:
    name = EventType.Name(event.event_type).removeprefix("EVENT_TYPE_").lower()
    return {
        "number": event.event_id,
        "at": event.event_time.ToJsonString(),
        "event": name,
        "summary": _summary(event),
    }


def _summary(event: HistoryEvent) -> str:
    if event.HasField("user_metadata") and event.user_metadata.HasField("summary"):
        try:
            return str(json.loads(event.user_metadata.summary.data))
        except ValueError:
            return ""
    attributes = MessageToDict(event).get("workflowExecutionUpdateAcceptedEventAttributes", {})
    return str(attributes.get("acceptedRequest", {}).get("input", {}).get("name", ""))
