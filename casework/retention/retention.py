"""How long the records of a case are kept, and when two people may destroy them. Pure.

Each authority sets its own schedule and records its reason. The default for a case with a plan is 31 years from birth: 25
years, the age to which a plan may be maintained, and 6 more (Limitation Act 1980 s.2). The default without a plan is 25
years from birth or 6 years from the end of the case, whichever is later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Literal

from statute.words import long_date

Since = Literal["birth", "closure"]
Kind = Literal["retention", "erasure", "key"]
_MOST_YEARS = 150
_SHORTEST_REASON = 10


@dataclass(frozen=True, slots=True)
class Period:
    """A number of years from an event."""

    years: int
    since: Since


@dataclass(frozen=True, slots=True)
class Schedule:
    """The periods for cases with and without a plan. If there are several, the longest applies."""

    with_plan: tuple[Period, ...]
    without_plan: tuple[Period, ...]


DEFAULT = Schedule((Period(31, "birth"),), (Period(25, "birth"), Period(6, "closure")))


@dataclass(frozen=True, slots=True)
class Kept:
    """What retention reads of a case."""

    case_id: str
    closed_on: date | None
    born_on: date | None
    had_plan: bool


@dataclass(frozen=True, slots=True)
class Due:
    """The first day on which the records may be destroyed, and why."""

    on: date
    because: str


class RetentionStatus(StrEnum):
    """The retention status of a case."""

    OPEN = "open"
    KEPT = "kept"
    DUE = "due"
    HELD = "held"
    PROPOSED = "proposed"
    DESTROYED = "destroyed"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed destruction, and whether it is approved and done."""

    kind: Kind
    proposed_by: str
    reason: str
    approved_by: str | None = None
    done: bool = False


@dataclass(frozen=True, slots=True)
class Review:
    """A case on the review list: its due day, its legal holds, and the proposal for it."""

    kept: Kept
    due: Due | None
    holds: tuple[str, ...] = ()
    proposal: Proposal | None = None


def due(kept: Kept, schedule: Schedule = DEFAULT) -> Due | None:
    """When the records of a case may be destroyed; None while it is open.

    If the date of birth is not known, the years from birth are counted from the end of the case. The child was born before
    that, so nothing is destroyed too early.
    """
    if kept.closed_on is None:
        return None
    counted = []
    for period in schedule.with_plan if kept.had_plan else schedule.without_plan:
        by_birth = period.since == "birth" and kept.born_on is not None
        start = kept.born_on if by_birth and kept.born_on is not None else kept.closed_on
        since = "birth" if by_birth else "the end of the case"
        if period.since == "birth" and not by_birth:
            since += " (the date of birth is not known)"
        counted.append((years_after(start, period.years), period.years, since))
    on, years, since = max(counted)
    what = "it had a plan" if kept.had_plan else "it had no plan"
    return Due(on, f"{what}, so it is kept for {years} years from {since}, until {long_date(on)}.")


def years_after(day: date, years: int) -> date:
    """The same day some years later. 29 February becomes 1 March in a year without it."""
    year = day.year + years
    if year > date.max.year:
        return date.max
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def status_of(review: Review, today: date) -> RetentionStatus:
    """The retention status of a case today. A hold stops everything that is not already done."""
    if review.proposal is not None and review.proposal.done and review.proposal.kind != "key":
        return RetentionStatus.DESTROYED
    if review.holds:
        return RetentionStatus.HELD
    if review.proposal is not None and not review.proposal.done:
        return RetentionStatus.PROPOSED
    if review.due is None:
        return RetentionStatus.OPEN
    return RetentionStatus.DUE if review.due.on <= today else RetentionStatus.KEPT


def why_not_propose(review: Review, kind: Kind, by: str, reason: str, today: date) -> str | None:
    """Why a destruction may not be proposed, in one sentence; None if it may."""
    case = review.kept.case_id
    if not by.strip():
        return "Say who proposes it; another person must approve it."
    if len(reason.strip()) < _SHORTEST_REASON:
        return "Say why, in a sentence for the certificate that does not name anyone."
    if (stopped := _stopped(review)) is not None:
        return stopped
    if review.proposal is not None and not review.proposal.done:
        return f"The destruction of {case} is already proposed, by {review.proposal.proposed_by}; another person must approve it."
    return _not_due(review, kind, today)


def why_not_approve(review: Review, by: str, today: date) -> str | None:
    """Why a destruction may not be approved and carried out, in one sentence; None if it may. It takes two people."""
    case, proposal = review.kept.case_id, review.proposal
    if not by.strip():
        return "Say who approves it."
    if (stopped := _stopped(review)) is not None:
        return stopped
    if proposal is None or proposal.done:
        return f"No destruction of {case} is proposed; propose one first."
    if by.strip().casefold() == proposal.proposed_by.strip().casefold():
        return f"{by} proposed it; another person must approve it."
    if proposal.approved_by not in (None, by):
        return f"{proposal.approved_by} has approved it; if it was interrupted, they must carry it out again."
    return _not_due(review, proposal.kind, today)


def _stopped(review: Review) -> str | None:
    case = review.kept.case_id
    if review.proposal is not None and review.proposal.done and review.proposal.kind != "key":
        return f"The records of {case} are already destroyed; `ehcp retention certificate {case}` shows the certificate."
    if review.holds:
        return f"Case {case} is under a legal hold; release it first."
    return None


def _not_due(review: Review, kind: Kind, today: date) -> str | None:
    if kind != "retention":
        return None
    case = review.kept.case_id
    if review.due is None:
        return f"Case {case} is open; only a closed case can be destroyed at the end of its period."
    if review.due.on > today:
        return f"Case {case} may not be destroyed yet: {review.due.because}"
    return None


def why_not_schedule(told: Mapping[str, Any], reason: str) -> str | None:
    """What is wrong with a schedule, in one sentence; None if nothing is."""
    if len(reason.strip()) < _SHORTEST_REASON:
        return "Say why the authority keeps records for this time, in a sentence; the reason is kept with the schedule."
    if set(told) != {"with_plan", "without_plan"}:
        return "A schedule must have only with_plan and without_plan, each a list of periods."
    for name, periods in told.items():
        if not isinstance(periods, list) or not periods:
            return f"{name} must be a list of at least one period, such as [{{years: 31, since: birth}}]."
        for period in periods:
            if not isinstance(period, Mapping) or set(period) != {"years", "since"}:
                return f"A period of {name} must have only years and since."
            years = period["years"]
            if isinstance(years, bool) or not isinstance(years, int) or not 1 <= years <= _MOST_YEARS:
                return f"The years of a period of {name} must be a whole number from 1 to {_MOST_YEARS}."
            if period["since"] not in ("birth", "closure"):
                return f"A period of {name} must count since birth or closure."
    return None


def schedule_of(told: Mapping[str, Any]) -> Schedule:
    """The schedule from its written form, which must be valid."""
    with_plan, without = (
        tuple(Period(period["years"], period["since"]) for period in told[name])
        for name in ("with_plan", "without_plan")
    )
    return Schedule(with_plan, without)
