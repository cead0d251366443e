"""The grades of the checklist of plan quality, and the checklist as quality.yaml has it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from statute.strict_reading import yaml_from

_FILE: Final = Path(__file__).with_name("quality.yaml")
CONTENT: Final[dict[str, Any]] = yaml_from(_FILE.read_text(encoding="utf-8"))
"""The checklist: local policy, not law."""


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade: its name, its title, and the score in per cent from which a section has it."""

    name: str
    title: str
    at_least: int


GRADES: Final = tuple(Grade(**one) for one in CONTENT["grades"])
"""The grades, the best first."""


def grade_of(score: int) -> str:
    """Return the name of the grade of a score in per cent."""
    return next(one.name for one in GRADES if score >= one.at_least)


def grade_titled(name: str) -> str:
    """Return the title of a grade."""
    return next((one.title for one in GRADES if one.name == name), name)


def is_below(grade: str, other: str) -> bool:
    """Return whether a grade is below another."""
    order = [one.name for one in GRADES]
    return order.index(grade) > order.index(other)
