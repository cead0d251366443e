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


DONE, NOT_DONE = "done", "not_done"
COUNTS = (
    DONE,
    NOT_DONE,
    *(f"open_over_{months}" for months in OPEN_MONTHS),
    *(f"not_held_over_{months}" for months in OPEN_MONTHS),
)
"""The names of the counts."""


def open_counts(reviews: Iterable[ReviewLife], since: date, until: date) -> OpenCounts:
    """Return the counts of a period, both days included."""
    by_place = {str(place): one for place, one in enumerate(reviews)}
    found = {name: len(ids) for name, ids in reviews_counted(by_place, since, until).items()}
    return OpenCounts(
        since,
        until,
        found[DONE],
        found[NOT_DONE],
        {months: found[f"open_over_{months}"] for months in OPEN_MONTHS},
        {months: found[f"not_held_over_{months}"] for months in OPEN_MONTHS},
    )


def reviews_counted(
    reviews: Mapping[str, ReviewLife], since: date, until: date
) -> Mapping[str, tuple[str, ...]]:
    """Return the ids of the reviews in each count of a period, by the name of the count. Each count is their number.

    A review is done if its decision was sent in the period. It is not done if it was owed in the period and its decision was
    not sent by the end. A review that ends in an amended plan is open until the plan, or the decision not to amend, is sent.
    A cycle that is owed counts once, by the first of its reviews.
    """
    known = tuple(reviews.items())
    decided = {_cycle(one) for _, one in known if _by(one.decision_on, until)}
    met = {_cycle(one) for _, one in known if _by(one.meeting_on, until)}
    owed: dict[tuple[str, date | None], str] = {}
    for process_id, one in known:
        if one.cycle_ends_on is not None and _cycle(one) not in decided:
            owed.setdefault(_cycle(one), process_id)
    done = [its for its, one in known if one.decision_on is not None and since <= one.decision_on <= until]
    not_done = [its for (_, on), its in owed.items() if on is not None and since <= on <= until]
    held = [(its, one.meeting_on) for its, one in known if _is_open(one, until)]
    not_held = [(its, cycle[1]) for cycle, its in owed.items() if cycle not in met]
    found = {DONE: tuple(done), NOT_DONE: tuple(not_done)}
    for months in OPEN_MONTHS:
        found[f"open_over_{months}"] = _over(held, months, until)
        found[f"not_held_over_{months}"] = _over(not_held, months, until)
    return found


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


def _over(days: Iterable[tuple[str, date | None]], months: int, until: date) -> tuple[str, ...]:
    """Return the reviews whose day lies so many months or more before another."""
    return tuple(its for its, day in days if day is not None and months_after(day, months) <= until)
