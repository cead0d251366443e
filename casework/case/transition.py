"""One step of a case, as its workflow sends it to be recorded: an opening, acts, moments or a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from casework.case.actions import Act
from casework.case.moment import Moment
from casework.case.stages import Stage
from statute.local_time import london_date


@dataclass(frozen=True, slots=True)
class Opening:
    """The fact that opens a case. `told_before` is True if the case is taken over, so that no letter is sent."""

    event: str
    on: date | None
    not_after: date | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    officer: str | None = None
    team: str | None = None
    by: str | None = None
    told_before: bool = False


@dataclass(frozen=True, slots=True)
class ActDone:
    """An act of a transition, with the stage after it. `told_before` is True if no letter is to be sent."""

    act: Act
    stage: Stage
    by: str | None = None
    told_before: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """An act from another system that was refused, with the reason."""

    action: str
    why: str


@dataclass(frozen=True, slots=True)
class Transition:
    """One step of a case, recorded completely or not at all. `stage` is the stage after it."""

    seq: int
    recorded_at: datetime
    stage: Stage
    opening: Opening | None = None
    acts: tuple[ActDone, ...] = ()
    moments: tuple[Moment, ...] = ()
    refusal: Refusal | None = None
    request_id: str | None = None

    @property
    def today(self) -> date:
        """The local day on which it was recorded, on the case's clock."""
        return london_date(self.recorded_at)

    @property
    def is_of_the_past(self) -> bool:
        """Whether it records acts that people learned about before, so that only what is owed now is told."""
        return bool(self.acts) and all(done.told_before for done in self.acts)
