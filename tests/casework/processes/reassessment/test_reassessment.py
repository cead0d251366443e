"""A re-assessment: who asks, by when the family is told, the two grounds of a refusal, and the cases that decisions open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from casework.case.actions import Act
from casework.case.case import began
from casework.case.openings import BEGINNINGS
from casework.case.stages import Stage
from casework.letters.letter_templates import letter
from casework.processes.plan_changed import as_act
from casework.processes.process import ParentCase
from casework.processes.reassessment.process import PROCESS
from casework.processes.reassessment.reassessment import Reassessment
from casework.processes.registry import refuses
from statute.facts import Event
from tests.casework.letters.test_family_letters import FACTS
from tests.casework.processes.recorded import act, recorded, why_not

BEGUN = Reassessment("reassessment-1", "case-1")


def reassessment(*acts: Act) -> Reassessment:
    return recorded(PROCESS, BEGUN, *acts)


def why(found: Reassessment, one: Act) -> str:
    return why_not(PROCESS, found, one)


def shows(found: Reassessment, on: str) -> dict[str, Any]:
    return PROCESS.as_json(PROCESS.view(found, None), date.fromisoformat(on))


def refuse(on: str = "2026-09-14", **fields: Any) -> Act:
    return act("decide_reassessment", on, decision="refuse", **fields)


REQUEST = act("request_reassessment", "2026-09-01", asked_by="parent")
OWN = act("request_reassessment", "2026-09-01", asked_by="authority")
AGREE = act("decide_reassessment", "2026-09-14", decision="agree")
REFUSE = refuse(ground="not_necessary", reason="note-1")
SENT = act("record_reassessed_plan", "2026-12-11")


@pytest.mark.parametrize("asked_by", ["parent", "young_person", "setting", "health_body"])
def test_the_family_is_told_within_15_days_of_receipt_whoever_asks(asked_by: str) -> None:
    found = reassessment(act("request_reassessment", "2026-09-01", asked_by=asked_by))
    told = shows(found, "2026-09-02")
    assert (told["stage"], told["decide_by"]) == ("reassessment_asked", "2026-09-16")
    assert [(one["due_on"], one["status"]) for one in told["obligations"]] == [("2026-09-16", "running")]


def test_a_decision_after_the_15_days_is_late_and_is_recorded_all_the_same() -> None:
    late = act("decide_reassessment", "2026-09-17", decision="agree")
    (decided, _) = shows(reassessment(REQUEST, late), "2026-09-18")["obligations"]
    assert (decided["status"], decided["days_late"]) == ("late", 1)


def test_the_authority_that_decides_by_itself_has_no_15_days_and_nothing_to_refuse() -> None:
    found = reassessment(OWN)
    assert shows(found, "2026-09-02")["obligations"] == [] and PROCESS.told(BEGUN, OWN, None, False) == ()
    assert "No one asked" in why(found, REFUSE)
    assert shows(reassessment(OWN, AGREE), "2026-09-15")["final_by"] == "2026-12-21"


def test_the_final_plan_is_due_14_weeks_after_the_family_was_told() -> None:
    found = reassessment(REQUEST, AGREE)
    assert (found.stage, PROCESS.due_on(found)) == ("reassessment_agreed", date(2026, 12, 21))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"reason": "note-1"}, "Choose the ground of the refusal"),
        ({"ground": "not_necessary"}, "A refusal must give its reasons"),
        ({"ground": "assessed_recently", "reason": "note-1"}, "Enter the day of the last assessment"),
        (
            {"ground": "assessed_recently", "reason": "note-1", "last_assessed_on": "2026-09-02"},
            "cannot be after the request",
        ),
        (
            {"ground": "assessed_recently", "reason": "note-1", "last_assessed_on": "2026-02-28"},
            "An assessment on 28 February 2026 is a ground only for a request before 29 August 2026",
        ),
    ],
)
def test_a_refusal_needs_a_ground_of_the_law_and_reasons(fields: dict[str, Any], says: str) -> None:
    assert says in why(reassessment(REQUEST), refuse(**fields))


def test_an_assessment_six_months_before_the_request_to_the_day_is_a_ground() -> None:
    recent = refuse(ground="assessed_recently", reason="note-1", last_assessed_on="2026-03-01")
    found = reassessment(REQUEST, recent)
    assert found.is_over and found.stage == "reassessment_refused"
    assert PROCESS.measured(found).outcome == "refuse"


def test_the_reasons_of_a_refusal_are_judged_as_the_law_judges_them() -> None:
    assert refuses("decide_reassessment", REFUSE.fields) == "reassessment_refused"
    assert refuses("decide_reassessment", AGREE.fields) is None


def test_an_agreement_opens_the_case_of_the_assessment_and_a_refusal_one_in_which_it_can_be_disputed() -> (
    None
):
    agreed, refused = (PROCESS.opens_case(reassessment(REQUEST), one) for one in (AGREE, REFUSE))
    assert agreed is not None and refused is not None
    assert (refused.fields, agreed.told_before, refused.told_before) == ({"reason": "note-1"}, False, False)
    stages = []
    for opened in (agreed, refused):
        case = began(Event(BEGINNINGS[opened.opens].event, opened.on, None, opened.fields))
        stages.append(case.stage)
        assert not case.asks_to_reassess, "the decision is made"
    assert stages == [Stage.ASSESSING, Stage.PLAN_ISSUED]


def test_the_plan_hears_of_the_request_and_the_decision_and_tells_when_the_final_plan_is_sent() -> None:
    assert PROCESS.to_plan(BEGUN, REQUEST) == (Event("reassessment_requested", REQUEST.on),)
    assert PROCESS.to_plan(reassessment(REQUEST), AGREE) == (Event("reassessment_agreed", AGREE.on),)
    sent = Event("amended_final_issued", date(2026, 12, 11))
    found = reassessment(REQUEST, AGREE, as_act(sent, date(2026, 12, 11)))
    assert (found.stage, found.plan_sent_on) == ("reassessment_plan_sent", sent.on)
    assert PROCESS.to_plan(reassessment(REQUEST, AGREE), SENT) == (sent,)


def test_a_plan_that_was_sent_before_the_agreement_does_not_end_it() -> None:
    earlier = as_act(Event("amended_final_issued", date(2026, 9, 3)), date(2026, 9, 3))
    assert reassessment(REQUEST, earlier, AGREE).stage == "reassessment_agreed"


def test_the_request_can_be_withdrawn_before_the_decision_only_and_a_plan_stays_unchanged_only_after_it() -> (
    None
):
    close = {
        name: act("close_reassessment", "2026-10-01", why=name) for name in ("withdrawn", "plan_unchanged")
    }
    assert reassessment(REQUEST, close["withdrawn"]).is_over
    assert "only before the decision" in why(reassessment(REQUEST, AGREE), close["withdrawn"])
    assert "Decide first" in why(reassessment(REQUEST), close["plan_unchanged"])
    assert reassessment(REQUEST, AGREE, close["plan_unchanged"]).stage == "reassessment_plan_unchanged"


def test_people_are_alerted_before_and_after_the_15_days_and_no_longer_once_it_is_decided() -> None:
    coming = PROCESS.next_moment(reassessment(REQUEST), frozenset(), date(2026, 9, 2))
    assert coming is not None and coming.on == date(2026, 9, 2)
    assert PROCESS.next_moment(reassessment(REQUEST, AGREE), frozenset(), date(2026, 12, 22)) is None


def test_a_request_begins_only_in_a_case_with_a_plan_and_takes_the_day_of_its_plan() -> None:
    made = ParentCase("case-1", "plan_issued", (Event("final_issued", date(2026, 3, 20)),))
    assert PROCESS.not_in_case(made, date(2026, 9, 1)) is None
    assert PROCESS.begins_with(made) == {"last_plan_on": "2026-03-20"}
    none = ParentCase("case-1", "received", (Event("request_received", date(2026, 3, 20)),))
    assert "There is no final plan" in (PROCESS.not_in_case(none, date(2026, 9, 1)) or "")


def test_the_letter_says_by_when_the_family_is_told_and_that_a_refusal_can_be_appealed() -> None:
    said = {"text": "We were asked to assess again.", "decide_by": "2026-09-16"}
    words = repr(letter("reassessment_considered", replace(FACTS, said=said)))
    assert "by Wednesday 16 September 2026" in words and "If we refuse, you can appeal" in words
