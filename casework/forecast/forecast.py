"""The forecast of one open case: an estimate from this authority's own past, and never a date of law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CaseForecast:
    """What will probably happen to one open case.

    A chance lies between 0 and 1. `next_limit` and its day are None when no limit of the way to a plan is left. `final_on`
    and its range (one case in ten is earlier, one in ten later) are None when the case will hardly get a plan. `cause` is
    the stage or service with the largest part of the expected delay. `because` and `would_help` are one sentence each.
    """

    case_id: str
    next_limit: str | None
    next_due_on: date | None
    chance_of_missing_next: float | None
    final_due_on: date | None
    chance_of_missing_final: float | None
    final_on: date | None
    final_between: tuple[date, date] | None
    cause: str
    because: str
    would_help: str
