"""Compare the records with Temporal's store before a worker runs, and refuse two that do not belong together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from typing import Any

from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

from engine.configuration import Settings
from engine.connection import connect
from engine.embedded import address_of
from engine.errors import EngineError
from engine.store_marks import mark_of, renew_mark
from office.office import Office
from office.operations.verification import compared
from records import operations, store_mark
from records.database import Database
from records.store_mark import KnownCases, StoreMark

_LOOKED_AT = 20
"""How many suspicious cases of a kind are looked at one by one; a store that is lost shows in the first."""
_LOOKS, _PAUSE_SECONDS = 3, 0.5
_BLOCKS = ("workflow_missing", "ledger_ahead")
"""The problems of `verify` that no repair can mend, and for which workers do not start."""
_MEND = "restore both from one backup, or start only the server (`ehcp up --server-only`) and run `ehcp verify --repair`"


async def check_stores(office: Office) -> None:
    """Compare the open cases with their workflows. Raises EngineError if a store is empty, older or from another restore."""

    def read() -> tuple[StoreMark, KnownCases]:
        with office.database.read() as session:
            return store_mark.find(session), store_mark.known_cases(session, _LOOKED_AT)

    running = await _running(office.client)
    mark, cases = await asyncio.to_thread(
        read
    )  # afterwards, because a request is registered before its case runs
    if not running and not cases.open:
        return
    if cases.open - mark.accepted and not running:
        await _refuse_lost(office.client, cases.open - mark.accepted, "is empty")
    if running and not cases.known:
        raise _differs("The records are empty", "which Temporal runs", running)
    if unknown := running - cases.known:
        raise _differs("The records are older than Temporal's store", "which it runs", unknown)
    await _refuse_lost(office.client, cases.open - running - mark.accepted, "is older than the records")
    suspects = [*cases.last_changed, *islice(sorted(running - cases.open), _LOOKED_AT)]
    for case_id in dict.fromkeys(each for each in suspects if each in running - mark.accepted):
        if await _stays(partial(_is_ahead, office, case_id)):
            raise EngineError(
                "Temporal's store is older than the records: it has only the earlier steps of some cases, such as "
                f"{case_id}; {_MEND}."
            )

    async def differ() -> bool:
        kept, _ = await asyncio.to_thread(read)
        return not kept.matches(await mark_of(office.client))

    if await _stays(differ):
        raise EngineError(
            f"The records and Temporal's store come from different moments or restores; {_MEND}."
        )


async def _is_ahead(office: Office, case_id: str) -> bool:
    """Return whether the ledger of a case has steps that its workflow does not know."""
    return any([each["kind"] == "ledger_ahead" async for each in compared(office, case_id, repair=False)])


async def _stays(wrong: Callable[[], Awaitable[bool]]) -> bool:
    """Return whether something stays wrong. What other workers do meanwhile may look wrong for a moment."""
    for _ in range(_LOOKS - 1):
        if not await wrong():
            return False
        await asyncio.sleep(_PAUSE_SECONDS)
    return await wrong()


async def pair_stores(office: Office, settings: Settings) -> None:
    """Check both stores, and give them a new mark if this machine holds both or they have none. Raises EngineError."""
    await check_stores(office)
    if settings.embedded or await mark_of(office.client) is None:
        await renew_mark(office.client, office.database, settings)


async def mark_after_backup(settings: Settings) -> None:
    """Give both stores a new mark, so that one of them from this backup is known among later ones."""
    try:
        client = await connect(settings, address=address_of(settings))
    except EngineError:
        return  # nothing runs, and the next start gives both a new mark
    database = Database(settings.database_url)
    try:
        await renew_mark(client, database, settings)
    finally:
        database.close()


async def settle_after_repair(
    office: Office, settings: Settings, problems: Iterable[dict[str, Any]], accepts: tuple[str, str] | None
) -> list[str]:
    """Give both stores a new mark if a repair left nothing that keeps workers from starting. Returns what it left.

    With `accepts`, the id of a person and their reason, workers may start although these cases differ for good.
    """
    left = sorted({each["subject"] for each in problems if each["kind"] in _BLOCKS and not each["repaired"]})
    if left and accepts is None:
        return left
    by, reason = accepts or ("", "")
    now = datetime.now(UTC)
    with office.database.write() as session:
        if accepts is not None:
            store_mark.accept(session, left, now)
        for case_id in left:
            operations.note(
                session, operations.Operation(now, by, "accept a difference of the stores", case_id, reason)
            )
    await renew_mark(office.client, office.database, settings)
    return []


async def _running(client: Client) -> frozenset[str]:
    wanted = 'WorkflowType = "EhcpCase" AND ExecutionStatus = "Running"'
    return frozenset([found.id async for found in client.list_workflows(wanted)])


async def _refuse_lost(client: Client, suspects: Collection[str], what: str) -> None:
    """Raise EngineError if Temporal does not know a case, or has ended it though the records hold it as open."""
    for case_id in islice(sorted(suspects), _LOOKED_AT):
        try:
            told = await client.get_workflow_handle(case_id).describe()
        except RPCError as failure:
            if failure.status is not RPCStatusCode.NOT_FOUND:
                raise
            raise EngineError(
                f"Temporal's store {what}: it does not know the open case {case_id}; {_MEND}."
            ) from None
        if told.status is WorkflowExecutionStatus.COMPLETED:
            raise EngineError(
                f"The records are older than Temporal's store, where {case_id} has ended; {_MEND}."
            )


def _differs(which: str, where: str, case_ids: Collection[str]) -> EngineError:
    return EngineError(f"{which}: {min(case_ids)}, {where}, is not in them; {_MEND}.")
