"""Which facts of a case the law knows: those that a rule pack names."""

from __future__ import annotations

from statute.pack import load_pack, pack_ids

_NAMED = frozenset(name for pack_id in pack_ids() for name in load_pack(pack_id).events)


def is_of_law(name: str) -> bool:
    """Whether a rule pack names a fact. Other facts move no clock."""
    return name in _NAMED
