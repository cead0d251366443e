"""The ground of an exception, by what the pack says that it is."""

from __future__ import annotations

from dataclasses import dataclass

from statute.pack import GroundType, RulePack


@dataclass(frozen=True, slots=True)
class ExceptionGround:
    """The ground of an exception: its type, the least days that it asks for, and the roles of the limits it can excuse."""

    type: GroundType
    least_days: int | None
    excuses: frozenset[str]


def exception_ground(pack: RulePack, written: str) -> ExceptionGround | None:
    """The ground that a claim names; None where the pack has none of that name."""
    ground = pack.ground(written)
    if ground is None:
        return None
    return ExceptionGround(ground.ground, ground.least_days, pack.roles_of_ground(written))
