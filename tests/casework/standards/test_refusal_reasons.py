"""A standard or a number of cycles is never the only reason of a refusal."""

from __future__ import annotations

import pytest

from casework.case.required_particulars import REASONS_REQUIRED
from casework.processes.registry import PROCESSES, refuses
from casework.standards.refusal_reasons import CITATIONS, only_a_threshold, why_not_refuse

ONLY_A_THRESHOLD = [
    "Standard not met",
    "standard not met.",
    "The standard U-03 is not met.",
    "Standards T-01 and T-02 have not been tried.",
    "The school has not met the ordinarily available provision.",
    "The school has not done two cycles of assess, plan, do, review.",
    "Two full cycles of assess, plan, do and review are required before a request.",
    "Only one cycle of support was completed, so we will not assess.",
    "We refuse the request because the school did not evidence three cycles.",
    "There is no costed provision map.",
    "There is not enough evidence from the school. We have decided not to assess.",
    "The graduated approach has not been followed yet, therefore an assessment is not necessary.",
    "At least two terms of SEN support must come first.",
    "The national inclusion standards are not met; the threshold is not reached.",
    "The local criteria were not met",
    "APDR: one cycle only",
    "A small group works on language three times a week was not tried.",
    "The school hasn’t done two cycles.",
    "She does not have special educational needs because two cycles of support were not done.",
    "The test of section 36(8) is not met: the school has not provided evidence of two cycles.",
    "The panel advises not to assess because two cycles were not done.",
    "The panel does not recommend an assessment: the standard is not met.",
    "We have not been given evidence of at least three cycles of interventions with measured outcomes.",
]
ANOTHER_REASON = [
    "The needs can be met by the support that the school already has and has agreed to give.",
    "He makes good progress with support, and all advice says that it can go on.",
    "Two cycles of assess, plan, do, review show that she now reads at the level of her class.",
    "The standard U-03 is not met. Even so, the reports show that her reading is at the level of her class.",
    "No need beyond what the school gives from its own resources was found.",
    "The test of section 36(8) is not met: the paediatrician finds no difficulty in learning and no disability.",
    "There is no evidence that he has a greater difficulty in learning than others of his age.",
    "Attainment is at the expected standard in all subjects, and attendance is full.",
    "The evidence does not show that provision by a plan may be necessary.",
    "The evidence from the school shows no difficulty in learning.",
    "We have not found any difficulty in learning or disability, and no cycle of support was needed.",
    "We consider that her needs can be met in class. One standard has not been tried.",
    "No.",
    "",
]


@pytest.mark.parametrize("reason", ONLY_A_THRESHOLD)
@pytest.mark.parametrize("action", CITATIONS)
def test_it_is_refused_with_the_section_that_decides(action: str, reason: str) -> None:
    known = ("T-01", "A small group works on language three times a week.")
    said = why_not_refuse(action, reason, known)
    assert said is not None
    assert CITATIONS[action] in said
    assert ("s.36(8)" in said or "ss.36(8)" in said) == (action != "education_refused")


def test_a_refusal_says_which_reason_its_own_law_asks_for() -> None:
    """A plan that is not amended, and education that is not arranged, have other tests than an assessment."""
    assert "no provision by a plan is necessary" in (why_not_refuse("plan_refused", "Standard not met") or "")
    assert "still describes the needs" in (why_not_refuse("amendment_not_made", "Standard not met") or "")
    assert "receives suitable education" in (why_not_refuse("education_refused", "Standard not met") or "")


def test_every_act_with_reasons_for_a_refusal_is_judged() -> None:
    """Each decision that must give reasons is judged, and so is each act of a process that refuses or advises to."""
    assert set(CITATIONS) >= set(REASONS_REQUIRED)
    judged = {
        (name, value): refuses(name, {field.name: value})
        for process in PROCESSES
        for name, action in {**process.acts, **{told.name: told for told in process.tells}}.items()
        if any(field.name == "reason" and field.kind == "text" for field in action.fields)
        for field in action.fields
        for value in field.choices
    }
    assert {found for found in judged.items() if found[1]} == {
        (("recommend", "do_not_assess"), "assessment_refused"),
        (("recommend", "do_not_make_plan"), "plan_refused"),
        (("panel_recommended", "do_not_assess"), "assessment_refused"),
        (("panel_recommended", "do_not_make_plan"), "plan_refused"),
        (("decide_reassessment", "refuse"), "reassessment_refused"),
        (("decide_education", "none"), "education_refused"),
        (("education_decided", "none"), "education_refused"),
    }


@pytest.mark.parametrize("reason", ANOTHER_REASON)
def test_a_decision_with_a_reason_of_the_law_goes_on(reason: str) -> None:
    assert not only_a_threshold(reason, ("U-03",))


def test_an_act_that_is_no_refusal_is_never_stopped() -> None:
    assert why_not_refuse("assessment_agreed", "Standard not met") is None
