"""The moments of a review: to arrange the meeting, that it was not held in time, that the report did not come, and the alerts of the law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from casework.case.alert_steps import HEAD, MANAGER, OFFICER
from casework.case.moment import Role
from casework.processes import limit_alerts
from casework.processes.annual_review import limits
from casework.processes.annual_review.acts import BEGIN
from casework.processes.annual_review.review import NOT_HELD, SILENT, Review
from casework.processes.steps import Step, next_of, step_of, text_of
from casework.processes.telling import ProcessMoment, ToCase
from statute.obligation import Obligation

KIND, NOUN = "annual_review", "review"
ARRANGE, ANSWER, LAST_MEETING = "review_to_arrange", "review_to_answer", "review_last_meeting"
ROLES: dict[str, tuple[Role, ...]] = {
    ARRANGE: OFFICER,
    ANSWER: MANAGER,
    LAST_MEETING: MANAGER,
    NOT_HELD: HEAD,
    SILENT: OFFICER,
}
"""Who is told at each moment that is not one of the law."""
_DAY = timedelta(days=1)
_NOT_ALERTED = frozenset({limits.REPORT, limits.NOT_AMENDING})
"""The roles that are not alerted: a report that does not come has a moment of its own, and not amending has the day of the final plan."""
_WAITS = {
    ARRANGE: "if the meeting is not arranged, the officer is asked to arrange it",
    ANSWER: "if the request for a review is not answered, the officer and the team manager are told",
    LAST_MEETING: "if the meeting is not held, the officer and the team manager are told that it is the last day",
    NOT_HELD: "if the meeting is not held, the head of service is told that the decision may come too late",
    SILENT: "if there is no report, the officer is told to decide without it",
}
_CAME = {
    ARRANGE: "the officer was asked to arrange the meeting, which must be held by {}",
    ANSWER: "the request for a review was not answered by {}; the officer and the team manager were told",
    LAST_MEETING: "the officer and the team manager were told that {} is the last day for the meeting",
    NOT_HELD: "the meeting was not held by {}, so the decision may come too late; the head of service was told",
    SILENT: "no report came by {}; the officer was told to decide without it, because the time for the decision runs from the meeting",
}


def next_moment(review: Review, done: frozenset[str], today: date) -> ProcessMoment | None:
    """Return the next moment, which comes unless a person acts first."""
    if review.is_over:
        return None
    law = limit_alerts.next_moment(alerted(review, today), done, today)
    return next_of(_steps(review, today), done, _WAITS, law)


def alerted(review: Review, today: date) -> tuple[Obligation, ...]:
    """Return the limits that people are alerted of: of two for the amended plan only that which ends first."""
    found = [one for one in limits.owed(review, today) if one.role not in _NOT_ALERTED]
    if any(one.role == limits.FINAL for one in found):
        found = [one for one in found if one.role != limits.WHOLE]
    return tuple(one for one in found if one.role != limits.WHOLE or review.decision == "amend")


def after_moment(review: Review, moment: str, today: date) -> tuple[Review, tuple[ToCase, ...]]:
    """Return the review after a moment, and what to report to its case."""
    if limit_alerts.is_alert(moment):
        return review, limit_alerts.after_moment(KIND, review.case, moment, today, review.id)
    step = step_of(moment)
    fields = {"why": step.why, "day": step.day.isoformat()}
    told = (ToCase(review.case, "review_waits", fields, on=today, of=review.id),)
    passes = step.why in (NOT_HELD, SILENT)
    return (replace(review, passed=(*review.passed, step.why)) if passes else review), told


def moment_text(moment: str) -> str:
    """Return the text of a moment that has come."""
    if limit_alerts.is_alert(moment):
        return limit_alerts.moment_text(NOUN, moment)
    return text_of(moment, _CAME)


def is_missed(review: Review, done: frozenset[str]) -> bool:
    """Return whether a limit was missed and is still not met. `done` holds the moments that have come."""
    return limit_alerts.is_missed(alerted(review, review.latest_day), done)


def answer_by(review: Review) -> date | None:
    """Return the local day by which a request for an early review is answered; None if none waits."""
    asked = review.on(BEGIN)
    if asked is None or not review.waits_for_answer:
        return None
    return asked + timedelta(days=review.local_days["answer_days"])


def _steps(review: Review, today: date) -> Iterator[Step]:
    """Yield the steps of the days that are planned, and of a report that does not come."""
    if review.waits_for_answer:
        if (by := answer_by(review)) is not None:
            yield Step(by + _DAY, ANSWER, by)
        return
    if review.held_on is not None:
        yield from _report(review, today)
        return
    if review.is_early:
        begun = review.on("answer_request", BEGIN) or review.released_on
        if begun is not None and review.meeting_on is None:
            yield Step(begun, ARRANGE, begun + timedelta(weeks=review.local_days["arrange_weeks"]))
        return
    latest, ask_on = limits.latest_meeting_on(review), limits.arrange_on(review)
    if latest is None or ask_on is None:
        return
    if review.meeting_on is None:
        yield Step(ask_on, ARRANGE, latest)
    if today <= latest:
        yield Step(latest, LAST_MEETING, latest)
    yield Step(latest + _DAY, NOT_HELD, latest)


def _report(review: Review, today: date) -> Iterator[Step]:
    if review.last("send_report", "decide_review", "serve_amendments") is not None:
        return
    for one in limits.owed(review, today):
        if one.role == limits.REPORT:
            yield Step(one.due_on + _DAY, SILENT, one.due_on)
