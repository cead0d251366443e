"""Carry whole cases on a cluster, through office/."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHistory

from bench.cases import acts, request, saved_plan, sent
from casework.case.acts import CATALOGUE
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
    """Record an officer's act of today."""
    message = ActMessage(action=action, on=today(), of=of, fields=fields, by="officer-1", request_id=opaque())
    await office.act(case, message)


async def whole_case(office: Office) -> dict[str, str]:
    """Carry a case from its opening to its final plan, with a panel, and then to mediation.

    Returns the ids of all three.
    """
    asked = request(0)
    case, _ = await office.open(asked)
    plan = await asyncio.to_thread(saved_plan, office, case, asked.child_name)
    for action, of in acts():
        paper = CATALOGUE[action].paper
        if action == "plan_agreed":
            sitting = await _advised(office, case)
            await act(office, case, action, reason="Needs are clear.")
        else:
            fields = await asyncio.to_thread(sent, office, plan, paper == "final") if paper else {}
            await act(office, case, action, of, **fields)
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
    """Return the events in the ledger of a case or process, after checking its hash chain."""
    with office.database.read() as session:
        assert ledger.broken(session, owner) is None, f"the ledger of {owner} is broken"
        return [line.event for line in ledger.facts_of(session, owner)]


def dispute(office: Office, dispute_id: str) -> str | None:
    """Return the state of a dispute."""
    with office.database.read() as session:
        row = processes.find(session, dispute_id)
    return row.status if row else None


def stage(office: Office, case: str) -> str | None:
    """Return the stage of a case from the read model."""
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
    """Return the histories of workflows from the server."""
    return [await office.client.get_workflow_handle(one).fetch_history() for one in ids]


def counted(found: Iterable[WorkflowHistory]) -> Counter[str]:
    """Count the events of each kind in histories."""
    kinds = (EventType.Name(event.event_type) for history in found for event in history.events)
    return Counter(kind.removeprefix("EVENT_TYPE_") for kind in kinds)


def failures(found: Iterable[WorkflowHistory]) -> list[str]:
    """Return every event of a failed task, with its workflow."""
    return [
        f"{history.workflow_id} {EventType.Name(event.event_type)} {event.event_id}"
        for history in found
        for event in history.events
        if event.event_type in FAILED
    ]


def retried(found: Iterable[WorkflowHistory]) -> list[str]:
    """Return every retried activity and why. A failed attempt leaves no event of its own."""
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
    """Count the workflow tasks that each build completed."""
    told = (
        event.workflow_task_completed_event_attributes
        for history in found
        for event in history.events
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED
    )
    return Counter(one.deployment_version.build_id or one.worker_version.build_id for one in told)
