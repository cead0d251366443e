"""The next job of a case comes from its stage and what is owed, not from its last limit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from casework.case.acts import CATALOGUE
from casework.case.next_job import _BY_STAGE, next_job
from casework.case.stages import DECIDED, ENDED, Stage

TODAY = date(2024, 6, 3)
LATE, AHEAD = date(2024, 5, 31), date(2024, 6, 28)


@dataclass(frozen=True)
class Owed:
    role: str | None
    due_on: date = AHEAD
    of: str | None = None
    title: str = "Review the plan"
    kind: str = "limit"
    duty_holder: str = "authority"
    is_owed: bool = True


def advice(of: str, due_on: date = AHEAD, *, is_owed: bool = True) -> Owed:
    return Owed("return_advice", due_on, of, is_owed=is_owed)


@pytest.mark.parametrize(
    ("stage", "clocks", "text", "action"),
    [
        ("deciding_to_assess", [], "Decide whether to assess", None),
        ("assessing", [], "Ask for advice", "advice_requested"),
        ("assessing", [advice("school")], "Waiting for advice: the school, by 28 June 2024", "advice_received"),
        ("assessing", [advice("school", LATE), advice("health"), advice("camhs", LATE)], "Chase late advice: the school and 1 other", "advice_received"),
        ("assessing", [advice("school", is_owed=False), Owed("final_plan", LATE)], "Decide whether to make a plan", None),
        ("drafting", [Owed("final_plan", LATE)], "Send the draft plan", "draft_issued"),
        ("consulting", [], "Consult settings", "setting_consulted"),
        ("consulting", [Owed("answer_the_consultation", LATE, "urn-1", kind="guidance")], "Chase 1 reply to the consultation", "setting_responded"),
        (
            "consulting",
            [Owed("answer_the_consultation", AHEAD, "urn-1", kind="guidance"), Owed("answer_the_draft", AHEAD, is_owed=False)],
            "Waiting for the family's answer to the draft, until 28 June 2024",
            "representations_received",
        ),
        ("finalising", [], "Send the final plan", "final_issued"),
        ("plan_issued", [Owed(None), Owed(None, LATE, title="Send the review report")], "Send the review report", None),
        ("plan_issued", [Owed("decide_to_reassess")], "Decide whether to re-assess", None),
        ("assessment_refused", [Owed("start_directed_assessment")], "Start the assessment that was ordered or agreed", None),
        ("plan_refused", [Owed("issue_certificate", duty_holder="mediation_adviser", title="Issue the certificate")], "Waiting: issue the certificate, by 28 June 2024", None),
        ("plan_issued", [], "Nothing to do now", None),
    ],
)  # fmt: skip
def test_the_next_job(stage: str, clocks: list[Owed], text: str, action: str | None) -> None:
    job = next_job(Stage(stage), clocks, TODAY)
    assert (job.text, job.action) == (text, action)
    assert job.waits is text.startswith(("Waiting", "Nothing"))


def test_every_stage_has_a_job_and_its_act_is_allowed_there() -> None:
    for stage in set(Stage) - ENDED:
        assert stage in _BY_STAGE or stage in DECIDED or next_job(stage, [], TODAY).action
        action = next_job(stage, [], TODAY).action
        assert action is None or stage in CATALOGUE[action].stages
