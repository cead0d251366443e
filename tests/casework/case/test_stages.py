"""How acts move a case from stage to stage, and out."""

import pytest

from casework.case.acts import CATALOGUE
from casework.case.case import advice, window_closed
from casework.case.stages import ENDED, OPEN, STAGE_CLAUSES, Stage
from statute.clock_roles import ClockRole
from statute.pack import load_pack
from tests.casework.said import TO_CONSULTING, TO_DRAFTING, TO_FINAL, act, case


def test_a_request_is_considered_as_soon_as_it_is_received() -> None:
    assert case("request_received 2024-03-04").stage is Stage.DECIDING_TO_ASSESS


@pytest.mark.parametrize(
    ("acts", "stage"),
    [
        (TO_DRAFTING[:2], Stage.ASSESSING),
        (TO_DRAFTING[:3], Stage.ASSESSING),
        (TO_DRAFTING[:4], Stage.DECIDING_TO_ISSUE),
        (TO_DRAFTING, Stage.DRAFTING),
        (TO_CONSULTING, Stage.CONSULTING),
        (TO_FINAL[:-1], Stage.FINALISING),
        (TO_FINAL, Stage.PLAN_ISSUED),
        ((TO_DRAFTING[0], "assessment_refused 2024-04-10"), Stage.ASSESSMENT_REFUSED),
        ((*TO_DRAFTING[:4], "plan_refused 2024-06-03"), Stage.PLAN_REFUSED),
        ((*TO_DRAFTING[:3], "withdrawn 2024-05-01"), Stage.WITHDRAWN),
        ((*TO_DRAFTING[:3], "moved_away 2024-05-01"), Stage.MOVED_AWAY),
        ((*TO_DRAFTING[:3], "died 2024-05-01"), Stage.DIED),
        ((*TO_DRAFTING[:3], "aged_out 2024-05-01"), Stage.AGED_OUT),
    ],
)
def test_the_acts_of_the_process_lead_through_its_stages(acts: tuple[str, ...], stage: Stage) -> None:
    assert case(*acts).stage is stage


def test_the_decision_on_a_plan_comes_once_all_requested_advice_has_arrived() -> None:
    two_asked = case(
        *TO_DRAFTING[:3], "advice_requested 2024-04-12 health", "advice_received 2024-05-10 school"
    )
    assert two_asked.stage is Stage.ASSESSING
    assert advice(two_asked) == (("school", "health"), ("health",))


def test_more_advice_asked_for_puts_the_case_back_to_assessing() -> None:
    assert case(*TO_DRAFTING[:4], "advice_requested 2024-05-20 health").stage is Stage.ASSESSING


def test_the_end_of_the_familys_time_ends_the_consultation() -> None:
    assert window_closed(case(*TO_CONSULTING), ClockRole.ANSWER_THE_DRAFT).stage is Stage.FINALISING
    assert window_closed(case(*TO_CONSULTING), ClockRole.APPEAL).stage is Stage.CONSULTING


def test_a_changed_draft_opens_the_consultation_again() -> None:
    assert case(*TO_FINAL[:-1], "draft_issued 2024-06-25").stage is Stage.CONSULTING


@pytest.mark.parametrize(
    ("refusal", "reopening", "stage"),
    [
        ("assessment_refused", act("decision_reversed 2024-05-01"), Stage.DECIDING_TO_ASSESS),
        ("assessment_refused", act("tribunal_order 2024-05-01", to="assess"), Stage.DECIDING_TO_ASSESS),
        ("assessment_refused", act("mediation_agreement 2024-05-01", to="assess"), Stage.DECIDING_TO_ASSESS),
        ("assessment_refused", act("appeal_unopposed 2024-05-01", to="assess"), Stage.DECIDING_TO_ASSESS),
        ("assessment_refused", act("tribunal_order 2024-05-01", to="reconsider"), Stage.DECIDING_TO_ASSESS),
    ],
)
def test_a_reversal_an_order_and_an_agreement_reopen_a_refusal(refusal: str, reopening, stage: Stage) -> None:
    assert case(TO_DRAFTING[0], f"{refusal} 2024-04-10", reopening).stage is stage


def test_a_refusal_to_make_a_plan_is_reopened_at_its_own_decision() -> None:
    refused = (*TO_DRAFTING[:4], "plan_refused 2024-06-03")
    assert case(*refused, "decision_reversed 2024-07-01").stage is Stage.DECIDING_TO_ISSUE
    assert case(*refused, act("tribunal_order 2024-07-01", to="make_plan")).stage is Stage.DRAFTING


def test_every_act_is_a_fact_of_a_rule_pack_or_a_casework_act() -> None:
    from casework.case.casework_acts import CASEWORK_ACTS
    from casework.case.law_vocabulary import is_of_law
    from casework.case.openings import REQUESTS
    from casework.processes.registry import TELLS

    known = load_pack("england-2014").events
    of_law = {name for name in CATALOGUE if is_of_law(name)}
    assert of_law == set(known) - REQUESTS
    assert {action.name for action in CASEWORK_ACTS} & of_law == set()
    of_processes = {name for name in of_law if known[name].of == "process"}
    assert {action.name for action in TELLS} & of_law == {"appeal_ended"} | of_processes
    for name in of_law:
        fields = {field.name: field for field in CATALOGUE[name].fields}
        assert set(known[name].fields) <= set(fields), name
        assert bool(CATALOGUE[name].of) == bool(known[name].of), name
        for field, choices in known[name].one_of.items():
            assert fields[field].choices == choices, name


def test_every_stage_has_a_clause_and_every_open_stage_an_act() -> None:
    assert set(STAGE_CLAUSES) == set(Stage) == OPEN | ENDED
    for stage in OPEN:
        assert any(stage in action.stages for action in CATALOGUE.values()), stage
