"""A task of the worker that does its work again and again."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import ClassVar, Self

import structlog

_LOG = structlog.get_logger()


class Repeating(ABC):
    """Works in a task of its own for as long as the context lasts. A failure delays it but never stops it."""

    PAUSE_SECONDS: ClassVar[float]
    _task: asyncio.Task[None] | None = None

    @abstractmethod
    async def work(self) -> None:
        """Do what there is to do now."""

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        while True:
            try:
                await self.work()
            except Exception as failure:  # the database or the server is away: try again after a pause
                _LOG.warning("repeated_work_waits", kind=type(self).__name__, reason=type(failure).__name__)
            await asyncio.sleep(self.PAUSE_SECONDS)
