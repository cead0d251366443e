"""What the records say of the child of a plan, for the processes of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ChildKnown:
    """What the records say of the child of a case today: codes and ids only. None is not known.

    `last_year` is whether the person reaches the highest age of a plan before the next school year begins, or has reached it.
    `ages` has the lowest and highest age of the settings that the child may attend, from the settings register, by their ids.
    """

    school_year: int | None = None
    setting: str | None = None
    attends_no_setting: bool | None = None
    under_five: bool | None = None
    last_year: bool | None = None
    ages: Mapping[str, tuple[int | None, int | None]] = field(default_factory=dict)
