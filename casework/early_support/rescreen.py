"""When a child is screened again by local policy, and whether a re-screen came too early. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casework.early_support.policy import EarlySupportPolicy
from casework.early_support.support_record import COLOURS, NO_CONCERN, SupportRecord, of_kind
from statute.counting import weeks_after


@dataclass(frozen=True, slots=True)
class Rescreen:
    """A screen that found a need, the day from which it is repeated, and the re-screens since.

    `due_on` is None where local policy asks for no re-screen. `early` holds re-screens before that day, which do not count;
    `accepted` is the first that counts.
    """

    screen: SupportRecord
    due_on: date | None
    early: tuple[SupportRecord, ...] = ()
    accepted: SupportRecord | None = None

    @property
    def waits(self) -> bool:
        """Whether a re-screen is still to come."""
        return self.due_on is not None and self.accepted is None

    @property
    def moved(self) -> int:
        """How many colours the child moved up, negative if down; 0 without a re-screen that counts."""
        return moved(self.screen, self.accepted) if self.accepted is not None else 0


def rescreen_of(records: Sequence[SupportRecord], policy: EarlySupportPolicy) -> Rescreen | None:
    """Return the re-screen of a child's latest screen; None if there is no screen."""
    screens = of_kind(records, "screen")
    if not screens:
        return None
    last = screens[-1]
    later = [one for one in of_kind(records, "rescreen") if one.on >= last.on]
    if last.get("colour") == NO_CONCERN or policy.rescreen_weeks is None:
        return Rescreen(last, None, (), later[0] if later else None)
    due_on = weeks_after(last.on, policy.rescreen_weeks)
    early = tuple(one for one in later if one.on < due_on)
    accepted = next((one for one in later if one.on >= due_on), None)
    return Rescreen(last, due_on, early, accepted)


def moved(before: SupportRecord, after: SupportRecord) -> int:
    """Return how many colours a child moved up between two screens; negative if down."""
    return COLOURS.index(str(after.get("colour"))) - COLOURS.index(str(before.get("colour")))
