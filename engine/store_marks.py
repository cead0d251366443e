"""The mark that the records and Temporal's store share.

Both stores hold the same random mark, which changes when a worker of an embedded server starts and after each backup. A
store that comes from another moment, or from another restore, holds another mark. Temporal's store keeps it in the data
of its namespace.
"""

from __future__ import annotations

import fcntl
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import structlog
from temporalio.api.namespace.v1 import UpdateNamespaceInfo
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, UpdateNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from engine.configuration import Settings
from records import store_mark
from records.database import Database

_LOG = structlog.get_logger()
_KEY = "ehcp-mark"
_NOT_OURS = (RPCStatusCode.PERMISSION_DENIED, RPCStatusCode.UNIMPLEMENTED)


@contextmanager
def mark_kept(settings: Settings) -> Iterator[None]:
    """Keep the mark as it is within this context, so that both copies of a backup hold the same one."""
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (settings.data / "backup.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield


async def mark_of(client: Client) -> str | None:
    """Return the mark of Temporal's store, or None if it has none or we may not read it."""
    try:
        told = await client.workflow_service.describe_namespace(
            DescribeNamespaceRequest(namespace=client.namespace)
        )
    except RPCError as failure:
        if failure.status in _NOT_OURS:
            return None
        raise
    return told.namespace_info.data.get(_KEY) or None


async def renew_mark(client: Client, database: Database, settings: Settings) -> bool:
    """Give both stores a new mark. Returns False if a backup is under way, or if we may not write the namespace.

    The records first note the next mark, so that a program that ends in between leaves two stores that still match.
    """
    with _no_backup(settings) as free:
        if not free:
            return False
        mark = secrets.token_hex(8)
        with database.write() as session:
            store_mark.propose(session, mark, datetime.now(UTC))
        try:
            await client.workflow_service.update_namespace(
                UpdateNamespaceRequest(
                    namespace=client.namespace, update_info=UpdateNamespaceInfo(data={_KEY: mark})
                )
            )
        except RPCError as failure:
            if failure.status not in _NOT_OURS:
                raise
            _LOG.warning("stores_not_marked", reason=failure.status.name)
            return False
        with database.write() as session:
            store_mark.settle(session, mark, datetime.now(UTC))
        return True


@contextmanager
def _no_backup(settings: Settings) -> Iterator[bool]:
    """Yield whether no backup of this data folder is under way, and let none begin meanwhile.

    A backup copies Temporal's store only if it is the embedded one; a worker of a cluster may have no data folder.
    """
    if not settings.embedded:
        yield True
        return
    with (settings.data / "backup.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True
