"""The counts of annual reviews that the Department publishes for a calendar year, from the days that were recorded.

Source: Explore education statistics, "Education, health and care plans", data set "Number of annual reviews of EHC plans",
release of 2026. The names are those of its columns, without the year. What it publishes adds up like this:

    total_ehc_plans  = review_expected + review_not_expected
    review_expected  = review_completed + review_completed_prior + review_not_completed
    review_completed = outcome_amended + outcome_ceased + outcome_maintained + no_outcome_recorded
    review_completed = decision_4_weeks + decision_over_4_weeks

A review is complete on the day its decision was sent. Each plan is counted once, by its last completed review.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta

from casework.plans.plan_held import PlanHeld
from casework.plans.review_life import ReviewLife

DECISION_WITHIN = timedelta(weeks=4)
"""The time from the meeting to the decision that the Department counts by."""
_OUTCOMES = {"amend": "outcome_amended", "cease": "outcome_ceased", "maintain": "outcome_maintained"}
_NO_OUTCOME = "no_outcome_recorded"


@dataclass(frozen=True, slots=True)
class PublishedCounts:
    """The twelve counts of a year."""

    total_ehc_plans: int = 0
    review_expected: int = 0
    review_not_expected: int = 0
    review_completed: int = 0
    review_completed_prior: int = 0
    review_not_completed: int = 0
    outcome_amended: int = 0
    outcome_ceased: int = 0
    outcome_maintained: int = 0
    no_outcome_recorded: int = 0
    decision_4_weeks: int = 0
    decision_over_4_weeks: int = 0

    def as_published(self, year: int) -> dict[str, int]:
        """Return the counts under the names of the published columns, which give the year in four of them."""
        named = {one.name: getattr(self, one.name) for one in fields(self)}
        return {f"{name}_{year}" if name in _WITH_YEAR else name: value for name, value in named.items()}


_WITH_YEAR = frozenset(
    {"review_expected", "review_not_expected", "review_completed", "review_completed_prior"}
)


IN_WORDS: Mapping[str, str] = {
    "total_ehc_plans": "Plans held",
    "review_expected": "Plans whose review was expected in the year",
    "review_not_expected": "Plans made in the year, whose review was not expected yet",
    "review_completed": "Review completed in the year",
    "review_completed_prior": "Last review completed before the year",
    "review_not_completed": "No review completed",
    "outcome_amended": "Completed: the plan is amended",
    "outcome_ceased": "Completed: the plan ends",
    "outcome_maintained": "Completed: the plan is kept as it is",
    "no_outcome_recorded": "Completed: no outcome is recorded",
    "decision_4_weeks": "Decision within 4 weeks of the meeting",
    "decision_over_4_weeks": "Decision later than 4 weeks after the meeting",
}
"""What each count is, by its name without the year."""


def published_counts(
    plans: Iterable[PlanHeld], reviews: Iterable[ReviewLife], year: int, as_at: date
) -> PublishedCounts:
    """Return the counts of a calendar year, as known at the end of a day; a day of next year counts as 31 December.

    A review is expected for each plan that is held on the day and was made before the year: one of its twelve months ends in
    the year. A review whose decision has no meeting cannot be shown to be within four weeks.
    """
    first, last = date(year, 1, 1), min(date(year, 12, 31), as_at)
    of_plan = _completed_by(reviews, last)
    counted: Counter[str] = Counter()
    for plan in plans:
        if not plan.held_on(last):
            continue
        counted["total_ehc_plans"] += 1
        if plan.made_on >= first:
            counted["review_not_expected"] += 1
            continue
        counted["review_expected"] += 1
        completed = of_plan.get(plan.plan)
        if completed is None:
            counted["review_not_completed"] += 1
        elif completed.decision_on is not None and completed.decision_on < first:
            counted["review_completed_prior"] += 1
        else:
            counted.update(("review_completed", _outcome(completed), _speed(completed)))
    return PublishedCounts(**counted)


def _completed_by(reviews: Iterable[ReviewLife], last: date) -> Mapping[str, ReviewLife]:
    """Return the last completed review of each plan until a day."""
    found: dict[str, list[ReviewLife]] = defaultdict(list)
    for one in reviews:
        if one.decision_on is not None and one.decision_on <= last:
            found[one.plan].append(one)
    return {plan: max(theirs, key=_order) for plan, theirs in found.items()}


def _order(review: ReviewLife) -> tuple[date, date, str, str]:
    """Return the order of completed reviews. Of two on one day, the later meeting counts."""
    decided, met = review.decision_on or date.min, review.meeting_on or date.min
    return decided, met, review.outcome or "", str(review.cycle_ends_on)


def _outcome(review: ReviewLife) -> str:
    return _OUTCOMES[review.outcome] if review.outcome is not None else _NO_OUTCOME


def _speed(review: ReviewLife) -> str:
    if review.meeting_on is None or review.decision_on is None:
        return "decision_over_4_weeks"
    in_time = review.decision_on <= review.meeting_on + DECISION_WITHIN
    return "decision_4_weeks" if in_time else "decision_over_4_weeks"
