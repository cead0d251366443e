"""What pages and API are made of: the records, the Temporal server when it answers, the gate and the clock."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from temporalio.client import Client

from engine.errors import EngineError
from office.gate import Gate
from office.office import Office
from records.database import Database
from statute.local_time import london_date


def _today() -> date:
    return london_date(datetime.now(UTC))


@dataclass
class Parts:
    """The running parts. Reading needs the records alone; `office` is asked for when somebody acts.

    `connects` makes a connection to Temporal and raises EngineError where nothing answers; it is made once, at the
    first act, so that people can read while the server is away. `via` names the way in for the log of the gate;
    `uploads` is the folder of the documents that people add.
    """

    database: Database
    task_queue: str
    connects: Callable[[], Awaitable[Client]]
    via: str = "console"
    uploads: Path | None = None
    today: Callable[[], date] = _today
    _client: Client | None = field(default=None, init=False)
    _connecting: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    @property
    def gate(self) -> Gate:
        """The gate that asks the records who may do what."""
        return Gate(self.database, self.via)

    async def office(self) -> Office:
        """The office, connected. Raises EngineError with one sentence where the server does not answer."""
        async with self._connecting:
            if self._client is None:
                self._client = await self.connects()
        return Office(self._client, self.database, self.task_queue)


async def _nothing_answers() -> Client:
    raise EngineError("No Temporal server is set up here; only reading is possible.")


def reading_alone(database: Database, today: Callable[[], date] = _today) -> Parts:
    """Parts without a server, with which people can read."""
    return Parts(database, "", _nothing_answers, today=today)
