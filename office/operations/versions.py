"""Show and change which builds run: the current one, the one that ramps up, and the cases that each still holds."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from temporalio.api.deployment.v1 import WorkerDeploymentInfo
from temporalio.api.enums.v1 import VersionDrainageStatus, WorkerDeploymentVersionStatus
from temporalio.api.workflowservice.v1 import (
    DescribeWorkerDeploymentRequest,
    SetWorkerDeploymentCurrentVersionRequest,
    SetWorkerDeploymentRampingVersionRequest,
)
from temporalio.service import RPCError, RPCStatusCode

from office.office import Office
from office.operations.events import instant
from office.refusals import ActRefused
from records import operations

_NAMED_CASES = 20
_REFUSALS = (RPCStatusCode.FAILED_PRECONDITION, RPCStatusCode.NOT_FOUND, RPCStatusCode.INVALID_ARGUMENT)


async def versions(office: Office, deployment: str) -> dict[str, Any]:
    """Return the versions of a deployment, newest first, each with the number of its workflows and some of their ids.

    Raises ActRefused if no worker of the deployment has ever run.
    """
    info = await _described(office, deployment)
    routing = info.routing_config
    told = [
        {
            "build": each.deployment_version.build_id,
            "status": _plain(WorkerDeploymentVersionStatus.Name(each.status)),
            "drained": each.drainage_info.status == VersionDrainageStatus.VERSION_DRAINAGE_STATUS_DRAINED,
            "since": instant(each.create_time).isoformat(),
            **await _held(office, deployment, each.deployment_version.build_id),
        }
        for each in info.version_summaries
    ]
    ramping = routing.ramping_deployment_version.build_id
    return {
        "deployment": deployment,
        "current": routing.current_deployment_version.build_id or None,
        "ramping": {"build": ramping, "percent": routing.ramping_version_percentage} if ramping else None,
        "versions": sorted(told, key=lambda each: str(each["since"]), reverse=True),
    }


async def make_current(office: Office, deployment: str, build: str, by: str, reason: str) -> None:
    """Move every case to a build at its next task; also used to roll back. Raises ActRefused."""
    await _change(office, deployment, build, by, reason, None)


async def ramp(office: Office, deployment: str, build: str, percent: float, by: str, reason: str) -> None:
    """Move a share of the cases, always the same ones, to a build; 0 moves all of them back. Raises ActRefused."""
    if not 0 <= percent <= 100:
        raise ActRefused("The share of the cases must be a number from 0 to 100.")
    await _change(office, deployment, build, by, reason, percent)


async def _change(
    office: Office, deployment: str, build: str, by: str, reason: str, percent: float | None
) -> None:
    if not by.strip() or not reason.strip():
        raise ActRefused("Say who you are (--by) and why (--reason); both are recorded.")
    await _described(office, deployment)
    service, namespace = office.client.workflow_service, office.client.namespace
    try:
        if percent is None:
            await service.set_worker_deployment_current_version(
                SetWorkerDeploymentCurrentVersionRequest(
                    namespace=namespace, deployment_name=deployment, build_id=build, identity=by
                )
            )
        else:
            await service.set_worker_deployment_ramping_version(
                SetWorkerDeploymentRampingVersionRequest(
                    namespace=namespace,
                    deployment_name=deployment,
                    build_id=build if percent else "",
                    percentage=percent,
                    identity=by,
                )
            )
    except RPCError as failure:
        if failure.status in _REFUSALS:
            raise ActRefused(
                f"The server refused the build {build!r}: none of its workers runs, or it belongs to another deployment. "
                "Start its workers first; `ehcp versions` lists the known builds."
            ) from None
        raise
    what = "make current" if percent is None else f"ramp to {percent:g} percent"
    operation = operations.Operation(datetime.now(UTC), by, what, f"{deployment}:{build}", reason)
    await asyncio.to_thread(_note, office, operation)


def _note(office: Office, operation: operations.Operation) -> None:
    with office.database.write() as session:
        operations.note(session, operation)


async def _described(office: Office, deployment: str) -> WorkerDeploymentInfo:
    try:
        told = await office.client.workflow_service.describe_worker_deployment(
            DescribeWorkerDeploymentRequest(namespace=office.client.namespace, deployment_name=deployment)
        )
    except RPCError as failure:
        if failure.status is RPCStatusCode.NOT_FOUND:
            raise ActRefused(
                f"No worker of a deployment {deployment!r} has run; set the same EHCP_DEPLOYMENT for the workers and here."
            ) from None
        raise
    return told.worker_deployment_info


async def _held(office: Office, deployment: str, build: str) -> dict[str, Any]:
    query = f'TemporalWorkerDeploymentVersion = "{deployment}:{build}" AND ExecutionStatus = "Running"'
    count = (await office.client.count_workflows(query)).count
    some = [found.id async for found in office.client.list_workflows(query, limit=_NAMED_CASES)]
    return {"open": count, "some": some}


def _plain(status: str) -> str:
    return status.removeprefix("WORKER_DEPLOYMENT_VERSION_STATUS_").lower()
