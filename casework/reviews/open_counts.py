"""Counts of reviews that were done, not done or left open for months. People ask authorities for these numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from casework.plans.review_life import ReviewLife
from statute.counting import months_after

OPEN_MONTHS = (6, 12, 24)
"""After how many months an open review is counted."""


@dataclass(frozen=True, slots=True)
class OpenCounts:
    """The counts of a period, as known at its end.

    `open_over` counts reviews whose meeting was held that many months before and which are not finished.
    `not_held_over` counts reviews without a meeting, from the day by which each was due.
    """

    since: date
    until: date
    done: int
    not_done: int
    open_over: Mapping[int, int]
    not_held_over: Mapping[int, int]

    def as_json(self) -> dict[str, object]:
        """Return the counts as JSON values."""
        return {
            "from": self.since.isoformat(),
            "until": self.until.isoformat(),
            "done": self.done,
            "not_done": self.not_done,
            "open_over": {str(months): count for months, count in self.open_over.items()},
            "not_held_over": {str(months): count for months, count in self.not_held_over.items()},
        }


def open_counts(reviews: Iterable[ReviewLife], since: date, until: date) -> OpenCounts:
    """Return the counts of a period, both days included.

    A review is done if its decision was sent in the period. It is not done if it was owed in the period and its decision was
    not sent by the end. A review that ends in an amended plan is open until the plan, or the decision not to amend, is sent.
    """
    known = tuple(reviews)
    decided = {_cycle(one) for one in known if _by(one.decision_on, until)}
    met = {_cycle(one) for one in known if _by(one.meeting_on, until)}
    owed = {_cycle(one) for one in known if one.cycle_ends_on is not None} - decided
    held = [one.meeting_on for one in known if _is_open(one, until) and one.meeting_on is not None]
    not_held = [ends_on for _, ends_on in owed - met if ends_on is not None]
    return OpenCounts(
        since,
        until,
        sum(one.decision_on is not None and since <= one.decision_on <= until for one in known),
        sum(ends_on is not None and since <= ends_on <= until for _, ends_on in owed),
        {months: _over(held, months, until) for months in OPEN_MONTHS},
        {months: _over(not_held, months, until) for months in OPEN_MONTHS},
    )


def _cycle(review: ReviewLife) -> tuple[str, date | None]:
    """Return the cycle of a review: an early review and the one that was owed are the same cycle of a plan."""
    return review.plan, review.cycle_ends_on


def _is_open(review: ReviewLife, day: date) -> bool:
    """Return whether a review that was held is not finished at the end of a day."""
    if not _by(review.decision_on, day):
        return True
    amended = _by(review.final_on, day) or _by(review.not_amending_on, day)
    return review.outcome == "amend" and not amended


def _by(day: date | None, until: date) -> bool:
    return day is not None and day <= until


def _over(days: Iterable[date], months: int, until: date) -> int:
    """Return how many days lie so many months or more before a day."""
    return sum(months_after(day, months) <= until for day in days)
