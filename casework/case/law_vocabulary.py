"""Which facts of a case the law knows: those that a rule pack names."""

from __future__ import annotations

from statute.pack import packs_of_law

_NAMED = frozenset(name for pack in packs_of_law() for name in pack.events)


def is_of_law(name: str) -> bool:
    """Whether a fact is one of the law's vocabulary; the others move no clock by themselves."""
    return name in _NAMED
