"""How fast somebody may ask: so many requests a minute for a token, and few for those who have none that is good."""

from __future__ import annotations

import math
import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from starter.api.problems import TOO_MANY, Refusal

PER_TOKEN = "600/minute"
PER_STRANGER = "30/minute"


class Pace:
    """The paces of one process: with several, each counts for itself."""

    def __init__(self, per_token: str = PER_TOKEN, per_stranger: str = PER_STRANGER) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._token, self._stranger = parse(per_token), parse(per_stranger)

    def check(self, token_id: str) -> None:
        """Count a request with a token. Raises Refusal where there were too many."""
        if not self._limiter.hit(self._token, "token", token_id):
            raise self._refusal(self._token, "token", token_id)

    def check_stranger(self, address: str) -> None:
        """Refuse an address from which too many requests came without a good token."""
        if not self._limiter.test(self._stranger, "stranger", address):
            raise self._refusal(self._stranger, "stranger", address)

    def note_stranger(self, address: str) -> None:
        """Count a request without a good token."""
        self._limiter.hit(self._stranger, "stranger", address)

    def _refusal(self, item: RateLimitItem, *whose: str) -> Refusal:
        reset = self._limiter.get_window_stats(item, *whose).reset_time
        seconds = max(1, math.ceil(reset - time.time()))
        return Refusal(
            TOO_MANY,
            f"That is more than {item.amount} requests in a {item.GRANULARITY.name}; wait {seconds} seconds.",
            headers={"Retry-After": str(seconds)},
        )
