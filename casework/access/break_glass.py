"""Break-glass: reading a case that is not yours, for a day, with a reason that its manager will read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

LASTS = timedelta(hours=24)
"""How long somebody who has broken the glass may read."""

READS = frozenset({"see_case", "see_personal"})
"""The rights that break-glass gives, by their values: it reads, and changes nothing."""

_SHORTEST_REASON = 10


def lets_read(right: str, person: str, glass: Collection[str]) -> bool:
    """Return whether a right of a person comes from break-glass; `glass` holds those whose day is not over."""
    return right in READS and person in glass


def reason_refused(reason: str) -> str | None:
    """Return why a reason is not enough, in one sentence; None where it is."""
    if len(reason.strip()) < _SHORTEST_REASON:
        return "Say why you must see this case, in a sentence that its manager will read."
    return None
