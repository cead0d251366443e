"""The values of a row that is a dataclass, by column."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import Any


def values_of(row: Any) -> dict[str, Any]:
    """Return the fields of a row by name. It copies no value: `asdict` took a quarter of the time of recording an act."""
    return {name: getattr(row, name) for name in _names(type(row))}


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))
