"""The assumptions of the forecast of plans: which there are, and the values that a plan was made with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from casework.inclusion_plan.data_files import content_of


@dataclass(frozen=True, slots=True)
class Assumption:
    """One assumption. An empty `default` is counted from the area's own last twelve months."""

    key: str
    title: str
    unit: str
    default: str
    least: int
    most: int
    about: str


ASSUMPTIONS: Final[Mapping[str, Assumption]] = {
    key: Assumption(key, **one) for key, one in content_of("assumptions").items()
}
"""The assumptions, by key."""


def why_not(key: str, written: str) -> str | None:
    """Return why a value cannot be assumed, in one sentence; None if it can."""
    known = ASSUMPTIONS[key]
    try:
        value = Fraction(written)
    except (ValueError, ZeroDivisionError):
        return f"{known.title} must be a number, like 2 or 2.5."
    if "/" in written or not known.least <= value <= known.most:
        return f"{known.title} must be between {known.least} and {known.most} {known.unit}."
    return None


def share(written: str) -> Fraction | None:
    """Return a percentage as a fraction of one; None where nothing is assumed, so that it is counted."""
    return Fraction(written) / 100 if written else None


def assumed(changed: Mapping[str, str]) -> dict[str, str]:
    """Return the value of each assumption: the changed one, or the default."""
    return {key: changed.get(key, one.default) for key, one in ASSUMPTIONS.items()}
