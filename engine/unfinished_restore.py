"""Refuse to work on a data folder whose restore is decided but not finished."""

from __future__ import annotations

from engine.configuration import Settings
from engine.errors import EngineError

PENDING = "restore.pending"
"""The folder of a restore that is decided but not finished."""


def refuse_unfinished_restore(settings: Settings) -> None:
    """Raise EngineError if a restore of this data folder began and did not finish."""
    if is_unfinished(settings):
        raise EngineError(
            f"A restore of {settings.data} did not finish; run `ehcp up` or `ehcp restore` on it, which finish it first."
        )


def is_unfinished(settings: Settings) -> bool:
    """Return whether a restore of this data folder began and did not finish."""
    return (settings.data / PENDING).exists()
