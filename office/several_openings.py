"""Open the cases of several requests, a few at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from office.arrivals import Arrivals
from office.intake import Request
from office.office import Office

AT_ONCE = 6
"""More than one, since each waits mostly for the server; few, so that the worker's queue stays short."""


async def open_all(
    office: Office,
    requests: Sequence[Request],
    by: str,
    *,
    second: bool = False,
    note: Callable[[], None] = lambda: None,
) -> list[tuple[str, bool]]:
    """Open a case for each request. Returns its id, and False if the same request already has a case.

    `note` is called after each. Raises what the first that failed raised, once those under way have ended; no further
    case is opened after it.
    """
    at_once, failures = asyncio.Semaphore(AT_ONCE), list[Exception]()
    arrivals = Arrivals(office.database)

    async def one(request: Request) -> tuple[str, bool]:
        async with at_once:
            if failures:
                return "", False
            try:
                opened = await office.open(request, by=by, second=second, arrivals=arrivals)
            except Exception as failure:
                failures.append(failure)
                return "", False
        note()
        return opened

    opened = await asyncio.gather(*map(one, requests))
    if failures:
        raise failures[0]
    return list(opened)
