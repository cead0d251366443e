"""A process of a scenario that people call: what it begins with, and what is recorded in it on which day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.case.actions import Act
from statute.errors import BadFacts


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """What is recorded in a process on a day; None where only time passes and its moments may come."""

    on: date
    act: Act | None


@dataclass(frozen=True, slots=True)
class Planned:
    """A process of a scenario: the fields of its opening, the day it is called, who acts in it, and its steps in order."""

    fields: Mapping[str, Any]
    called_on: date
    by: str
    steps: tuple[PlannedStep, ...]


def day_of(where: str, written: Any) -> date:
    """A day of a scenario. Raises BadFacts with one sentence."""
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        raise BadFacts(f"{where} is {written!r}; write it as YYYY-MM-DD, such as 2024-03-04.") from None
