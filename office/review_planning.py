"""Annual reviews of many plans: their counts, the year planner, and the reviews of one setting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right, Scope, scope_of
from casework.case.law_of_case import law_of_case, pin_at_opening
from casework.plans.plan_held import PlanHeld
from casework.plans.review_life import ReviewLife
from casework.processes.counted import Counted
from casework.processes.registry import BY_KIND, PROCESSES, keeps_plan, process_of
from casework.reviews.open_counts import COUNTS, open_counts, reviews_counted
from casework.reviews.planning_policy import PlanningPolicy, planning_policy
from casework.reviews.published_counts import published_counts
from casework.reviews.year_planner import Owed, Proposal, proposed
from office.gate import Gate
from office.refusals import ActRefused
from records import cases, children, planned_reviews, school_closures
from records.caseload import Seen
from records.processes import ProcessRow
from statute.school_closures import Closure
from statute.words import listed, short_date

_REVIEWED = tuple(one.kind for one in PROCESSES if type(one).reviewed is not Counted.reviewed)
_KEEP_PLANS = tuple(one.kind for one in PROCESSES if keeps_plan(one))
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


def reviews_of(session: Session, person: Person) -> list[Reviewed]:
    """Return the reviews of the cases that a person may see, by id."""
    found = []
    for row, officer, team in planned_reviews.of_cases(session, _REVIEWED, seen_by(person)):
        process = BY_KIND[row.kind]
        review = process.reviewed(process.state(row.content))
        if review is None:
            continue
        life = replace(review, officer=review.officer or officer)
        stage = process.stage_in_words(row.status)
        found.append(Reviewed(row.process_id, life, stage, row.is_over, team))
    return found


def plans_of(session: Session, person: Person, today: date) -> list[PlanHeld]:
    """Return the plans of the cases that a person may see, each from the day of its first fact."""
    rows = (row for row, _, _ in planned_reviews.of_cases(session, _KEEP_PLANS, seen_by(person)))
    return [plan for row in rows if (plan := _plan(row, today)) is not None]


def _plan(row: ProcessRow, today: date) -> PlanHeld | None:
    process = BY_KIND[row.kind]
    life = process.life(process.state(row.content), today)
    made = [fact.on for fact in life.facts if fact.on is not None] if life is not None else []
    return PlanHeld(life.id, min(made), life.ended_on) if life is not None and made else None


def counts(session: Session, person: Person, since: date, until: date, year: int) -> dict[str, Any]:
    """Return the counts of a period and those that the Department publishes for a year, as JSON values.

    Raises ActRefused for a period that ends before it begins.
    """
    if since > until:
        raise ActRefused(
            f"The period must not end before it begins: {short_date(since)} is after {short_date(until)}."
        )
    lives = [one.review for one in reviews_of(session, person)]
    published = published_counts(plans_of(session, person, until), lives, year, until)
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
    reviews = reviews_of(session, person)
    days = planned_reviews.accepted(session)
    owed = [
        Owed(one.id, one.review, days.get(one.id))
        for one in reviews
        if not one.is_over and one.review.meeting_on is None and one.review.decision_on is None
        if _reaches(person, Right.ACT, one.team, one.review.officer)
    ]
    arranged = [one.review for one in reviews if not one.is_over]
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
    found = [one for one in reviews_of(session, person) if not one.is_over and one.review.setting == wanted]
    return sorted(found, key=lambda one: (_next_day(one.review), one.id))


def by_setting(session: Session, person: Person) -> list[ReviewsOfSetting]:
    """Return each setting with open reviews that a person may see, the earliest day first."""
    found: dict[str | None, list[ReviewLife]] = defaultdict(list)
    for one in reviews_of(session, person):
        if not one.is_over:
            found[one.review.setting].append(one.review)
    rows = [_counted(setting, reviews) for setting, reviews in found.items()]
    return sorted(rows, key=lambda one: (one.next_on or date.max, one.setting or ""))


def _counted(setting: str | None, reviews: Sequence[ReviewLife]) -> ReviewsOfSetting:
    to_arrange = sum(one.meeting_on is None for one in reviews)
    first = min(_next_day(one) for one in reviews)
    return ReviewsOfSetting(setting, len(reviews), to_arrange, first if first < date.max else None)


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
