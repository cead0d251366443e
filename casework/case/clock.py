"""What the process reads of an obligation and of a calendar of working days."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from statute.pack import ChasedUntil


class WorkingDays(Protocol):
    """A calendar of working days (statute.calendars)."""

    def add_working_days(self, day: date, days: int) -> date: ...


class Clock(Protocol):
    """What the agenda reads of an obligation (statute.obligation)."""

    @property
    def rule(self) -> str: ...
    @property
    def role(self) -> str | None: ...
    @property
    def chased_until(self) -> ChasedUntil: ...
    @property
    def keeps_case_open(self) -> bool: ...
    @property
    def carries_out_outcome(self) -> bool: ...
    @property
    def of_kind(self) -> str: ...
    @property
    def after_window(self) -> str: ...
    @property
    def of(self) -> str | None: ...
    @property
    def title(self) -> str: ...
    @property
    def citation(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def started_on(self) -> date: ...
    @property
    def due_on(self) -> date: ...
    @property
    def status(self) -> str: ...
    @property
    def closed_on(self) -> date | None: ...


def is_owed(clock: Clock) -> bool:
    """Whether the obligation is still to be met. One that was closed while overdue keeps its status, but is no longer owed."""
    return clock.status in ("running", "overdue") and clock.closed_on is None
