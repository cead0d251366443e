"""Who an act is recorded by."""

from __future__ import annotations

OPERATOR_ID = "operator"
"""The actor of a command that names no one."""


def is_named(by: str | None) -> bool:
    """Return whether an act names the person who decided, not only the operator of the data folder."""
    return by is not None and by != OPERATOR_ID
