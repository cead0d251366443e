"""The work tray: whose turn it is in a case, and what is due this week.

The recorder stores the turn with the case; a list compares the stored days with today.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from casework.case.stages import DECIDED, Stage
from statute.clock_roles import ClockRole
from statute.obligation import Obligation

Side = Literal["authority", "others"]

WEEK = timedelta(days=7)
"""A case is due this week if its next last day is within this time."""
SOON = timedelta(days=28)
"""A decided case is the authority's turn again once one of its last days is within this time."""
_OURS = frozenset(
    {
        Stage.RECEIVED,
        Stage.DECIDING_TO_ASSESS,
        Stage.DECIDING_TO_ISSUE,
        Stage.DRAFTING,
        Stage.FINALISING,
    }
)
"""The stages in which the next step is the authority's."""
_UNMET = ("running", "overdue")


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is. If it is the turn of others, `back_on` is the day on which it is the authority's again."""

    side: Side
    back_on: date | None = None


def turn_of(stage: Stage, obligations: Iterable[Obligation]) -> Turn:
    """Whose turn it is: the authority's if its stage requires it, if all advice has arrived, or if a last day is near."""
    if stage in _OURS:
        return Turn("authority")
    unmet = [one for one in obligations if one.status in _UNMET]
    if stage is Stage.ASSESSING:
        return Turn("others" if any(one.role == ClockRole.RETURN_ADVICE for one in unmet) else "authority")
    if stage not in DECIDED:
        return Turn("others")
    owed = [
        one.due_on
        for one in unmet
        if one.duty_holder == "authority" and one.kind == "limit" and one.closed_on is None
    ]
    return Turn("others", min(owed) - SOON if owed else None)
