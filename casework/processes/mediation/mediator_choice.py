"""Who is invited to mediate: of the authority's list, the one with the fewest open mediations."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence


def next_mediator(listed: Sequence[str], busy: Mapping[str, int], but: Collection[str]) -> str | None:
    """The mediator to invite, or None where nobody is left. Of those equally busy, the first of the list.

    `busy` counts each one's open mediations; `but` are those who declined this one or were stood down.
    """
    free = [each for each in listed if each not in but]
    return min(free, key=lambda each: busy.get(each, 0), default=None)
