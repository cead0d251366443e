"""The acts that must have come before an act, in a case that is taken over part-way."""

from datetime import date

import pytest

from casework.case.acts import CATALOGUE, Act
from casework.case.case import after, considered, opened
from casework.case.guard import refusal
from casework.case.take_over import implied
from tests.casework.said import LATER, TO_CONSULTING, act, case

RECEIVED = "request_received 2024-03-04"


@pytest.mark.parametrize(
    ("wanted", "missing"),
    [
        (act("assessment_agreed 2024-04-10"), ()),
        (act("advice_requested 2024-04-11 school"), ("assessment_agreed",)),
        (act("advice_received 2024-05-10 school"), ("assessment_agreed", "advice_requested")),
        (act("draft_issued 2024-06-25"), ("assessment_agreed", "plan_agreed")),
        (act("final_issued 2024-09-02"), ("assessment_agreed", "plan_agreed", "draft_issued")),
        (
            act("setting_responded 2024-07-01 urn-1"),
            ("assessment_agreed", "plan_agreed", "setting_consulted"),
        ),
        (
            act("amended_final_issued 2025-07-01"),
            ("assessment_agreed", "plan_agreed", "draft_issued", "final_issued"),
        ),
        (act("mediation_declined 2024-05-01"), ("assessment_refused",)),
        (
            act("appeal_registered 2024-09-01", against="refusal_to_issue"),
            ("assessment_agreed", "plan_refused"),
        ),
        (
            act("appeal_registered 2024-12-01", against="contents"),
            ("assessment_agreed", "plan_agreed", "draft_issued", "final_issued"),
        ),
        (act("tribunal_order 2024-09-01", to="assess"), ("assessment_refused",)),
        (act("decision_reversed 2024-05-01"), ("assessment_refused",)),
    ],
)
def test_the_missing_acts_are_those_that_the_process_requires(wanted: Act, missing: tuple[str, ...]) -> None:
    assert tuple(one.action for one in implied(case(RECEIVED), wanted)) == missing


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_from_a_bare_request_every_act_can_be_reached(name: str) -> None:
    on = date(2025, 7, 1)
    values = {"code": "x", "id": "x", "text": "x", "date": "2025-01-01", "flag": True, "ids": ["x"]}
    fields = {
        f.name: (f.choices[0] if f.choices else values[f.kind]) for f in CATALOGUE[name].fields if f.required
    }
    if "planned_on" in fields:  # a plan is for a day to come
        fields["planned_on"] = "2025-07-15"
    wanted = Act(name, on, "school" if CATALOGUE[name].of else None, fields)
    found = considered(opened("request_received", date(2024, 3, 4)))
    for one in implied(found, wanted):
        assert one.implied
        assert one.not_after == on
        found = after(found, one)
    assert refusal(found, wanted, LATER) is None


def test_a_final_plan_inside_the_familys_time_implies_its_answer() -> None:
    missing = implied(case(*TO_CONSULTING), act("final_issued 2024-06-14"), date(2024, 6, 25))
    assert [one.action for one in missing] == ["representations_received"]


def test_nothing_is_implied_in_a_case_that_has_ended() -> None:
    assert implied(case(RECEIVED, "withdrawn 2024-03-10"), act("final_issued 2024-06-14")) == ()
