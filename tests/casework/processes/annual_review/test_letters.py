"""Who is told what of a review, and what the law requires in the letter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from casework.case.actions import Act
from casework.letters.letter_templates import letter
from casework.letters.notice import Notice
from casework.letters.text_set import head_of, shipped
from casework.processes.annual_review.process import PROCESS
from casework.processes.annual_review.review import Review
from tests.casework.letters.test_family_letters import FACTS as LETTER
from tests.casework.processes.annual_review.reviews import (
    ARRANGED,
    FINAL,
    HELD,
    NOTICE,
    Step,
    act,
    day,
    early,
    recorded,
    scheduled,
)


def notices_of(review: Review, step: Step) -> tuple[Act, list[Notice]]:
    """What an act of a review reports, and the notices of it."""
    one = act(step)
    assert one.on is not None
    (fact,) = PROCESS.told(review, one, None, heard=False)
    reported = Act(fact.action, fact.on, fact.of, fact.fields)
    return reported, list(PROCESS.notices(reported, one.on, ()) or ())


AFTER = {
    "review_invitation": ((ARRANGED,), ("send_invitations", "2027-02-01", {}), ("family", "setting", "health_body", "social_care")),
    "review_papers": ((ARRANGED,), ("send_papers", "2027-02-01", {"papers": "note-1"}), ("family", "setting", "health_body", "social_care")),
    "review_put_off": ((ARRANGED,), ("adjourn_meeting", "2027-03-01", {"meeting_on": "2027-03-25", "reason": "note-1"}), ("family", "setting", "health_body", "social_care")),
    "review_report": ((ARRANGED, HELD), ("send_report", "2027-03-10", {"recommends": "amend", "differences": "note-1"}), ("family", "setting", "health_body", "social_care")),
    "plan_maintained": ((ARRANGED, HELD), ("decide_review", "2027-03-20", {"decision": "maintain"}), ("family", "setting")),
    "amendment_notice": ((ARRANGED, HELD), NOTICE, ("family", "setting")),
    "amended_final_plan": ((ARRANGED, HELD, NOTICE), FINAL, ("family", "setting", "health_body")),
    "plan_not_amended": ((ARRANGED, HELD, NOTICE), ("decide_not_to_amend", "2027-05-10", {"reason": "note-1"}), ("family",)),
}  # fmt: skip


@pytest.mark.parametrize("kind", AFTER)
def test_each_step_reaches_the_right_people_with_its_letter(kind: str) -> None:
    before, step, roles = AFTER[kind]
    _, told = notices_of(recorded(scheduled(), *before), step)
    assert tuple(one.to_role for one in told) == roles and told[0].kind == kind
    assert all(one.of == "urn-900001" for one in told if one.to_role == "setting" and step is not FINAL)
    assert head_of(shipped().text("letter", kind)).announcement is not None


@pytest.mark.parametrize("kind", ["plan_maintained", "amended_final_plan", "plan_not_amended"])
def test_a_decision_that_can_be_appealed_gives_the_last_days_for_mediation_and_appeal(kind: str) -> None:
    before, step, _ = AFTER[kind]
    reported, told = notices_of(recorded(scheduled(), *before), step)
    by = day(str(reported.fields["appeal_by"]))
    assert reported.fields["mediation_by"] and 59 <= (by - day(step[1])).days <= 64
    assert "appeal to the Tribunal until" in told[0].text


def test_the_notice_of_amendments_gives_the_amendments_and_at_least_fifteen_days() -> None:
    reported, told = notices_of(recorded(scheduled(), ARRANGED, HELD), NOTICE)
    assert reported.fields["note"] == "note-2" and reported.fields["document"] == "plan-3"
    assert (day(str(reported.fields["answer_amendments_by"])) - day("2027-03-18")).days >= 14
    assert "appeal_by" not in reported.fields and "1 April 2027" in told[0].text


def test_the_setting_is_asked_to_hold_the_meeting_and_told_that_a_silent_setting_stops_nothing() -> None:
    _, (asked,) = notices_of(scheduled(), ARRANGED)
    assert (asked.kind, asked.to_role, asked.of) == ("review_to_hold", "setting", "urn-900001")
    assert "with or without a report" in asked.text


def test_a_setting_is_consulted_in_a_letter_about_the_amended_plan() -> None:
    _, (asked,) = notices_of(
        recorded(scheduled(), ARRANGED, HELD, NOTICE),
        ("consult_setting", "2027-03-26", {"setting": "urn-900002", "document": "plan-3"}),
    )
    words = repr(letter(asked.kind, replace(LETTER, said={"text": asked.text, "fact": "amendment_notice"})))
    assert asked.of == "urn-900002" and "We propose to amend" in words and "We are preparing" not in words


@pytest.mark.parametrize(
    ("answer", "said"),
    [("agree", "We will review the plan early"), ("refuse", "decided not to review the plan early")],
)
def test_a_request_for_an_early_review_is_answered_with_reasons(answer: str, said: str) -> None:
    _, (told,) = notices_of(early(), ("answer_request", "2026-10-08", {"answer": answer, "reason": "note-1"}))
    words = repr(
        letter(told.kind, replace(LETTER, said={"text": told.text}, reasons="Nothing has changed since May."))
    )
    assert said in words and "Nothing has changed since May." in words


def test_no_announcement_says_what_a_letter_is_about() -> None:
    for kind in (
        "review_invitation",
        "review_papers",
        "review_put_off",
        "review_report",
        "review_request_answered",
    ):
        added = head_of(shipped().text("letter", kind)).announcement
        assert added is not None and "plan" not in f"{added.stage} {added.to_do}".replace("planned", "")


def test_the_case_that_a_decision_to_cease_opens_writes_to_the_family_so_the_review_does_not() -> None:
    cease = act(("decide_review", "2027-03-20", {"decision": "cease", "reason": "note-1"}))
    held = recorded(scheduled(), ARRANGED, HELD)
    assert PROCESS.told(held, cease, None, heard=False) == ()
    opened = PROCESS.opens_case(held, cease)
    assert opened is not None and opened.fields == {"decision": "cease", "reason": "note-1"}


OTHERS = ("review_coming", "review_to_hold", "review_invitation_copy", "review_papers_copy", "review_put_off_copy", "review_report_copy", "review_outcome")  # fmt: skip


@pytest.mark.parametrize("kind", OTHERS)
def test_a_setting_and_a_service_read_which_child_a_letter_is_about(kind: str) -> None:
    told = {"text": "What is told.", "fact": kind, "place": "In the library", "invited": "The school"}
    words = repr(letter(kind, replace(LETTER, said=told)))
    assert f"About {LETTER.child}" in words and "What is told." in words
    assert ("In the library" in words) is (kind in ("review_to_hold", "review_invitation_copy"))
