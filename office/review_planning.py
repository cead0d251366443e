"""Annual reviews of many plans: their counts, the year planner, and the reviews of one setting."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right, Scope, scope_of
from casework.case.law_of_case import law_of_case, pin_at_opening
from casework.plans.review_life import ReviewLife
from casework.processes.registry import BY_KIND, process_of
from casework.reviews.open_counts import COUNTS, open_counts, reviews_counted
from casework.reviews.planning_policy import PlanningPolicy, planning_policy
from casework.reviews.published_counts import published_counts
from casework.reviews.year_planner import Owed, Proposal, proposed
from office.gate import Gate
from office.refusals import ActRefused
from records import cases, children, planned_reviews, review_lives, school_closures
from records.caseload import Seen
from statute.school_closures import Closure
from statute.words import listed, short_date

NO_SETTING = "none"
"""The value in an address for the reviews of children without a setting."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review with its process and the team of its case. Its officer is that of its case if it names none."""

    id: str
    review: ReviewLife
    stage: str
    is_over: bool
    team: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewsOfSetting:
    """How many reviews of a setting are open, how many of them have no meeting, and the day that matters next."""

    setting: str | None
    number: int
    to_arrange: int
    next_on: date | None


def seen_by(person: Person) -> Seen:
    """Return which cases' reviews a person may count and list."""
    everywhere = scope_of(person, Right.SEE_CASELOAD) is Scope.ALL
    return Seen(person.id, None if everywhere else person.teams)


def reviews_of(session: Session, person: Person, *, open_only: bool = False, **of: Any) -> list[Reviewed]:
    """Return the reviews of the cases that a person may see, by id; only open ones, or those `of` a setting, if asked."""
    return [
        Reviewed(
            row.process_id,
            row.life,
            BY_KIND[row.kind].stage_in_words(row.status),
            row.is_over,
            row.team,
        )
        for row in review_lives.reviews(session, seen_by(person), open_only=open_only, **of)
    ]


def counts(session: Session, person: Person, since: date, until: date, year: int) -> dict[str, Any]:
    """Return the counts of a period and those that the Department publishes for a year, as JSON values.

    Raises ActRefused for a period that ends before it begins.
    """
    if since > until:
        raise ActRefused(
            f"The period must not end before it begins: {short_date(since)} is after {short_date(until)}."
        )
    lives = [one.life for one in review_lives.reviews(session, seen_by(person))]
    published = published_counts(review_lives.plans(session, seen_by(person)), lives, year, until)
    told = open_counts(lives, since, until).as_json()
    return {**told, "year": year, "published": published.as_published(year)}


def counted_reviews(session: Session, person: Person, since: date, until: date, count: str) -> list[Reviewed]:
    """Return the reviews in one count of a period, by the end of their cycle. Raises ActRefused for a count that does not exist."""
    if count not in COUNTS:
        raise ActRefused(f"There is no count {count!r}; the counts are {listed(COUNTS)}.")
    found = {one.id: one for one in reviews_of(session, person)}
    ids = reviews_counted({its: one.review for its, one in found.items()}, since, until)[count]
    return sorted((found[its] for its in ids), key=lambda one: (one.review.cycle_ends_on or date.max, one.id))


def planned(session: Session, person: Person, policy: PlanningPolicy, today: date) -> tuple[Proposal, ...]:
    """Return a proposed day for each open review without a meeting that a person may plan.

    The meetings of the same officers in cases that the person only sees take time too.
    """
    reviews = reviews_of(session, person, open_only=True)
    days = planned_reviews.accepted(session)
    owed = [
        Owed(one.id, one.review, days.get(one.id))
        for one in reviews
        if one.review.meeting_on is None and one.review.decision_on is None
        if _reaches(person, Right.ACT, one.team, one.review.officer)
    ]
    arranged = [one.review for one in reviews]
    closures = _closures(session, {one.review.setting for one in owed})
    calendar = law_of_case(pin_at_opening(today)).calendar
    return proposed(owed, arranged, closures, calendar.is_working_day, today, policy)


def _reaches(person: Person, right: Right, team: str | None, officer: str | None) -> bool:
    """Return whether a right of a person reaches a case that they see, by its team and its officer."""
    scope = scope_of(person, right)
    is_theirs = team is None or team in person.teams or officer == person.id
    return scope is Scope.ALL or (scope is Scope.TEAM and is_theirs)


def _closures(session: Session, of: Iterable[str | None]) -> Mapping[str, Sequence[Closure]]:
    return {
        setting or "": school_closures.closures_of_setting(session, setting or "")
        for setting in sorted(of, key=lambda one: one or "")
    }


def accept(
    gate: Gate, person: Person, chosen: Mapping[str, date], policy: PlanningPolicy, today: date
) -> int:
    """Store the proposed days that a person accepts, all or none. Returns how many.

    Raises NotAllowed, or ActRefused if a proposal has changed since the person saw it.
    """
    gate.check(person, Right.ACT)
    with gate.database.read() as session:
        current = {one.id: one for one in planned(session, person, policy, today)}
    for process_id, on in chosen.items():
        proposal = current.get(process_id)
        if proposal is None:
            raise ActRefused(
                "One of these reviews now has a meeting, or is not yours to plan. Look at the list again."
            )
        gate.check(person, Right.ACT, proposal.review.case)
        if proposal.on != on:
            raise ActRefused(
                f"The proposal has changed: {short_date(on)} is no longer proposed. Look at the list again."
            )
    now = datetime.now(UTC)
    with gate.database.write() as session:
        for process_id, on in chosen.items():
            case_id = current[process_id].review.case
            planned_reviews.accept(session, process_id, case_id, on, person.id, now)
    return len(chosen)


def withdraw(gate: Gate, person: Person, reviews: Collection[str], today: date) -> int:
    """Withdraw the accepted days of reviews, all or none, so that a day is proposed for each again. Returns how many.

    Raises NotAllowed, or ActRefused if one has no accepted day that the person may change.
    """
    gate.check(person, Right.ACT)
    with gate.database.read() as session:
        found = {one.id: one for one in planned(session, person, planning_policy(), today)}
    for process_id in reviews:
        one = found.get(process_id)
        if one is None or not one.accepted:
            raise ActRefused(
                "One of these reviews has no accepted day, or is not yours to plan. Look at the list again."
            )
        gate.check(person, Right.ACT, one.review.case)
    with gate.database.write() as session:
        planned_reviews.withdraw(session, reviews)
    return len(set(reviews))


def of_setting(session: Session, person: Person, setting: str) -> list[Reviewed]:
    """Return the reviews of one setting that are not over, the earliest next day first."""
    wanted = None if setting == NO_SETTING else setting
    found = reviews_of(session, person, open_only=True, setting=wanted)
    return sorted(found, key=lambda one: (_next_day(one.review), one.id))


def by_setting(session: Session, person: Person) -> list[ReviewsOfSetting]:
    """Return each setting with open reviews that a person may see, the earliest day first."""
    rows = [ReviewsOfSetting(*row) for row in review_lives.open_by_setting(session, seen_by(person))]
    return sorted(rows, key=lambda one: (one.next_on or date.max, one.setting or ""))


def names_of(session: Session, person: Person, case_ids: Iterable[str]) -> dict[str, str]:
    """Return the name of the child of each case whose personal data a person may read, of cases that they may see."""
    found = cases.those(session, sorted(set(case_ids)))
    readable = [
        case_id
        for case_id, row in found.items()
        if _reaches(person, Right.SEE_PERSONAL, row.team, row.officer)
    ]
    return {case: known.name for case, known in children.details_of_cases(session, readable).items()}


def _next_day(review: ReviewLife) -> date:
    return review.meeting_on or review.latest_meeting_on or date.max


def proposal_as_json(proposal: Proposal) -> dict[str, Any]:
    """Return a proposal as JSON values, without a name."""
    process, latest = process_of(proposal.id), proposal.review.latest_meeting_on
    return {
        "review": proposal.id,
        "kind": process.kind if process is not None else None,
        "case": proposal.review.case,
        "setting": proposal.review.setting,
        "officer": proposal.review.officer,
        "latest_meeting_on": latest.isoformat() if latest else None,
        "proposed_on": proposal.on.isoformat() if proposal.on else None,
        "accepted": proposal.accepted,
        "fault": proposal.fault,
        "because": proposal.because,
    }


def review_as_json(one: Reviewed) -> dict[str, Any]:
    """Return a review in a list as JSON values, without a name."""
    days = {
        name: day.isoformat() if (day := getattr(one.review, name)) else None
        for name in ("cycle_ends_on", "latest_meeting_on", "meeting_on", "report_on", "decision_on")
    }
    return {
        "review": one.id,
        "case": one.review.case,
        "officer": one.review.officer,
        "stage": one.stage,
        **days,
        "outcome": one.review.outcome,
    }
