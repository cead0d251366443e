"""Break-glass: reading a case that is not yours, for one day, with a reason that its manager will read."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from casework.access.reasons import says_something

LASTS = timedelta(hours=24)
"""How long a person may read after breaking the glass."""

READS = frozenset({"see_case", "see_personal"})
"""The rights that break-glass gives, by value. It lets a person read and change nothing."""


def lets_read(right: str, person: str, glass: Collection[str]) -> bool:
    """Return whether break-glass gives a person a right. `glass` holds the people whose day is not over."""
    return right in READS and person in glass


def reason_refused(reason: str) -> str | None:
    """Return why a reason is not enough, in one sentence; None if it is."""
    if not says_something(reason):
        return "Say why you must see this case, in a sentence that its manager will read."
    return None
