"""The types of plan that a local partnership publishes, as plan_types.yaml describes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from casework.inclusion_plan.data_files import content_of

_DATA: Final = content_of("plan_types")
_PARTS: Final = frozenset({"sections", "sign_offs"})


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a plan: what to write in it, and the ids of the evidence tables that it shows."""

    key: str
    title: str
    about: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignOff:
    """A partner that signs a plan off: its name, and who signs for it."""

    key: str
    title: str
    who: str


@dataclass(frozen=True, slots=True)
class PlanType:
    """A type of plan, with its sections in order and the partners that sign it off."""

    key: str
    title: str
    about: str
    sections: tuple[Section, ...]
    sign_offs: tuple[SignOff, ...]

    def section(self, key: str) -> Section | None:
        """Return a section of the type, or None."""
        return next((one for one in self.sections if one.key == key), None)


SECTIONS: Final[Mapping[str, Section]] = {
    key: Section(key, one["title"], one["about"], tuple(one.get("evidence", ())))
    for key, one in _DATA["sections"].items()
}
"""Every section that a type can have."""
SIGN_OFFS: Final[Mapping[str, SignOff]] = {
    key: SignOff(key, one["title"], one["who"]) for key, one in _DATA["sign_offs"].items()
}
PLAN_TYPES: Final[Mapping[str, PlanType]] = {
    key: PlanType(
        key,
        one["title"],
        one["about"],
        tuple(SECTIONS[name] for name in one["sections"]),
        tuple(SIGN_OFFS[name] for name in one["sign_offs"]),
    )
    for key, one in _DATA.items()
    if key not in _PARTS
}
"""The types of plan, by key."""
