"""Rate limits for the API: so many requests a minute for a token, and few for callers without a good one."""

from __future__ import annotations

from limits import RateLimitItem, parse

from office.rate_limits import RateLimiter, TooManyRequests
from starter.api.problems import TOO_MANY, Refusal

PER_TOKEN = "600/minute"
PER_STRANGER = "30/minute"


class Pace:
    """The rate limits of one process."""

    def __init__(self, per_token: str = PER_TOKEN, per_stranger: str = PER_STRANGER) -> None:
        self._limiter = RateLimiter()
        self._token, self._stranger = parse(per_token), parse(per_stranger)

    def count_token(self, token_id: str) -> None:
        """Count a request with a good token. Raises Refusal when there were too many."""
        self._count(self._token, "token", token_id)

    def count_stranger(self, address: str) -> None:
        """Count a request without a good token, by its address. Raises Refusal when there were too many."""
        self._count(self._stranger, "stranger", address)

    def _count(self, limit: RateLimitItem, kind: str, caller: str) -> None:
        try:
            self._limiter.count(limit, kind, caller)
        except TooManyRequests as refused:
            raise Refusal(
                TOO_MANY,
                f"That is more than {limit.amount} requests in a {limit.GRANULARITY.name}; wait {refused.seconds} seconds.",
                headers={"Retry-After": str(refused.seconds)},
            ) from None
