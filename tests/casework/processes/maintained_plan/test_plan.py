"""A maintained plan: what ends it."""

from __future__ import annotations

from datetime import date

import pytest

from casework.case.actions import Act
from casework.processes.maintained_plan.plan import Plan, after, new_school_year
from casework.processes.maintained_plan.process import PROCESS
from casework.processes.plan_changed import PLAN_TOLD, as_act
from casework.processes.process import Process
from casework.processes.registry import PROCESSES
from statute.facts import Event

DAY = date(2027, 3, 1)
DECIDES_THE_END = "decide_ceasing"


@pytest.mark.parametrize(
    ("event", "why"), [("plan_ended", "ceased"), ("plan_transferred_out", "transferred_out")]
)
def test_a_plan_ends_when_another_process_says_that_it_ended(event: str, why: str) -> None:
    told = as_act(Event(event, DAY, None, {}), DAY, PLAN_TOLD)
    ended = after(Plan("maintained-1", "case-1"), Act(PLAN_TOLD.name, DAY, None, told.fields))
    assert (ended.is_over, ended.ended_on, ended.ended_why) == (True, DAY, why)


def test_a_decision_to_cease_does_not_end_a_plan_yet() -> None:
    told = as_act(Event("review_decision", DAY, None, {"decision": "cease"}), DAY, PLAN_TOLD)
    assert not after(Plan("maintained-1", "case-1"), Act(PLAN_TOLD.name, DAY, None, told.fields)).is_over


@pytest.mark.parametrize(
    ("why", "fact"),
    [
        ("ceased", "plan_ended"),
        ("transferred_out", "plan_transferred_out"),
        ("died", "died"),
        ("aged_out", "aged_out"),
    ],
)
def test_the_end_of_a_plan_is_passed_on_and_ends_each_process_that_stands_on_it(why: str, fact: str) -> None:
    (told,) = PROCESS.passes_on(Plan("maintained-1", "case-1"), Act("end_plan", DAY, None, {"why": why}))
    assert (told.event, told.on) == (fact, DAY)
    begun = [one for one in PROCESSES if type(one).begins_from_plan is not Process.begins_from_plan]
    assert len(begun) > 1
    for process in begun:
        if DECIDES_THE_END in process.acts:
            continue  # it decides the end itself, and its officer records the day
        act = process.heard_from_plan(told, DAY)
        assert act is not None and act.action in process.ends_with, (process.kind, fact)


def test_the_look_up_of_a_school_year_is_not_lost_to_what_is_recorded_on_its_first_day_before_it() -> None:
    known = after(
        Plan("maintained-1", "case-1"), Act("child_known", date(2027, 3, 1), None, {"school_year": "5"})
    )

    def next_on(plan: Plan, today: date) -> date:
        moment = PROCESS.next_moment(plan, frozenset(), today)
        assert moment is not None and moment.kind == f"school_year:{moment.on.year}"
        return moment.on

    first_day = date(2027, 9, 1)
    assert next_on(known, DAY) == next_on(known, first_day) == first_day
    assert next_on(known, date(2029, 1, 8)) == date(2028, 9, 1), (
        "years that passed meanwhile are not repeated"
    )
    assert next_on(new_school_year(known, 2027), first_day) == date(2028, 9, 1)
    assert next_on(Plan("maintained-1", "case-1"), DAY) == first_day


@pytest.mark.parametrize("name", ["low_age", "high_age"])
def test_an_age_that_is_no_number_is_refused(name: str) -> None:
    plan = Plan("maintained-1", "case-1")
    said = PROCESS.refusal(plan, Act("child_known", DAY, None, {name: "officer-1"}), DAY, None)
    assert said == f"{name}='officer-1' is not a whole number, such as 11."
    assert PROCESS.refusal(plan, Act("child_known", DAY, None, {name: "11"}), DAY, None) is None


def test_a_school_year_that_is_told_and_is_no_number_is_refused() -> None:
    told = as_act(Event("school_year_taught", DAY, None, {"school_year": "six"}), DAY, PLAN_TOLD)
    said = PROCESS.refusal(Plan("maintained-1", "case-1"), told, DAY, None)
    assert said == "school_year='six' is not a whole number, such as 11."
