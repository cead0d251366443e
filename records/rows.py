"""Rows made from data classes."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any


def row_of(one: Any) -> dict[str, Any]:
    """Return the fields of a data class with at least two fields as a row.

    The values are not copied: `dataclasses.asdict` copies every value of every field, which takes longer than the insert.
    """
    names, values = _reading(one.__class__)
    return dict(zip(names, values(one), strict=True))


@cache
def _reading(kind: Any) -> tuple[tuple[str, ...], attrgetter[tuple[Any, ...]]]:
    names = tuple(field.name for field in fields(kind))
    return names, attrgetter(*names)
