"""What comes by itself in a review: the task to arrange it, the alerts, a missed meeting and a report that does not come."""

from __future__ import annotations

from datetime import date

from casework.case.actions import Act
from casework.letters.notice import Notice
from casework.processes.annual_review.process import PROCESS
from casework.processes.annual_review.review import Review
from tests.casework.processes.annual_review.reviews import (
    ARRANGED,
    HELD,
    NOTICE,
    day,
    early,
    recorded,
    scheduled,
)


def come(review: Review, since: str, until: str) -> tuple[Review, list[tuple[date, str, Notice]]]:
    """The review after the moments of some days, with each alert of them."""
    today, done, told = day(since), frozenset[str](), list[tuple[date, str, Notice]]()
    while (moment := PROCESS.next_moment(review, done, today)) is not None and moment.on <= day(until):
        today, done = max(today, moment.on), done | {moment.kind}
        review, facts = PROCESS.after_moment(review, moment.kind, today)
        assert PROCESS.moment_text(review, moment.kind, facts)
        for fact in facts:
            sent = PROCESS.notices(Act(fact.action, fact.on, fact.of, fact.fields), today, ())
            told += [(today, moment.kind.split(":")[0], one) for one in sent or ()]
    return review, told


def test_the_officer_is_asked_to_arrange_the_meeting_on_its_day_and_the_head_told_when_it_was_not_held() -> (
    None
):
    review, told = come(scheduled(), "2026-05-20", "2027-04-30")
    assert [(on, why, one.to_role) for on, why, one in told] == [
        (day("2027-01-22"), "review_to_arrange", "case_officer"),
        (day("2027-04-21"), "review_last_meeting", "case_officer"),
        (day("2027-04-21"), "review_last_meeting", "team_manager"),
        (day("2027-04-22"), "not_held_in_time", "team_manager"),
        (day("2027-04-22"), "not_held_in_time", "head_of_service"),
    ]
    assert "21 April 2027" in told[0][2].text
    assert review.stage_code == "not_held_in_time" and PROCESS.stage_tag(review.stage) == "overdue"
    late = recorded(
        review,
        ("arrange_meeting", "2027-04-26", {"meeting_on": "2027-05-10"}),
        ("hold_meeting", "2027-05-10", {"child_view": "note-1"}),
    )
    assert late.stage_code == "held"


def test_a_meeting_that_is_arranged_needs_no_task() -> None:
    _, told = come(
        recorded(
            scheduled(),
            ("arrange_meeting", "2027-01-04", {"meeting_on": "2027-03-04"}),
            ("send_invitations", "2027-01-05", {}),
            ("send_papers", "2027-01-05", {}),
        ),
        "2027-01-05",
        "2027-04-20",
    )
    assert told == []


def test_a_silent_setting_stops_nothing() -> None:
    review, told = come(recorded(scheduled(), ARRANGED, HELD), "2027-03-04", "2027-04-02")
    assert review.stage_code == "setting_silent"
    silent = [(on, one.to_role, one.text) for on, why, one in told if why == "setting_silent"]
    assert [(on, role) for on, role, _ in silent] == [(day("2027-03-19"), "case_officer")]
    assert "Decide without it" in silent[0][2]
    assert (day("2027-04-02"), "limit_missed") in {(on, why) for on, why, _ in told}
    assert PROCESS.is_breached(
        recorded(review, ("record_view", "2027-04-02", {"whose": "child", "given": "absent"})),
        frozenset({"limit_missed:reg20_10.decision:2027-04-01:2027-04-02"}),
    )
    assert recorded(review, ("decide_review", "2027-04-05", {"decision": "maintain"})).is_over


def test_of_two_limits_for_the_amended_plan_only_the_first_is_alerted() -> None:
    _, told = come(recorded(scheduled(), ARRANGED, HELD, NOTICE), "2027-03-18", "2027-05-14")
    last = {on for on, why, _ in told if why == "limit_last_day"}
    assert last == {day("2027-05-13")}


def test_a_request_without_an_answer_reaches_the_manager() -> None:
    _, told = come(early(), "2026-10-01", "2026-11-30")
    assert [(on, one.to_role) for on, _, one in told] == [
        (day("2026-10-17"), "case_officer"),
        (day("2026-10-17"), "team_manager"),
    ]


def test_an_agreed_early_review_is_arranged_at_once() -> None:
    review = recorded(
        early("setting", "setting_cannot_meet_need"),
        ("answer_request", "2026-10-08", {"answer": "agree", "reason": "note-1"}),
    )
    _, told = come(review, "2026-10-08", "2026-10-09")
    assert [(on, why) for on, why, _ in told] == [(day("2026-10-08"), "review_to_arrange")]
