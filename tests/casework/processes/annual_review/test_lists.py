"""The list of reviews for the SEN2 return: one row for each plan, with its last meeting and its last decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from casework.plans.plan_limit import PlanLimit
from casework.processes.annual_review.process import PROCESS
from casework.processes.annual_review.review import Review
from casework.processes.listing import Pupil
from tests.casework.processes.annual_review.reviews import ARRANGED, HELD, NOTICE, recorded, scheduled

(RETURN,) = PROCESS.listings
TODAY = date(2027, 9, 1)
AMENDED = recorded(scheduled(), ARRANGED, HELD, NOTICE)
KEPT = recorded(scheduled(), ARRANGED, HELD, ("decide_review", "2027-03-20", {"decision": "maintain"}))


def rows(*reviews: Review) -> list[dict[str, str]]:
    pupil = Pupil("case-1", "Wren Example")
    known = [(one, pupil) for one in reviews if RETURN.row(one, pupil, TODAY) is not None]
    assert RETURN.together is not None
    return [dict(one) for one in RETURN.together.rows(known, {}, TODAY)]


def test_a_plan_that_is_amended_has_its_draft_and_the_day_of_the_notice_as_that_of_the_decision() -> None:
    (row,) = rows(AMENDED)
    told = {name: row[name] for name in row if name not in ("name", "case")}
    assert told == {
        "ReviewMeeting": "2027-03-04",
        "ReviewOutcome": "A",
        "ReviewDraft": "2027-03-18",
        "LastReview": "2027-03-18",
    }


def test_a_plan_that_is_kept_has_no_draft() -> None:
    (row,) = rows(KEPT)
    assert (row["ReviewOutcome"], row["ReviewDraft"], row["LastReview"]) == ("M", "", "2027-03-20")


def test_a_later_meeting_without_a_decision_keeps_the_day_of_the_last_decision() -> None:
    later = replace(KEPT, id="review-2", facts=())
    later = recorded(later, ("hold_meeting", "2027-08-30", HELD[2]))
    (row,) = rows(KEPT, later)
    assert (row["ReviewMeeting"], row["ReviewOutcome"], row["LastReview"]) == ("2027-08-30", "", "2027-03-20")


def test_a_review_without_a_meeting_is_in_no_row() -> None:
    assert rows(scheduled()) == []


def test_the_four_weeks_after_the_meeting_count_as_a_limit_of_the_plan() -> None:
    assert PROCESS.plan_limits(scheduled()) == ()
    expected = PlanLimit("review_meeting", date(2027, 3, 4), date(2027, 4, 1), date(2027, 3, 20))
    assert PROCESS.plan_limits(KEPT) == (expected,)
