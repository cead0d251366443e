"""The key of an obligation in a case: its rule, its `of` and its last day."""

from __future__ import annotations

from datetime import date

from casework.case.clock import Clock

ObligationKey = tuple[str, str | None, date]


def key_of(clock: Clock) -> ObligationKey:
    """The key of an obligation."""
    return clock.rule, clock.of, clock.due_on
