"""A detention of a person with a plan: the plan is kept and sent in time, and goes on after the release, here or elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from casework.case.actions import Act
from casework.letters.letter_templates import letter
from casework.plans.plan_life import PlanLife
from casework.processes.annual_review.process import PROCESS as REVIEW
from casework.processes.detention.detention import Detention
from casework.processes.detention.process import PROCESS
from casework.processes.plan_changed import as_act
from statute.facts import Event
from tests.casework.letters.test_family_letters import FACTS
from tests.casework.processes.annual_review.reviews import LIFE
from tests.casework.processes.recorded import act, recorded, why_not

BEGUN = Detention("detention-1", "case-1")


def detention(*acts: Act) -> Detention:
    return recorded(PROCESS, BEGUN, *acts)


def why(found: Detention, one: Act) -> str:
    return why_not(PROCESS, found, one)


def limits(found: Detention, on: str) -> list[tuple[str, str]]:
    told = PROCESS.as_json(PROCESS.view(found, None), date.fromisoformat(on))
    return [(one["due_on"], one["status"]) for one in told["obligations"]]


DETAINED = act("record_detention", "2026-06-01")
SENT = act("record_kept_plan_sent", "2026-06-05")
HERE = act("record_release", "2026-09-01", to="here")
AWAY = act("record_release", "2026-09-01", to="another_authority")
PASSED_ON = act("record_plan_passed_on", "2026-09-04", new_authority="302")


@pytest.mark.parametrize(
    ("detained", "due_on"),
    [(DETAINED, "2026-06-08"), (act("record_detention", "2026-06-01", aware_on="2026-06-10"), "2026-06-17")],
)
def test_the_plan_is_sent_within_five_working_days_of_the_day_the_authority_knew(
    detained: Act, due_on: str
) -> None:
    late_known = Detention("detention-1", "case-1").with_act(detained)
    assert limits(late_known, "2026-06-10")[0][0] == due_on
    assert PROCESS.due_on(late_known) == date.fromisoformat(due_on)


def test_after_a_move_it_is_sent_again_within_five_working_days() -> None:
    found = detention(DETAINED, SENT, act("record_new_accommodation", "2026-07-01"))
    assert found.stage == "detention_kept"
    assert limits(found, "2026-07-02") == [("2026-06-08", "met"), ("2026-07-08", "running")]
    again = act("record_kept_plan_sent", "2026-07-07")
    assert limits(
        detention(DETAINED, SENT, act("record_new_accommodation", "2026-07-01"), again), "2026-07-08"
    )[1] == (
        "2026-07-08",
        "met",
    )


def test_the_plan_is_not_sent_twice_to_the_same_place() -> None:
    assert "already sent" in why(detention(DETAINED, SENT), act("record_kept_plan_sent", "2026-06-08"))


def test_people_are_alerted_before_and_after_the_last_day() -> None:
    coming = PROCESS.next_moment(detention(DETAINED), frozenset(), date(2026, 6, 2))
    assert coming is not None and coming.kind.startswith("limit_")
    (told,) = PROCESS.after_moment(detention(DETAINED), coming.kind, coming.on)[1]
    assert told.action == "detention_limit_waits"


def test_a_release_to_this_area_ends_the_record_and_begins_a_review() -> None:
    found = detention(DETAINED, SENT)
    assert PROCESS.to_plan(found, HERE) == (Event("released", HERE.on),)
    assert PROCESS.after(found, HERE).stage == "detention_released"
    released = replace(LIFE, facts=(Event("released", date(2026, 9, 1)),))
    _, begun = REVIEW.begins_from_plan(released, date(2026, 9, 1))
    review = REVIEW.begin("review-9", {"case": "case-1", "plan": "maintained-1", **begun.fields}, None)
    assert (begun.on, review.why, review.is_early) == (date(2026, 9, 1), "released", True)
    moment = REVIEW.next_moment(review, frozenset(), date(2026, 9, 1))
    assert moment is not None and (moment.on, moment.kind.split(":")[0]) == (
        date(2026, 9, 1),
        "review_to_arrange",
    )


def test_a_review_since_the_release_is_not_held_twice_and_none_begins_during_detention() -> None:
    released = Event("released", date(2026, 9, 1))
    reviewed = replace(LIFE, facts=(released,), last_review_on=date(2026, 10, 1))
    assert len(REVIEW.begins_from_plan(reviewed, date(2026, 10, 2))) == 1
    assert REVIEW.begins_from_plan(replace(LIFE, detained=True), date(2026, 7, 1)) == ()


def test_the_new_authority_is_sent_the_plan_within_five_working_days_and_the_plan_ends_here() -> None:
    found = detention(DETAINED, SENT, AWAY)
    assert (found.stage, PROCESS.due_on(found)) == ("detention_to_pass_on", date(2026, 9, 8))
    assert PROCESS.to_plan(found, PASSED_ON) == (Event("plan_transferred_out", PASSED_ON.on),)
    over = PROCESS.after(found, PASSED_ON)
    assert (over.stage, PROCESS.measured(over).outcome) == ("detention_transferred", "5")


def test_a_plan_that_was_sent_before_the_release_leaves_on_the_day_of_the_release() -> None:
    known = act("learn_of_release", "2026-08-20", releases_on="2026-09-01", to="another_authority")
    early = act("record_plan_passed_on", "2026-08-24", new_authority="302")
    found = detention(DETAINED, SENT, known, early)
    assert found.stage == "detention_release_known" and ("2026-08-27", "met") in limits(found, "2026-08-25")
    assert PROCESS.to_plan(found, AWAY) == (
        Event("released", AWAY.on),
        Event("plan_transferred_out", AWAY.on),
    )
    assert "released to its area" in why(found, HERE)


@pytest.mark.parametrize(
    ("one", "says"),
    [
        (PASSED_ON, "Record first that they are released to another authority"),
        (act("learn_of_release", "2026-08-20", releases_on="2026-05-01", to="here"), "before the detention"),
        (act("record_detention", "2026-06-02"), "already recorded"),
    ],
)
def test_what_does_not_fit_is_refused(one: Act, says: str) -> None:
    assert says in why(detention(DETAINED), one)


def test_the_number_of_the_new_authority_has_three_digits_and_the_days_fit() -> None:
    wrong = act("record_plan_passed_on", "2026-09-04", new_authority="Oxford")
    assert "must be 3 digits" in why(detention(DETAINED, AWAY), wrong)
    assert "before it began" in why(BEGUN, act("record_detention", "2026-06-01", aware_on="2026-05-30"))


def test_a_detention_that_a_case_recorded_begins_one_and_its_own_does_not() -> None:
    of_case = Event("detention_began", date(2026, 6, 1))
    (own,) = PROCESS.to_plan(BEGUN, DETAINED)
    life = PlanLife("maintained-1", "case-1", facts=(of_case, own))
    (begun,) = PROCESS.begins_from_plan(life, date(2026, 6, 2))
    state = PROCESS.begin("detention-2", {"case": "case-1", "plan": "maintained-1", **begun.fields}, None)
    assert (state.stage, PROCESS.due_on(state)) == ("detention_kept", date(2026, 6, 8))
    heard = as_act(Event("released", date(2026, 9, 1)), date(2026, 9, 1))
    assert PROCESS.after(state, heard).stage == "detention_released"


def test_the_letters_say_that_the_plan_is_kept_and_who_is_responsible_after_the_release() -> None:
    said = {"text": "We keep the plan.", "detained_on": "2026-06-01", "send_by": "2026-06-08"}
    words = repr(letter("detention_plan_kept", replace(FACTS, said=said)))
    assert "by Monday 8 June 2026" in words and "does not end because of it" in words
    after = {"text": "The plan goes on.", "released_on": "2026-09-01"}
    here = repr(letter("detention_over", replace(FACTS, said={**after, "released_to": "here"})))
    away = repr(letter("detention_over", replace(FACTS, said={**after, "released_to": "another_authority"})))
    assert "We will invite you to the review" in here and "new council" not in here
    assert "The council of the new area is now responsible" in away


SENT_FROM_HERE = act("record_kept_plan_sent", "2026-06-05", document="document-2")
MOVED = act("record_new_accommodation", "2026-07-01")


def _sent_to(found: Detention, one: Act) -> list[str]:
    (fact,) = PROCESS.told(found, one, "officer-1", heard=False)
    report = Act(fact.action, one.on, fact.of, dict(fact.fields))
    return [each.to_role for each in PROCESS.notices_of(report, date(2026, 7, 3), ())]


def test_the_plan_leaves_to_the_three_who_are_responsible_and_after_a_move_to_the_new_accommodation() -> None:
    assert _sent_to(detention(DETAINED), SENT_FROM_HERE) == [
        "youth_accommodation",
        "youth_offending_team",
        "detained_health",
    ]
    again = act("record_kept_plan_sent", "2026-07-03", document="document-2")
    assert _sent_to(detention(DETAINED, SENT, MOVED), again) == ["youth_accommodation"]


def test_a_plan_that_was_sent_another_way_writes_no_letter() -> None:
    assert PROCESS.told(detention(DETAINED), SENT, "officer-1", heard=False) == ()


def test_the_letter_to_those_responsible_says_why_they_are_sent_the_plan() -> None:
    said = {"text": "Here is the plan.", "document": "document-2", "sent_after": "detention"}
    first = repr(letter("detention_plan_sent", replace(FACTS, said=said, enclosed=frozenset({"plan"}))))
    again = repr(
        letter(
            "detention_plan_sent",
            replace(FACTS, said={**said, "sent_after": "move"}, enclosed=frozenset({"plan"})),
        )
    )
    assert f"About {FACTS.child}" in first and "regulation 17" in first
    assert "after the move to your accommodation" in again and "after the move" not in first
