"""What a family is told of the ground of an exception, by what the pack says the ground is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from statute.pack import GroundType, RulePack

TOLD: Mapping[tuple[GroundType, int | None], tuple[str, str]] = {
    ("closure_school", 28): (
        "The school or college that we must ask for advice is closed for four weeks or longer.",
    )
    * 2,
    ("closure_early_years", 28): (
        "The early years setting that we must ask for advice is closed for four weeks or longer.",
    )
    * 2,
    ("exceptional_personal", None): (
        "Exceptional personal circumstances affect the child or a parent.",
        "Exceptional personal circumstances affect you.",
    ),
    ("exceptional", None): (
        "Exceptional personal circumstances affect the child or a parent.",
        "Exceptional personal circumstances affect you.",
    ),
    ("absence", 28): (
        "The child or a parent is away from our area for four weeks or longer.",
        "You are away from our area for four weeks or longer.",
    ),
    ("absence", 14): (
        "The child or a parent is away from our area for two weeks or longer.",
        "You are away from our area for two weeks or longer.",
    ),
    ("missed_appointment", None): ("An appointment was missed.",) * 2,
}
"""By the type of a ground and the least days that it asks for: what a parent is told, and what a young person is told."""
_OTHER = "An exception in the regulations applies."


@dataclass(frozen=True, slots=True)
class ExceptionGround:
    """The ground of an exception: its type, the least days that it asks for, and the roles of the limits it can excuse."""

    type: GroundType
    least_days: int | None
    excuses: frozenset[str]

    def told(self, young_person: bool) -> str:
        """What the family is told that the ground is."""
        return TOLD.get((self.type, self.least_days), (_OTHER, _OTHER))[young_person]


def exception_ground(pack: RulePack, written: str) -> ExceptionGround | None:
    """The ground that a claim names; None where the pack has none of that name."""
    ground = pack.ground(written)
    if ground is None:
        return None
    return ExceptionGround(ground.ground, ground.least_days, pack.roles_of_ground(written))


def words_of(ground: ExceptionGround | None, young_person: bool) -> str:
    """What the family is told of a ground, also of one that the pack does not know."""
    return _OTHER if ground is None else ground.told(young_person)
