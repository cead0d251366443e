"""Meetings that a case has arranged, with their days, for calendars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

ARRANGED: Mapping[str, tuple[str, str]] = {"review_meeting_arranged": ("meeting_on", "Review meeting")}
"""The acts that arrange a meeting: the field that holds its day, and the meeting in words."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """A meeting and its day."""

    on: date
    text: str


def appointment_of(event: str, fields: Mapping[str, Any]) -> Appointment | None:
    """The meeting that an act arranged, or None."""
    if event not in ARRANGED:
        return None
    name, text = ARRANGED[event]
    day = fields.get(name)
    return Appointment(date.fromisoformat(str(day)), text) if day else None
