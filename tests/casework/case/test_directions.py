"""An order, a concession or an agreement that directs several things at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from casework.case.actions import directions
from casework.case.acts import Act
from casework.case.case import Case, after
from casework.case.decisions import decisions
from casework.case.disputable_decisions import unfitting_about
from casework.case.ordered_dates import unfitting_days
from casework.case.stages import Stage
from casework.processes.appeal.appeal import Appeal
from statute.facts import Event


def event(said: str, **fields: Any) -> Event:
    name, on = said.split()
    return Event(name, date.fromisoformat(on), None, fields)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, ()),
        ({"to": "assess"}, ("assess",)),
        ({"to": ["amend_plan", "name_setting"]}, ("amend_plan", "name_setting")),
    ],
)
def test_what_is_directed_is_none_one_or_several(fields: dict[str, Any], found: tuple[str, ...]) -> None:
    assert directions(fields) == found


@pytest.mark.parametrize(
    ("to", "stage"),
    [
        (["other", "assess"], Stage.DECIDING_TO_ASSESS),
        (["other"], Stage.ASSESSMENT_REFUSED),
        ("assess", Stage.DECIDING_TO_ASSESS),
    ],
)
def test_a_case_goes_where_any_of_them_sends_it(to: Any, stage: Stage) -> None:
    case = Case(Stage.ASSESSMENT_REFUSED)
    assert after(case, Act("mediation_agreement", date(2025, 5, 1), None, {"to": to})).stage is stage


def test_a_decision_is_changed_where_one_of_them_changes_it() -> None:
    told = event("final_issued 2025-05-19")
    assert decisions([told, event("mediation_agreement 2025-07-11", to=["other"])])[0].changed_by is None
    both = event("mediation_agreement 2025-07-11", to=["other", "amend_plan"])
    assert decisions([told, both])[0].changed_by == "mediation"


def test_each_must_be_able_to_follow_the_decision_in_dispute() -> None:
    fields = {"to": ["assess", "amend_plan"]}
    said = unfitting_about("assessment_refused", "tribunal_order", fields)
    assert said is not None and said.startswith("to=amend_plan cannot follow a refusal to assess")
    assert unfitting_about("final_issued", "tribunal_order", {"to": ["amend_plan", "name_setting"]}) is None


def test_an_order_may_set_the_days_of_each_thing_that_it_directs() -> None:
    order = {"to": ["amend_plan", "name_setting"], "due_on": "2025-08-01"}
    assert unfitting_days(Act("tribunal_order", date(2025, 7, 3), None, order)) is None
    wrong = {**order, "draft_by": "2025-08-01"}
    assert "with to=amend_plan,name_setting has no draft_by" in str(
        unfitting_days(Act("tribunal_order", date(2025, 7, 3), None, wrong))
    )


def test_a_dispute_is_undone_until_each_of_them_is_done() -> None:
    agreed = event("mediation_agreement 2025-07-11", to=["amend_plan", "other"])
    amended, other = event("amended_final_issued 2025-08-01"), event("agreement_carried_out 2025-08-02")

    def undone(*facts: Event) -> bool:
        return Appeal("d-1", "case-1", "final_issued", date(2025, 5, 19), (agreed, *facts)).undone(
            "mediation_agreement", "agreement_carried_out"
        )

    assert undone() and undone(amended)
    assert not undone(amended, other)


@pytest.mark.parametrize(
    ("done", "undone"), [("draft_issued", False), ("plan_refused", False), ("assessment_agreed", True)]
)
def test_a_case_sent_back_is_carried_out_by_a_draft_or_a_refusal(done: str, undone: bool) -> None:
    """SEND Regulations 2014 reg 44(2)(d)."""
    order = event("tribunal_order 2025-07-03", to="reconsider")
    facts = (order, event(f"{done} 2025-07-10"))
    assert (
        Appeal("d-1", "case-1", "plan_refused", date(2025, 2, 20), facts).undone("tribunal_order") is undone
    )
