"""Decisions that can be disputed, which one a dispute is about, and which outcomes fit it."""

from __future__ import annotations

import pytest

from casework.case.acts import CATALOGUE
from casework.case.case import after
from casework.case.decisions import decisions
from casework.case.disputable_decisions import (
    DECISIONS,
    ceases,
    decision_name,
    disputed,
    is_decision,
    unfitting,
)
from casework.case.guard import refusal
from statute.facts import Event
from statute.pack import load_pack
from tests.casework.said import LATER, TO_DRAFTING, TO_FINAL, act, case

REFUSED = (TO_DRAFTING[0], "assessment_refused 2024-04-10")
NO_PLAN = (*TO_DRAFTING[:4], "plan_refused 2024-06-03")
CEASED = (*TO_FINAL, act("review_decision 2024-08-01", decision="cease"))


@pytest.mark.parametrize(
    ("acts", "decision"),
    [
        (REFUSED, "assessment_refused"),
        (NO_PLAN, "plan_refused"),
        (TO_FINAL, "final_issued"),
        ((*TO_FINAL, "reassessment_requested 2024-07-10", "reassessment_refused 2024-07-20"), "reassessment_refused"),
        (CEASED, "review_decision"),
        ((*TO_FINAL, act("review_decision 2024-08-01", decision="maintain")), "review_decision"),
        ((*TO_FINAL, act("review_decision 2024-08-01", decision="amend")), "final_issued"),
        ((*TO_FINAL, "amendment_notice 2024-07-10", "amendment_not_made 2024-08-20"), "amendment_not_made"),
    ],
)  # fmt: skip
def test_a_dispute_is_about_the_last_decision_that_can_be_disputed(
    acts: tuple[str, ...], decision: str
) -> None:
    """CFA 2014 s.51(2): a decision to amend cannot be appealed, the amended plan can."""
    events = case(*acts).events
    place = disputed(events)
    assert place is not None and events[place].event == decision
    assert refusal(case(*acts), act("mediation_adviser_contacted 2024-09-01"), LATER) is None


def test_exactly_the_decisions_that_start_the_time_to_appeal_can_be_disputed() -> None:
    opens = {
        name
        for clock in load_pack("england-2014").clocks
        if clock.rule == "rule20.appeal"
        for name in clock.started_by
    }
    assert opens == DECISIONS <= set(CATALOGUE)


def test_an_appeal_says_which_decision_it_is_against() -> None:
    both = case(*TO_FINAL, "reassessment_requested 2024-07-10", "reassessment_refused 2024-07-20").events
    assert [disputed(both, against) for against in ("contents", "section_i", "refusal_to_reassess")] == [
        next(i for i, event in enumerate(both) if event.event == name)
        for name in ("final_issued", "final_issued", "reassessment_refused")
    ]
    assert disputed(both, "cease") is None
    assert disputed(case(*CEASED).events, "refusal_to_amend") is None
    why = refusal(case(*REFUSED), act("appeal_registered 2024-05-01", against="cease"), LATER)
    assert why is not None and "No recorded decision fits an appeal against cease" in why


@pytest.mark.parametrize(
    ("acts", "to"),
    [
        (REFUSED, "make_plan"),
        (REFUSED, "amend_plan"),
        (NO_PLAN, "name_setting"),
        (NO_PLAN, "cease_plan"),
        (TO_FINAL, "make_plan"),
    ],
)
def test_what_a_decision_cannot_lead_to_is_refused_in_one_sentence(acts: tuple[str, ...], to: str) -> None:
    why = refusal(case(*acts), act("tribunal_order 2024-10-01", to=to), LATER)
    assert why is not None and why.startswith(f"to={to} cannot follow")


def test_an_appeal_about_a_refusal_to_assess_leads_to_no_recommendation() -> None:
    """SI 2017/1306."""
    why = refusal(case(*REFUSED), act("tribunal_recommendation 2024-10-01 health"), LATER)
    assert (
        why == "The Tribunal makes no recommendations in an appeal about a refusal to assess (SI 2017/1306)."
    )
    assert refusal(case(*NO_PLAN), act("tribunal_recommendation 2024-10-01 health"), LATER) is None


def test_the_outcome_of_an_earlier_appeal_must_fit_the_decision_it_was_against() -> None:
    events = (
        Event("plan_refused", None),
        Event("appeal_registered", None, None, {"against": "refusal_to_issue"}),
    )
    assert unfitting(events, "tribunal_order", {"to": "make_plan"}) is None
    ended = (*events, Event("tribunal_order", None, None, {"to": "make_plan"}), Event("final_issued", None))
    assert unfitting(ended, "tribunal_order", {"to": "amend_plan"}) is None


def test_a_decision_to_cease_that_was_overturned_keeps_its_outcome_and_its_flag() -> None:
    ceased = case(*CEASED, act("appeal_registered 2024-09-02", against="cease"))
    (*_, told) = decisions(after(ceased, act("tribunal_order 2024-12-02", to="continue_plan")).events)
    assert (told.decision, told.outcome, told.tribunal, told.changed_by) == (
        "review_decision",
        "cease",
        True,
        "tribunal",
    )
    (*_, upheld) = decisions(after(ceased, act("tribunal_order 2024-12-02", to="cease_plan")).events)
    assert (upheld.tribunal, upheld.changed_by) == (True, None)


def test_every_decision_has_a_name() -> None:
    last = case(*CEASED).events[-1]
    assert is_decision(last) and ceases(last)
    assert decision_name("review_decision", "cease") == "decision to cease the plan"
    assert {decision_name(decision) for decision in DECISIONS} >= {
        "refusal to assess",
        "contents of the plan",
    }
