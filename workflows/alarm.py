"""A timer to the next moment of a process that lives for years, which acts in between leave as it is."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from temporalio import workflow


class Alarm:
    """The one timer of a process. It is replaced only if its moment or its words change."""

    def __init__(self) -> None:
        self._timer: asyncio.Task[None] | None = None
        self._set_for: tuple[datetime, str] | None = None

    def set(self, at: datetime, left: timedelta, why: str) -> None:
        """Set the timer to an instant that is `left` ahead; `why` is its summary."""
        if self._set_for == (at, why):
            return
        if self._timer is not None and not self._timer.done():
            self._timer.cancel()
        self._set_for = (at, why)
        if left > timedelta():
            self._timer = asyncio.create_task(workflow.sleep(left, summary=why))
