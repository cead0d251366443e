"""Reviews of many plans: their counts, the proposed days of the year planner, and the reviews of one setting."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from casework.plans.review_life import ReviewOutcome
from starter.api.models.base import ID, Asked, Code, Told

MOST_ACCEPTED = 500


class ReviewCounts(Told):
    """The counts of a period, as known at its end, and those that the Department publishes for the year of that day.

    The keys of `open_over` and `not_held_over` are months. `published` has the names of the published columns.
    """

    since: date = Field(alias="from")
    until: date
    done: int
    not_done: int
    open_over: dict[str, int]
    not_held_over: dict[str, int]
    year: int
    published: dict[str, int]


class ProposedDay(Told):
    """A proposed day for the meeting of a review, and why. Without a day, `because` says what to do."""

    review: str
    kind: str | None
    case: str
    setting: str | None
    officer: str | None
    latest_meeting_on: date | None
    proposed_on: date | None
    accepted: bool
    fault: Literal["late", "no_day", "no_limit", "full"] | None
    because: str


class YearPlanner(Told):
    """The proposed days, the earliest latest day first."""

    proposals: list[ProposedDay]


class DayToAccept(Asked):
    """A review with the day that was proposed for its meeting."""

    review: Annotated[str, Field(pattern=ID)]
    on: date


class DaysToAccept(Asked):
    """The days to accept, all or none, and the local choices with which they were proposed."""

    days: Annotated[list[DayToAccept], Field(min_length=1, max_length=MOST_ACCEPTED)]
    meetings_a_week: int | None = Field(default=None, ge=1, le=25)
    months_early: int | None = Field(default=None, ge=0, le=9)


class DaysAccepted(Told):
    """The accepted day of each review."""

    accepted: dict[str, date]


class DaysToWithdraw(Asked):
    """The reviews whose accepted days are withdrawn, all or none."""

    reviews: Annotated[list[Annotated[str, Field(pattern=ID)]], Field(min_length=1, max_length=MOST_ACCEPTED)]


class DaysWithdrawn(Told):
    """The reviews for which a day is proposed again."""

    withdrawn: list[str]


class ReviewInList(Told):
    """An open review of a setting."""

    review: str
    case: str
    officer: str | None
    stage: str
    cycle_ends_on: date | None
    latest_meeting_on: date | None
    meeting_on: date | None
    report_on: date | None
    decision_on: date | None
    outcome: ReviewOutcome | None


class ReviewsInCount(Told):
    """The reviews in one count of a period: as many as the count says."""

    count: Code
    reviews: list[ReviewInList]


class ReviewsOfOneSetting(Told):
    """The open reviews of a setting, by the day that matters next. `setting` is "none" for children without one."""

    setting: Code
    reviews: list[ReviewInList]
