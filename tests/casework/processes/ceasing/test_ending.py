"""Whether a plan ends: the reasons of the return, the reviews that the law asks for, and the plan that is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from casework.case.actions import Act
from casework.case.clock import Clock
from casework.plans.cease_reasons import cease_reasons
from casework.plans.last_year import is_last_year
from casework.plans.plan_life import PlanLife
from casework.processes.ceasing.ending import CALLS, Ending
from casework.processes.ceasing.process import PROCESS
from casework.processes.plan_changed import as_act
from casework.processes.process import Known
from statute.facts import Event
from tests.casework.processes.recorded import act, why_not

BEGUN = Ending("ending-1", "case-1")


def ending(*acts: Act) -> Ending:
    found = BEGUN
    for one in acts:
        assert one.on is not None
        assert PROCESS.refusal(found, one, one.on, None) is None, PROCESS.refusal(found, one, one.on, None)
        found = PROCESS.after(found, one)
    return found


def why(found: Ending, one: Act) -> str:
    return why_not(PROCESS, found, one)


CONSIDER = act(CALLS, "2026-09-01", reason="needs_met", still_in_education=True)
AGE = act("age_known", "2026-09-01", age="18_to_24")
ASK = act("ask_views", "2026-09-02", proposal="note-1", setting="urn-900001", reply_by="2026-09-18")
CEASE = act("decide_ceasing", "2026-09-21", decision="cease", because="note-2")
DECIDED = (CONSIDER, AGE, ASK, CEASE)
END = act("end_plan", "2026-11-24")


def leaves(age: str, *more: Act) -> Ending:
    """An ending of a person who no longer takes part in education, before the decision."""
    began = act(CALLS, "2026-09-01", reason="not_engaging", not_engaging=True)
    return ending(began, act("age_known", "2026-09-01", age=age), ASK, *more)


def test_the_reasons_are_those_of_the_return() -> None:
    assert [one.code for one in cease_reasons().values()] == [str(code) for code in range(1, 10)]


def test_a_plan_is_kept_until_the_time_to_appeal_is_over_and_ends_after_it() -> None:
    found = ending(*DECIDED)
    assert found.stage == "ceasing_decided"
    assert PROCESS.as_json(PROCESS.view(found, None), date(2026, 9, 22))["kept_until"] == "2026-11-23"
    assert why(found, act("end_plan", "2026-11-23")) == (
        "The family can appeal until 23 November 2026. The plan and its provision must be kept until that time is over "
        "(Children and Families Act 2014, section 45(4))."
    )
    assert PROCESS.measured(found).on is None, "the return counts the plan as held"
    over = ending(*DECIDED, END)
    assert over.is_over and over.stage == "ceasing_ended"
    assert (PROCESS.measured(over).outcome, PROCESS.measured(over).on) == ("2", date(2026, 11, 24))
    assert PROCESS.to_plan(found, END) == (Event("plan_ended", END.on, None, {"reason": "2"}),)


def test_ceased_is_refused_while_an_appeal_is_open_and_allowed_once_it_is_dismissed() -> None:
    appealed = ending(*DECIDED, act("record_dispute", "2026-11-10", what="appeal_made"))
    assert appealed.stage == "ceasing_appealed"
    assert why(appealed, act("end_plan", "2027-03-01")).startswith("An appeal is open.")
    dismissed = PROCESS.after(appealed, act("record_dispute", "2027-04-12", what="order_to_cease"))
    assert why(dismissed, act("end_plan", "2027-04-12")) == ""


def test_what_the_plan_reports_of_the_dispute_counts_as_if_it_was_recorded_here() -> None:
    registered = as_act(
        Event("appeal_registered", date(2026, 11, 10), None, {"against": "cease"}), date(2026, 11, 10)
    )
    appealed = ending(*DECIDED, registered)
    assert appealed.is_appealed
    goes_on = as_act(
        Event("tribunal_order", date(2027, 2, 1), None, {"to": "continue_plan"}), date(2027, 2, 1)
    )
    assert ending(*DECIDED, registered, goes_on).stage == "ceasing_goes_on"


def test_a_certificate_lengthens_the_time_for_which_the_plan_is_kept() -> None:
    found = ending(*DECIDED, act("record_dispute", "2026-11-16", what="certificate"))
    assert PROCESS.due_on(found) == date(2026, 12, 16)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"reason": "needs_met"}, "still in education or training"),
        ({"reason": "paid_work", "apprenticeship": True}, "An apprenticeship is education or training"),
        ({"reason": "not_engaging"}, "stopped taking part"),
        ({"reason": "another_authority"}, "Record a move out of the area instead"),
        ({"reason": "died"}, "Record the death in the case instead"),
    ],
)
def test_a_reason_that_does_not_fit_is_refused(fields: dict[str, Any], says: str) -> None:
    assert says in why(BEGUN, act(CALLS, "2026-09-01", **fields))


def test_under_18_and_out_of_education_the_plan_is_reviewed_and_may_not_cease() -> None:
    assert "Review the plan" in why(leaves("under_18"), CEASE)
    reviewed = act("record_review", "2026-09-19", finding="does_not_want_to_return")
    assert "may not cease for this reason (regulation 29)" in why(leaves("under_18", reviewed), CEASE)


def test_from_18_on_the_plan_is_reviewed_first() -> None:
    assert "Review the plan first" in why(leaves("18_to_24"), CEASE)
    wants = act("record_review", "2026-09-19", finding="wants_to_return")
    assert "Review the plan first" in why(leaves("18_to_24", wants), CEASE)
    assert (
        why(leaves("18_to_24", act("record_review", "2026-09-19", finding="does_not_want_to_return")), CEASE)
        == ""
    )
    assert "No date of birth is recorded" in why(leaves("not_known"), CEASE)


@pytest.mark.parametrize("age", ["under_18", "18_to_24", "not_known"])
def test_age_is_no_reason_on_its_own_before_25(age: str) -> None:
    found = ending(
        act(CALLS, "2026-09-01", reason="maximum_age"), act("age_known", "2026-09-01", age=age), ASK
    )
    assert "Age is no reason on its own before 25" in why(found, CEASE)


def test_another_reason_is_warned_of_and_explained() -> None:
    began = act(CALLS, "2026-09-01", reason="other")
    found = ending(began, AGE, ASK, CEASE)
    assert "asks about each plan" in PROCESS.as_json(PROCESS.view(found, None), date(2026, 9, 22))["warning"]
    assert "Say what to tell it" in why(found, END)
    assert why(found, act("end_plan", "2026-11-24", explained="note-3")) == ""


def test_the_family_is_asked_before_the_decision_and_heard() -> None:
    assert "before you decide" in why(ending(CONSIDER, AGE), CEASE)
    early = act("decide_ceasing", "2026-09-10", decision="cease", because="note-2")
    assert "it can answer until 18 September 2026" in why(ending(CONSIDER, AGE, ASK), early)
    answered = act("record_views", "2026-09-09", source="family")
    assert why(ending(CONSIDER, AGE, ASK, answered), early) == ""


def test_the_decision_opens_a_case_in_which_it_can_be_disputed() -> None:
    opened = PROCESS.opens_case(ending(CONSIDER, AGE, ASK), CEASE)
    assert opened is not None and (opened.opens, opened.on) == ("ceasing", CEASE.on)
    assert opened.fields == {"decision": "cease", "reason": "note-2"}
    assert (
        PROCESS.opens_case(
            ending(CONSIDER, AGE, ASK), act("decide_ceasing", "2026-09-21", decision="keep", because="note-2")
        )
        is None
    )


def test_a_review_that_decides_to_cease_begins_one_that_is_decided_already() -> None:
    of_review = Event("review_decision", date(2026, 10, 1), None, {"decision": "cease"})
    own = Event("review_decision", date(2026, 9, 21), None, {"decision": "cease", "ending": "ending-1"})
    (begun,) = PROCESS.begins_from_plan(
        PlanLife("maintained-1", "case-1", facts=(own, of_review)), date(2026, 10, 2)
    )
    state = PROCESS.begin("ending-2", {"case": "case-1", "plan": "maintained-1", **begun.fields}, None)
    assert (begun.on, state.stage, PROCESS.due_on(state)) == (
        date(2026, 10, 1),
        "ceasing_decided",
        date(2026, 12, 1),
    )
    after_all = act("end_plan", "2026-12-03")
    assert "Choose the reason first" in why(state, after_all)
    assert "change_reason" in {one.name for one in PROCESS.allowed(state, date(2026, 12, 3))}
    chosen = act("change_reason", "2026-12-03", reason="needs_met", still_in_education=True)
    assert not why(state, chosen)
    reasoned = PROCESS.after(state, chosen)
    assert not why(reasoned, after_all) and "change_reason" not in {
        one.name for one in PROCESS.allowed(reasoned, date(2026, 12, 3))
    }
    assert PROCESS.measured(PROCESS.after(reasoned, after_all)).outcome == "2"


def test_the_officer_is_reminded_when_the_replies_and_when_the_time_to_appeal_are_over() -> None:
    asked = PROCESS.next_moment(ending(CONSIDER, AGE, ASK), frozenset(), date(2026, 9, 3))
    assert asked is not None and asked.on == date(2026, 9, 19)
    kept = PROCESS.next_moment(ending(*DECIDED), frozenset(), date(2026, 9, 22))
    assert kept is not None and kept.on == date(2026, 11, 24)
    (told,) = PROCESS.after_moment(ending(*DECIDED), kept.kind, kept.on)[1]
    (notice,) = PROCESS.notices(Act(told.action, kept.on, told.of, told.fields), kept.on, no_clocks()) or ()
    assert notice.to_role == "case_officer" and "Check with the Tribunal" in notice.text


def test_the_age_is_kept_as_a_code_and_looked_up_again_after_each_step() -> None:
    found = ending(CONSIDER)
    wanted = PROCESS.wants(found)
    assert wanted is not None
    born = date(2008, 9, 2)
    assert PROCESS.choose(wanted, found, Known(None, {}, born_on=born)) == {"age": "under_18"}
    later = ending(CONSIDER, AGE, ASK)
    assert PROCESS.choose(wanted, later, Known(None, {}, born_on=born)) == {"age": "18_to_24"}
    assert PROCESS.wants(ending(CONSIDER, AGE)) is None and PROCESS.wants(later) is not None


BORN = date(2002, 3, 4)
SEPTEMBER = date(2026, 9, 1)
LAST_YEAR = PlanLife("maintained-1", "case-1", last_year=True)


def by_age() -> Ending:
    """The ending that a plan begins in the school year in which the young person turns 25, once the age is looked up."""
    (begun,) = PROCESS.begins_from_plan(LAST_YEAR, SEPTEMBER)
    state = PROCESS.begin("ending-3", {"case": "case-1", "plan": "maintained-1", **begun.fields}, None)
    wanted = PROCESS.wants(state)
    assert wanted is not None
    answer = PROCESS.answered(
        state, wanted, PROCESS.choose(wanted, state, Known(None, {}, born_on=BORN)), SEPTEMBER
    )
    assert answer is not None and answer.act is not None
    return PROCESS.after(state, answer.act)


def test_a_plan_in_its_last_school_year_opens_a_record_with_the_last_day_and_the_officer_is_told_at_once() -> (
    None
):
    found = by_age()
    assert (found.stage, found.age, PROCESS.due_on(found)) == (
        "ceasing_considered",
        "18_to_24",
        date(2027, 7, 31),
    )
    first = PROCESS.next_moment(found, frozenset(), SEPTEMBER)
    assert first is not None and first.on == SEPTEMBER
    then = PROCESS.next_moment(found, frozenset({first.kind}), SEPTEMBER)
    assert then is not None and then.on == date(2027, 8, 1)
    said = []
    for moment in (first, then):
        (told,) = PROCESS.after_moment(found, moment.kind, moment.on)[1]
        (notice,) = (
            PROCESS.notices(Act(told.action, moment.on, told.of, told.fields), moment.on, no_clocks()) or ()
        )
        said.append((notice.to_role, notice.text))
    assert [role for role, _ in said] == ["case_officer"] * 2
    assert "reaches 25 in this school year" in said[0][1] and "until Saturday 31 July 2027" in said[0][1]
    assert "Record how it ended" in said[1][1]


def test_a_plan_opens_it_once_and_not_if_its_end_is_decided_or_it_has_ended() -> None:
    keys = [one.key for one in PROCESS.begins_from_plan(LAST_YEAR, date(2027, 2, 1))]
    assert keys == [one.key for one in PROCESS.begins_from_plan(LAST_YEAR, SEPTEMBER)] == ["age"]
    own = Event("review_decision", SEPTEMBER, None, {"decision": "cease", "ending": "ending-1"})
    assert PROCESS.begins_from_plan(replace(LAST_YEAR, facts=(own,)), SEPTEMBER) == ()
    assert PROCESS.begins_from_plan(replace(LAST_YEAR, ended_on=SEPTEMBER), SEPTEMBER) == ()
    assert PROCESS.begins_from_plan(replace(LAST_YEAR, last_year=False), SEPTEMBER) == ()


@pytest.mark.parametrize(
    ("born", "today", "is_last"),
    [
        (date(2002, 8, 31), date(2026, 9, 1), True),
        (date(2002, 9, 1), date(2026, 9, 1), False),
        (date(2002, 9, 1), date(2027, 9, 1), True),
        (date(2002, 3, 4), date(2026, 8, 31), False),
        (date(2000, 3, 4), date(2026, 8, 31), True),
    ],
)
def test_the_last_school_year_is_that_of_the_25th_birthday(born: date, today: date, is_last: bool) -> None:
    assert is_last_year(born, today) is is_last


def no_clocks() -> tuple[Clock, ...]:
    return ()
