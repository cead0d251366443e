"""A planned case of the demo caseload: its child, its request, and what is done in it on which day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class PlannedAct:
    """One act. `texts` are its free texts by field; `recorded_on` is the day on which it is recorded.

    `by` is who records it, if that is not the officer of the case.
    """

    action: str
    on: date
    recorded_on: date
    of: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    by: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedCase:
    """One case. `row` is its request as a row of a file of requests (office.intake).

    `waits_for` is the day of the coming sitting that will advise on it, if the panel is to hear it next. `plan_ends_on` is
    the day on which the plan ends that the case is about, once its time to appeal has closed the case.
    """

    number: int
    case_id: str
    received_on: date
    team: str
    officer: str
    row: Mapping[str, Any]
    acts: tuple[PlannedAct, ...]
    waits_for: date | None = None
    plan_ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class DemoSetting:
    """A school or college that plans may name, with the ages that it takes."""

    id: str
    name: str
    lowest: int
    highest: int


def office_day(day: date) -> date:
    """Return the day itself or, for a day of a weekend, the Monday after it."""
    over = day.weekday() - _SATURDAY
    return day + timedelta(days=2 - over) if over >= 0 else day


def office_day_by(day: date) -> date:
    """Return the day itself or, for a day of a weekend, the Friday before it."""
    over = day.weekday() - _SATURDAY
    return day - timedelta(days=1 + over) if over >= 0 else day
