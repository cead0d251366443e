"""Rate limits for the console: more than a person ever needs, and far less than a program would use."""

from __future__ import annotations

from fastapi import Request
from limits import parse

from casework.access.permissions import Person
from office.rate_limits import RateLimiter

SIGN_INS = parse("20/minute")
"""Attempts to sign in, from one address."""
POSTS = parse("120/minute")
"""Forms of one person."""
POSTS_OF_ADDRESS = parse("1200/minute")
"""Forms from one address of people who are not signed in; a whole office may be behind it."""
SEARCHES = parse("30/minute")
"""Searches of one person."""


def address_of(request: Request) -> str:
    """Return the address that a request comes from."""
    return request.client.host if request.client else "unknown"


async def posts(request: Request) -> None:
    """Count a form, by its person, or else by its address. Raises TooManyRequests.

    Strangers at an address use up nothing of the people who are signed in there.
    """
    if request.method != "POST":
        return
    limiter: RateLimiter = request.app.state.limits
    person: Person | None = getattr(request.state, "person", None)
    if person is None:
        limiter.count(POSTS_OF_ADDRESS, "posts of address", address_of(request))
    else:
        limiter.count(POSTS, "posts", person.id)


async def sign_ins(request: Request) -> None:
    """Count an attempt to sign in. Raises TooManyRequests."""
    limiter: RateLimiter = request.app.state.limits
    limiter.count(SIGN_INS, "sign-ins", address_of(request))


async def searches(request: Request) -> None:
    """Count a search. Raises TooManyRequests."""
    limiter: RateLimiter = request.app.state.limits
    person: Person | None = getattr(request.state, "person", None)
    limiter.count(SEARCHES, "searches", person.id if person else address_of(request))
