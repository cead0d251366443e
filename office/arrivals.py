"""Wait until the records hold what was just started."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from office.refusals import ActRefused
from office.sending import PATIENCE_SECONDS
from records import cases
from records.database import Database

_FIRST_PAUSE, _LONGEST_PAUSE = 0.02, 0.25


class Arrivals:
    """Waits for cases that were started. All that are waited for at one time are looked for in one read.

    Patience ends when no case at all has arrived for its seconds: one of many may wait longer for a busy worker.

    A case is recorded in one transaction with the acts that came with its opening, so that the next act finds them.
    """

    def __init__(self, database: Database, patience: float = PATIENCE_SECONDS) -> None:
        self._database, self._patience = database, patience
        self._waiting: dict[str, asyncio.Future[None]] = {}
        self._looking: asyncio.Task[None] | None = None
        self._last_arrival = float("-inf")

    async def wait_for(self, case_id: str) -> None:
        """Wait until the records hold a case. Raises ActRefused if no worker records it in time."""
        arrived = self._waiting.setdefault(case_id, asyncio.get_running_loop().create_future())
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        clock = asyncio.get_running_loop().time
        until = clock() + self._patience
        while not arrived.done():
            if clock() >= until:
                self._waiting.pop(case_id, None)
                raise _not_recorded(f"Case {case_id} is started")
            await asyncio.wait({arrived}, timeout=until - clock())
            until = max(until, self._last_arrival + self._patience)
        arrived.result()

    async def _look(self) -> None:
        """Look again and again for as long as a case is waited for."""
        pause = _FIRST_PAUSE
        while self._waiting:
            await asyncio.sleep(pause)
            try:
                found = await asyncio.to_thread(self._found, tuple(self._waiting))
            except Exception as failure:
                for arrived in self._waiting.values():
                    arrived.set_exception(failure)
                self._waiting.clear()
                return
            for case_id in found & self._waiting.keys():
                self._waiting.pop(case_id).set_result(None)
                self._last_arrival = asyncio.get_running_loop().time()
            pause = _FIRST_PAUSE if found else min(pause * 2, _LONGEST_PAUSE)

    def _found(self, wanted: tuple[str, ...]) -> frozenset[str]:
        with self._database.read() as session:
            return cases.known(session, wanted)


async def recorded(there: Callable[[], bool], what: str) -> None:
    """Wait until the records hold what was just started. Raises ActRefused if no worker records it in time."""
    end = asyncio.get_running_loop().time() + PATIENCE_SECONDS
    pause = _FIRST_PAUSE
    while not await asyncio.to_thread(there):
        if asyncio.get_running_loop().time() > end:
            raise _not_recorded(what)
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


def _not_recorded(what: str) -> ActRefused:
    return ActRefused(
        f"{what} but no worker has recorded it yet. It will be recorded when a worker runs; check the worker's log."
    )
