"""What the records say of the child of a plan, for the processes of the plan."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChildKnown:
    """What the records say of the child of a case today: codes and ids only. None is not known."""

    school_year: int | None = None
    setting: str | None = None
    attends_no_setting: bool | None = None
    under_five: bool | None = None
