"""What travels into and out of the work of a night: the names of its steps and a day."""

from __future__ import annotations

from datetime import date

from workflows.messages import Message


class NightlyStep(Message):
    """A step of a night. `summary` says what it does, for a person who reads the history."""

    name: str
    summary: str


class StepOfDay(Message):
    """A step to do for a day that has ended."""

    name: str
    day: date
