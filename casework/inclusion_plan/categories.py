"""How cases are sorted in the evidence: by phase, need, type of setting and profession."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, Final

from casework.inclusion_plan.data_files import content_of
from casework.people.census import CODES

_DATA: Final[Mapping[str, Any]] = content_of("categories")
PHASES: Final = tuple(str(one["name"]) for one in _DATA["phases"])
"""The names of the phases, youngest first."""
LAST_AGE: Final[int] = _DATA["ends"]
"""The age on 31 August after which no plan goes on."""
TRANSFERS: Final = frozenset(_DATA["transfers"])
"""The ages on 31 August at which a child changes phase of education."""
MAINSTREAM: Final[str] = _DATA["mainstream"]
SPECIALIST: Final[str] = _DATA["specialist"]
NOT_RECORDED: Final = "Not recorded"
OTHER: Final = "Other, or too few to show"
"""The category that takes in those with fewer than five."""


def age_on(born_on: date, day: date) -> int:
    """Return the age in whole years on a day."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def school_age(born_on: date, day: date) -> int:
    """Return the age on the 31 August before a day, which decides the school year."""
    year = day.year if day >= date(day.year, 9, 1) else day.year - 1
    return age_on(born_on, date(year, 8, 31))


def phase_at(age: int | None) -> str:
    """Return the phase of an age on 31 August."""
    if age is None:
        return NOT_RECORDED
    begun = [str(one["name"]) for one in _DATA["phases"] if one["from"] <= age]
    return begun[-1] if begun else PHASES[0]


def phase_of(born_on: date | None, day: date) -> str:
    """Return the phase of a child on a day."""
    return phase_at(school_age(born_on, day)) if born_on is not None else NOT_RECORDED


def need_in_words(code: str | None) -> str:
    """Return a need in words."""
    return CODES["primary_need"].get(code or "", NOT_RECORDED)


@cache
def setting_type(kind: str | None) -> str:
    """Return the type of setting of a kind of establishment."""
    if kind is None:
        return NOT_RECORDED
    return next((str(name) for name, kinds in _DATA["settings"].items() if kind in kinds), NOT_RECORDED)


def profession_of(who: str) -> str:
    """Return the profession that a plan names as provider, in the words that plans use."""
    said = f" {' '.join(who.casefold().split())}"
    found = (name for name, words in _DATA["professions"].items() if any(word in said for word in words))
    return next(found, NOT_RECORDED if not who.strip() else "Another profession")
