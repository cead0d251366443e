"""Which facts of a case the law knows: those that a rule pack names."""

from __future__ import annotations

from functools import cache

from statute.pack import packs_of_law


def is_of_law(name: str) -> bool:
    """Whether a rule pack names a fact. Other facts move no clock."""
    return name in _named()


@cache
def _named() -> frozenset[str]:
    return frozenset(name for pack in packs_of_law() for name in pack.events)
