"""Which facts of a case the law knows: those that a rule pack names."""

from __future__ import annotations

from functools import cache

from statute.pack import load_pack, pack_ids


def is_of_law(name: str) -> bool:
    """Whether a fact is one of the law's vocabulary; the others move no clock by themselves."""
    return name in _named()


@cache
def _named() -> frozenset[str]:
    return frozenset(name for pack_id in pack_ids() for name in load_pack(pack_id).events)
