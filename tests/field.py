"""A field office: the real server on a file and a database, with workers that a test starts, breaks and replaces."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from temporalio.client import Client

from bench.cases import request
from engine.configuration import Settings
from office.office import Office
from records.database import Database
from statute.local_time import london_date
from tests.running import Answer, ehcp
from worker import build_worker
from workflows.messages import ActMessage


@dataclass
class Field:
    """The parts of it, and what tests do with them."""

    settings: Settings
    office: Office

    @property
    def client(self) -> Client:
        return self.office.client

    @asynccontextmanager
    async def worker(self, database: Database | None = None, **more: Any) -> AsyncIterator[None]:
        """A worker as in production, for as long as the context lasts."""
        with ThreadPoolExecutor(8) as threads:
            async with build_worker(
                self.client, self.settings.task_queue, database or self.office.database, threads, **more
            ):
                yield

    async def case(self, days_ago: int = 10, **more: Any) -> str:
        """A new case of an invented child."""
        case_id, _ = await self.office.open(replace(request(days_ago), **more))
        return case_id

    async def act(self, case_id: str, action: str, of: str | None = None, **fields: Any) -> None:
        """An act of today."""
        today = london_date(await self.now())
        request_id = f"{case_id}-{action}-{of}"
        message = ActMessage(
            action=action, on=today, of=of, fields=fields, by="officer-1", request_id=request_id
        )
        await self.office.act(case_id, message)

    async def now(self) -> Any:
        from datetime import UTC, datetime

        return datetime.now(UTC)

    async def ehcp(self, *words: str) -> Answer:
        """A command of `ehcp` on this office."""
        return await asyncio.to_thread(lambda: ehcp(*words, data=self.settings.data))


async def until(true: Callable[[], Awaitable[Any]], what: str, patience: float = 60.0) -> Any:
    """Wait for an answer that is true, and give it."""
    end = asyncio.get_running_loop().time() + patience
    while not (found := await true()):
        assert asyncio.get_running_loop().time() < end, f"never came: {what}"
        await asyncio.sleep(0.1)
    return found


SOON = timedelta(0)
