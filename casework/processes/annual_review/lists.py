"""The list of reviews for the national return: one row for each plan that was reviewed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from casework.processes.annual_review.review import Review
from casework.processes.listing import Known, Listing, Pupil, Together
from casework.settings.settings import Setting

_OUTCOMES = {"maintain": "M", "amend": "A", "cease": "C"}
"""ReviewOutcome of the return, by the decision."""


def _reviewed(review: Review, pupil: Pupil, today: date) -> Mapping[str, str] | None:
    """Return a row for each review with a meeting or a decision: the list takes the last of each plan."""
    return None if review.is_refused or (review.held_on is None and review.decided_on is None) else {}


def last_of_each_plan(
    known: Known, settings: Mapping[str, Setting], today: date
) -> Sequence[Mapping[str, str]]:
    """Return the days of the last meeting of each plan, its outcome and draft, and the day the last decision was sent."""
    plans: dict[str, list[tuple[Review, Pupil]]] = {}
    for review, pupil in known:
        plans.setdefault(review.plan or review.case, []).append((review, pupil))
    found = []
    for plan in sorted(plans):
        review, pupil = max(plans[plan], key=lambda one: _day(one[0]))
        decided = max((one.decided_on for one, _ in plans[plan] if one.decided_on is not None), default=None)
        draft = review.on("serve_amendments") if review.decision == "amend" else None
        found.append(
            {
                "name": pupil.name,
                "case": review.case,
                "ReviewMeeting": _iso(review.held_on),
                "ReviewOutcome": _OUTCOMES.get(str(review.decision), ""),
                "ReviewDraft": _iso(draft),
                "LastReview": _iso(decided),
            }
        )
    return found


def _day(review: Review) -> date:
    return review.held_on or review.decided_on or date.min


def _iso(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


LISTS = (
    Listing(
        "return", "Reviews for the SEN2 return",
        "One row for each plan that was reviewed here: its last meeting, and the day on which the last decision was sent. A draft is given only if the plan is amended.",
        {
            "name": "Child or young person", "case": "Case", "ReviewMeeting": "Meeting (5.4a)", "ReviewOutcome": "Outcome (5.4c)",
            "ReviewDraft": "Draft amended plan (5.4d)", "LastReview": "Decision sent (5.4b)",
        },
        _reviewed, "No review was held yet.", Together(last_of_each_plan),
    ),
)  # fmt: skip
"""The lists of reviews."""
