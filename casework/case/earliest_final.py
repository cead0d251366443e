"""The first day on which a plan may be made final, after the family has had its time to answer the draft."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from statute.clock_roles import ClockRole


class Floor(Protocol):
    """What is read of an obligation, or of its stored row."""

    @property
    def role(self) -> str | None: ...
    @property
    def started_on(self) -> date: ...
    @property
    def earliest_final(self) -> date | None: ...


def earliest_final(obligations: Iterable[Floor]) -> date | None:
    """The first day on which the last draft may be made final; None if there is no draft."""
    floors = [one for one in obligations if one.earliest_final and one.role == ClockRole.ANSWER_THE_DRAFT]
    return max(floors, key=lambda one: one.started_on).earliest_final if floors else None
