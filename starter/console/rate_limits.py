"""How often somebody may ask: more than a person ever does, and far less than a program would.

Each console counts by itself: behind several, the limits are as many times as wide.
"""

from __future__ import annotations

import math
import time

from fastapi import Request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from casework.access.permissions import Person
from starter.console.errors import TooMany

SIGN_INS = parse("20/minute")
"""Attempts to sign in, from one address."""
POSTS = parse("120/minute")
"""Forms of one person."""
POSTS_OF_ADDRESS = parse("1200/minute")
"""Forms from one address; a whole office may stand behind it."""
SEARCHES = parse("30/minute")
"""Searches of one person."""


class Limits:
    """What was asked of late, in memory."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def take(self, limit: RateLimitItem, kind: str, who: str) -> None:
        """Count one more. Raises TooMany."""
        if not self._limiter.hit(limit, kind, who):
            window = self._limiter.get_window_stats(limit, kind, who)
            raise TooMany(max(1, math.ceil(window.reset_time - time.time())))


def address_of(request: Request) -> str:
    """From where somebody asks."""
    return request.client.host if request.client else "unknown"


async def posts(request: Request) -> None:
    """Count a form; a dependency of the whole console. Raises TooMany."""
    if request.method != "POST":
        return
    limits: Limits = request.app.state.limits
    limits.take(POSTS_OF_ADDRESS, "posts of address", address_of(request))
    person: Person | None = getattr(request.state, "person", None)
    if person is not None:
        limits.take(POSTS, "posts", person.id)


async def sign_ins(request: Request) -> None:
    """Count an attempt to sign in. Raises TooMany."""
    limits: Limits = request.app.state.limits
    limits.take(SIGN_INS, "sign-ins", address_of(request))


async def searches(request: Request) -> None:
    """Count a search. Raises TooMany."""
    limits: Limits = request.app.state.limits
    person: Person | None = getattr(request.state, "person", None)
    limits.take(SEARCHES, "searches", person.id if person else address_of(request))
