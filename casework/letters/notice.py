"""A notice: the fact that a person or a body is told something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Notice:
    """A person or a body is told something: `about` is the rule or the act that it is about.

    `is_urgent` is whether our own people are told at once, and not with their daily digest.
    """

    on: date
    kind: str
    to_role: str
    about: str
    of: str | None
    text: str
    is_urgent: bool = False
