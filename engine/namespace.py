"""Make the Temporal namespace if it is missing."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from google.protobuf.duration_pb2 import Duration
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, RegisterNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from engine.errors import EngineError

_ATTEMPTS, _PAUSE_SECONDS = 120, 0.5
"""Attempts and pauses that cover the ten seconds or so in which a cluster learns of a new namespace."""


async def ensure_namespace(client: Client, retention: timedelta) -> bool:
    """Make the client's namespace unless it exists.

    Returns whether it was made. `retention` applies to closed workflows.

    An existing namespace is not changed. Raises EngineError if we may not make it.
    """
    name = client.namespace
    try:
        await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=name))
        return False
    except RPCError as failure:
        if failure.status is not RPCStatusCode.NOT_FOUND:
            raise _refused(name, failure) from None
    kept = Duration()
    kept.FromTimedelta(retention)
    try:
        await client.workflow_service.register_namespace(
            RegisterNamespaceRequest(namespace=name, workflow_execution_retention_period=kept)
        )
    except RPCError as refusal:
        if refusal.status is not RPCStatusCode.ALREADY_EXISTS:
            raise _refused(name, refusal) from None
    await _known(client)
    return True


async def _known(client: Client) -> None:
    for _ in range(_ATTEMPTS):
        try:
            await client.operator_service.list_search_attributes(
                ListSearchAttributesRequest(namespace=client.namespace)
            )
            return
        except RPCError as failure:
            if failure.status is not RPCStatusCode.NOT_FOUND:
                raise _refused(client.namespace, failure) from None
        await asyncio.sleep(_PAUSE_SECONDS)
    raise EngineError(
        f"The namespace {client.namespace} was made but is not known yet; try again in a minute."
    )


def _refused(name: str, failure: RPCError) -> EngineError:
    return EngineError(
        f"The namespace {name} cannot be looked up or made ({failure.message}); ask an operator to run "
        f"`temporal operator namespace create --namespace {name}`."
    )
