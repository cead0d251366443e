"""Why a plan ends, as the SEN2 return counts it (CeaseReason 1 to 9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from statute.strict_reading import yaml_from

_FILE = Path(__file__).with_name("cease_reasons.yaml")
GROUNDS = ("no_longer_responsible", "no_longer_necessary")
"""The two grounds on which an authority may cease to maintain a plan (CFA 2014 s.45(1))."""
ANSWERS = ("still_in_education", "apprenticeship", "not_engaging")
"""The answers that a reason can depend on."""


@dataclass(frozen=True, slots=True)
class CeaseReason:
    """A reason: its code in the return, its words, and what it depends on. `instead` is what to record in its place."""

    code: str
    words: str
    ground: str
    needs: str | None = None
    unless: str | None = None
    from_age: int | None = None
    out_of_education: bool = False
    instead: str | None = None
    warning: str | None = None


@lru_cache(maxsize=1)
def _content() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml_from(_FILE.read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def cease_reasons() -> Mapping[str, CeaseReason]:
    """Return the reasons by name, in the order of their codes."""
    return {name: CeaseReason(**row) for name, row in _content()["reasons"].items()}


def age_named(name: str) -> int:
    """Return an age that the law of ceasing depends on: `adult` or `maximum`."""
    return int(_content()["ages"][name])


def reply_days() -> int:
    """Return the local number of days that families and settings have for their views. The law sets none."""
    return int(_content()["local"]["reply_days"])


def cease_reason(name: object) -> CeaseReason:
    """Return the reason of a name. Raises KeyError for another name."""
    return cease_reasons()[str(name)]
