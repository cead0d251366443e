"""The hearing of an appeal: when people are reminded of it, and when it can be recorded as held."""

from __future__ import annotations

from datetime import date

from statute.words import short_date

HEARING_DAYS = 14
"""Calendar days before the hearing when the officer and the manager are reminded (our own practice)."""


def too_early(hearing_on: date | None, on: date | None) -> str | None:
    """Why a hearing cannot have been held on a day, in one sentence; None if it can."""
    if hearing_on is None or on is None or on >= hearing_on:
        return None
    return (
        f"The hearing is on {short_date(hearing_on)}; if the Tribunal moved it, record its directions first."
    )
