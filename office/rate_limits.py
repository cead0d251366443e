"""Rate limits for the ways in: one moving window for each kind of request and each caller.

Each process counts its own requests. Behind several consoles a limit is that many times as wide.
"""

from __future__ import annotations

import math
import time

from limits import RateLimitItem
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class TooManyRequests(Exception):  # noqa: N818 - named for what it says
    """A caller asks too often: the limit, and the number of seconds after which they may ask again."""

    def __init__(self, limit: RateLimitItem, seconds: int) -> None:
        super().__init__(limit, seconds)
        self.limit, self.seconds = limit, seconds


class RateLimiter:
    """The requests of the last minutes, in memory."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def count(self, limit: RateLimitItem, kind: str, caller: str) -> None:
        """Count one more request of a kind by a caller. Raises TooManyRequests."""
        if not self._limiter.hit(limit, kind, caller):
            window = self._limiter.get_window_stats(limit, kind, caller)
            raise TooManyRequests(limit, max(1, math.ceil(window.reset_time - time.time())))
