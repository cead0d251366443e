"""Whole cases on a cluster, through the office that every way in uses."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHistory

from bench.cases import acts, request
from office.office import Office, opaque
from office.process_acts import act_in, call
from records import cases, ledger, processes
from starter.terminal.data_folder import today
from workflows.messages import ActMessage

MEMBERS = {"ed-1": "education", "he-1": "health", "so-1": "social_care"}
_PATIENCE_SECONDS = 60.0
FAILED = (
    EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
    EventType.EVENT_TYPE_ACTIVITY_TASK_FAILED,
    EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT,
)


async def act(office: Office, case: str, action: str, of: str | None = None, **fields: Any) -> None:
    """One act of an officer, today."""
    message = ActMessage(action=action, on=today(), of=of, fields=fields, by="officer-1", request_id=opaque())
    await office.act(case, message)


async def whole_case(office: Office) -> dict[str, str]:
    """A case from its opening to its final plan, advised by a panel and then taken to mediation; the ids of all three."""
    case, _ = await office.open(request(0))
    for action, of in acts():
        if action == "plan_agreed":
            sitting = await _advised(office, case)
            await act(office, case, action, reason="Needs are clear.")
        else:
            await act(office, case, action, of)
    mediation = await _mediated(office, case)
    return {"case": case, "sitting": sitting, "mediation": mediation}


async def _advised(office: Office, case: str) -> str:
    members = [{"id": id_, "role": role} for id_, role in MEMBERS.items()]
    asked = {"sits_on": today(), "members": members, "chair": "ed-1"}
    sitting = await call(office, "panel", asked, "officer-1")

    async def at(action: str, of: str | None, **fields: Any) -> None:
        message = ActMessage(action=action, on=today(), of=of, fields=fields, by="ed-1", request_id=opaque())
        await act_in(office, sitting, message)

    await at("list_case", case, about="plan")
    await at("papers_ready", case)
    await at("record_attendance", None, present=list(MEMBERS))
    await at("recommend", case, recommendation="make_plan", reason="Needs are clear.")
    await at("sign_off", None)
    await until(lambda: "panel_recommended" in events(office, case), "the panel's advice")
    return sitting


async def _mediated(office: Office, case: str) -> str:
    mediation = case.replace("case", "mediation")
    await act(office, case, "mediation_adviser_contacted")
    await act(office, case, "mediation_requested", issues=["education"])
    await until(lambda: dispute(office, mediation) == "mediation_arranging", "the mediation")
    for action, by, fields in (
        ("invite_mediator", "officer-1", {"mediator": "mediator-1"}),
        ("accept_invitation", "mediator-1", {}),
        ("name_decision_maker", "officer-1", {"person": "manager-1"}),
        ("confirm_session", "officer-1", {"session_on": today().isoformat()}),
        ("mediation_held", "mediator-1", {}),
        ("mediation_certificate", "officer-1", {}),
    ):
        message = ActMessage(action=action, on=today(), of=None, fields=fields, by=by, request_id=opaque())
        await act_in(office, mediation, message)
    await until(lambda: "mediation_certificate" in events(office, case), "the certificate")
    return mediation


def events(office: Office, owner: str) -> list[str]:
    """What the ledger of a case or a process tells, and that its chain holds."""
    with office.database.read() as session:
        assert ledger.broken(session, owner) is None, f"the ledger of {owner} is broken"
        return [line.event for line in ledger.facts_of(session, owner)]


def dispute(office: Office, dispute_id: str) -> str | None:
    """How a dispute stands."""
    with office.database.read() as session:
        row = processes.find(session, dispute_id)
    return row.status if row else None


def stage(office: Office, case: str) -> str | None:
    """The stage of a case, as pages read it."""
    with office.database.read() as session:
        row = cases.find(session, case)
    return row.stage if row else None


async def until(true: Callable[[], bool], what: str) -> None:
    """Wait for something to be recorded."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while not await asyncio.to_thread(true):
        if time.monotonic() > end:
            raise AssertionError(f"never came: {what}")
        await asyncio.sleep(0.1)


async def histories(office: Office, ids: Iterable[str]) -> list[WorkflowHistory]:
    """The histories of workflows, from the server."""
    return [await office.client.get_workflow_handle(one).fetch_history() for one in ids]


def counted(found: Iterable[WorkflowHistory]) -> Counter[str]:
    """How many events of each kind there are in histories."""
    kinds = (EventType.Name(event.event_type) for history in found for event in history.events)
    return Counter(kind.removeprefix("EVENT_TYPE_") for kind in kinds)


def failures(found: Iterable[WorkflowHistory]) -> list[str]:
    """Every event that tells of a task that failed, with its workflow."""
    return [
        f"{history.workflow_id} {EventType.Name(event.event_type)} {event.event_id}"
        for history in found
        for event in history.events
        if event.event_type in FAILED
    ]


def retried(found: Iterable[WorkflowHistory]) -> list[str]:
    """Every activity that was begun again, and why; the failure of an attempt leaves no event of its own."""
    told = (
        (history.workflow_id, event.activity_task_started_event_attributes)
        for history in found
        for event in history.events
        if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED
    )
    return [
        f"{name} attempt {one.attempt}: {one.last_failure.message}" for name, one in told if one.attempt > 1
    ]


def builds(found: Iterable[WorkflowHistory]) -> Counter[str]:
    """How many workflow tasks each build completed."""
    told = (
        event.workflow_task_completed_event_attributes
        for history in found
        for event in history.events
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED
    )
    return Counter(one.deployment_version.build_id or one.worker_version.build_id for one in told)
