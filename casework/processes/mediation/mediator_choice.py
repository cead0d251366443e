"""The choice of a mediator from the authority's list: the one with the fewest open mediations."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence


def next_mediator(listed: Sequence[str], busy: Mapping[str, int], passed_over: Collection[str]) -> str | None:
    """The mediator to invite, or None if no one is left. Among the least busy, the first on the list.

    `busy` holds the number of open mediations of each. `passed_over` holds those who declined or were stood down.
    """
    free = [each for each in listed if each not in passed_over]
    return min(free, key=lambda each: busy.get(each, 0), default=None)
