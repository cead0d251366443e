"""The case in which a family disputes a decision on a plan: which decisions open one, and that mediation and appeal run in it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from casework.case.actions import Act
from casework.case.case import after as after_act
from casework.case.case import began
from casework.case.guard import refusal
from casework.case.openings import BEGINNINGS, BY_HAND, opening_clause, opens_for
from casework.case.transition import Opening, Transition
from casework.case.transition_notices import notices_of
from casework.processes.maintained_plan.plan import Plan, after
from casework.processes.maintained_plan.process import PROCESS
from statute.facts import Event

DAY, LATER = date(2027, 3, 22), date(2027, 3, 29)
AT = datetime(2027, 3, 29, 9, tzinfo=UTC)
FINAL = Event("final_issued", date(2026, 5, 20))
DISPUTE = Act("open_dispute", LATER)
DECISIONS: dict[str, Event] = {
    "kept": Event("review_decision", DAY, None, {"decision": "maintain"}),
    "amended": Event("amended_final_issued", DAY, None, {"document": "plan-4"}),
    "not_amended": Event("amendment_not_made", DAY),
}
AGAINST = {"kept": "refusal_to_amend", "amended": "contents", "not_amended": "refusal_to_amend"}


def why(*facts: Event) -> str:
    return PROCESS.refusal(Plan("maintained-1", "case-1", facts=facts), DISPUTE, LATER, None) or ""


@pytest.mark.parametrize("word", DECISIONS)
def test_a_disputed_decision_opens_one_case_that_sends_no_letter_again(word: str) -> None:
    plan = Plan("maintained-1", "case-1", facts=(FINAL, DECISIONS[word]))
    assert PROCESS.refusal(plan, DISPUTE, LATER, None) is None
    opened = PROCESS.opens_case(plan, DISPUTE)
    assert opened is not None
    assert (opened.opens, opened.on, opened.told_before) == (word, DAY, True)
    then = after(plan, DISPUTE)
    assert "open for this decision already" in str(PROCESS.refusal(then, DISPUTE, LATER, None))
    assert "open_dispute" in {one.name for one in PROCESS.allowed(plan, LATER)}
    assert "open_dispute" not in {one.name for one in PROCESS.allowed(then, LATER)}
    assert BEGINNINGS[word].event == DECISIONS[word].event and word not in BY_HAND


@pytest.mark.parametrize("word", DECISIONS)
def test_mediation_and_appeal_run_in_the_case_that_a_decision_opens(word: str) -> None:
    fields: dict[str, Any] = {**BEGINNINGS[word].fields, **DECISIONS[word].fields, "plan": "maintained-1"}
    case = began(Event(DECISIONS[word].event, DAY, None, fields))
    assert opens_for(case.events[0].event, case.events[0].fields) == word
    opening = Opening(
        event=DECISIONS[word].event, on=DAY, not_after=None, fields=fields, officer=None, team=None, by=None, told_before=True
    )  # fmt: skip
    assert notices_of(Transition(1, AT, case.stage, opening=opening), ()) == ()
    for act in (
        Act("mediation_declined", LATER, None, {}),
        Act("mediation_certificate", LATER, None, {}),
        Act("appeal_registered", date(2027, 4, 12), None, {"against": AGAINST[word]}),
        Act("appeal_response_sent", date(2027, 5, 10), None, {}),
    ):
        assert act.on is not None and refusal(case, act, act.on) is None, act
        case = after_act(case, act)


def test_other_decisions_are_disputed_elsewhere() -> None:
    assert "No decision about this plan" in why()
    assert "in the case that made the plan" in why(FINAL)
    assert "opened with the decision to end the plan" in why(
        FINAL, Event("review_decision", DAY, None, {"decision": "cease"})
    )


def test_a_decision_to_keep_a_plan_reads_otherwise_than_one_to_cease_it() -> None:
    assert opening_clause("review_decision", {"decision": "maintain"}).endswith("stays as it is")
    assert opening_clause("review_decision", {"decision": "cease"}).endswith("will cease")
    assert (opens_for("review_decision", {"decision": "cease"}), opens_for("request_received")) == (
        "ceasing",
        "assessment",
    )
