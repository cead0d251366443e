"""Register the search attributes when a worker starts."""

from __future__ import annotations

import asyncio

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from engine.errors import EngineError
from workflows import attributes

_WANTED = {key.name: IndexedValueType.ValueType(int(key.indexed_value_type)) for key in attributes.ALL}
_ATTEMPTS, _PAUSE_SECONDS = 100, 0.1


async def register_search_attributes(client: Client) -> tuple[str, ...]:
    """Add the missing search attributes and wait until they are known. Returns the names of those added.

    Raises EngineError if one exists with another type, or if we may not add them.
    """
    added: set[str] = set()
    for _ in range(_ATTEMPTS):
        missing = await _missing(client)
        if not missing:
            return tuple(sorted(added))
        added |= set(missing)
        try:
            await client.operator_service.add_search_attributes(
                AddSearchAttributesRequest(namespace=client.namespace, search_attributes=missing)
            )
        except RPCError as failure:
            if failure.status is RPCStatusCode.PERMISSION_DENIED:
                raise EngineError(_command(client.namespace, missing)) from None
            if failure.status is not RPCStatusCode.ALREADY_EXISTS:
                raise
        await asyncio.sleep(_PAUSE_SECONDS)
    raise EngineError(_command(client.namespace, await _missing(client)))


async def _missing(client: Client) -> dict[str, IndexedValueType.ValueType]:
    known = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace)
    )
    for name, wanted in _WANTED.items():
        if (found := known.custom_attributes.get(name, wanted)) != wanted:
            raise EngineError(
                f"The namespace {client.namespace} has a search attribute {name} of type {_name(found)}, but "
                f"{_name(wanted)} is needed; remove it, or use another namespace."
            )
    return {name: kind for name, kind in _WANTED.items() if name not in known.custom_attributes}


def _name(kind: int) -> str:
    return (
        IndexedValueType.Name(IndexedValueType.ValueType(kind))
        .removeprefix("INDEXED_VALUE_TYPE_")
        .capitalize()
    )


def _command(namespace: str, missing: dict[str, IndexedValueType.ValueType]) -> str:
    flags = " ".join(f"--name {name} --type {_name(kind)}" for name, kind in missing.items())
    return (
        "The search attributes could not be added; ask an operator to run "
        f"`temporal operator search-attribute create --namespace {namespace} {flags}`."
    )
