"""The days of a case are those that its acts tell, counted a second way straight from the acts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from casework.case.actions import Act
from casework.measures.case_life import AdviceAsked, CaseLife, DisputeLife, StageSpan, life_of
from statute.clock_roles import ClockRole
from tests.casework.measures.generated import Journey, journeys

WEEK = timedelta(weeks=1)


def first(acts: list[Act], *names: str) -> Act | None:
    return next((act for act in acts if act.action in names), None)


def day_of(act: Act | None) -> date | None:
    return act.on if act is not None else None


def second_way(journey: Journey) -> Mapping[str, Any]:
    """The days of a case, from the list of its acts."""
    acts = journey.acts
    assess = first(acts, "assessment_agreed", "assessment_refused")
    plan = first(acts, "plan_agreed", "plan_refused")
    final = first(acts, "final_issued")
    ended = first(acts, "withdrawn", "moved_away")
    advice = [
        (act.of, act.on, next((a.on for a in acts if a.action == "advice_received" and a.of == act.of), None))
        for act in acts
        if act.action == "advice_requested"
    ]
    return {
        "received_on": journey.received,
        "decided_to_assess_on": day_of(assess),
        "agreed_to_assess": assess.action == "assessment_agreed" if assess else None,
        "decided_on_plan_on": day_of(plan),
        "agreed_to_plan": plan.action == "plan_agreed" if plan else None,
        "draft_on": day_of(first(acts, "draft_issued")),
        "final_on": day_of(final),
        "setting": final.fields["setting"] if final else None,
        "ended_on": day_of(ended),
        "ended_as": ended.action if ended else None,
        "asked": advice,
        "decide_by": journey.received + 6 * WEEK,
        "final_by": journey.received + 20 * WEEK,
    }


def shown(life: CaseLife) -> Mapping[str, Any]:
    """The same days, from the life."""
    names = (
        "received_on", "decided_to_assess_on", "agreed_to_assess", "decided_on_plan_on", "agreed_to_plan", "draft_on",
        "final_on", "setting", "ended_on", "ended_as",
    )  # fmt: skip
    return {
        **{name: getattr(life, name) for name in names},
        "asked": [(each.service, each.asked_on, each.received_on) for each in life.advice],
        "decide_by": life.due[ClockRole.DECIDE_TO_ASSESS],
        "final_by": life.due[ClockRole.FINAL_PLAN],
    }


def test_a_life_has_the_days_of_its_acts() -> None:
    for journey in journeys(120, seed=23):
        life = life_of(journey.case_id, journey.outlook())
        assert shown(life) == second_way(journey), journey.case_id
        assert (life.team, life.officer, life.source) == (journey.team, journey.officer, journey.source)
        assert life.excused <= life.claimed
        assert life.claimed <= set(life.due)
        for before, then in zip(life.stages, life.stages[1:], strict=False):
            assert before.to_on == then.from_on and before.stage != then.stage
        assert life.stages[0].from_on == life.received_on and life.stages[-1].to_on is None


@pytest.fixture(scope="module")
def disputed() -> CaseLife:
    """A case with an exception, advice and a dispute that went to the Tribunal."""
    acts = [
        Act("assessment_agreed", date(2024, 4, 10)),
        Act("advice_requested", date(2024, 4, 11), "school"),
        Act("advice_received", date(2024, 5, 10), "school"),
        Act("plan_refused", date(2024, 6, 21), None, {"reason": "note-1"}),
        Act("mediation_requested", date(2024, 7, 1)),
        Act("mediation_held", date(2024, 7, 20)),
        Act("mediation_certificate", date(2024, 7, 22)),
        Act("appeal_registered", date(2024, 8, 1), None, {"against": "refusal_to_issue"}),
        Act("tribunal_order", date(2024, 11, 4), None, {"to": "make_plan"}),
        Act("draft_issued", date(2024, 11, 20)),
    ]
    journey = Journey("case-one", date(2024, 3, 4), "parent", "north", "officer-1", acts)
    return life_of("case-one", journey.outlook())


def test_a_life_keeps_the_first_decision_and_each_dispute(disputed: CaseLife) -> None:
    assert (disputed.decided_on_plan_on, disputed.agreed_to_plan) == (date(2024, 6, 21), False)
    mediated, appealed = disputed.disputes
    assert (mediated.about, mediated.outcome, mediated.held_on) == (
        "plan_refused", "mediation_certificate", date(2024, 7, 20),
    )  # fmt: skip
    assert appealed == DisputeLife(
        appealed.kind,
        "plan_refused",
        date(2024, 8, 1),
        date(2024, 11, 4),
        "tribunal_order",
        None,
        "appeal_registered",
    )
    assert mediated.kind != appealed.kind


def test_a_life_keeps_each_stage_with_its_days(disputed: CaseLife) -> None:
    assert disputed.stages == (
        StageSpan("received", date(2024, 3, 4), date(2024, 3, 4)),
        StageSpan("deciding_to_assess", date(2024, 3, 4), date(2024, 4, 10)),
        StageSpan("assessing", date(2024, 4, 10), date(2024, 5, 10)),
        StageSpan("deciding_to_issue", date(2024, 5, 10), date(2024, 6, 21)),
        StageSpan("plan_refused", date(2024, 6, 21), date(2024, 11, 4)),
        StageSpan("drafting", date(2024, 11, 4), date(2024, 11, 20)),
        StageSpan("consulting", date(2024, 11, 20), None),
    )
    assert disputed.advice == (
        AdviceAsked("school", date(2024, 4, 11), date(2024, 5, 23), date(2024, 5, 10)),
    )


def test_an_accepted_exception_counts_also_for_a_plan_in_time() -> None:
    fields = {
        "ground": "reg13(3)(c)", "from": "2024-04-20", "to": "2024-05-10", "because": "note-1", "evidence": "document-1",
        "approved_by": "manager-1", "family_told_on": "2024-05-12",
    }  # fmt: skip
    for proof, accepted in (({}, True), ({"evidence": None}, False)):
        acts = [
            Act("assessment_agreed", date(2024, 4, 10)),
            Act("exception_claimed", date(2024, 5, 12), None, {**fields, **proof}),
        ]
        life = life_of(
            "case-one", Journey("case-one", date(2024, 3, 4), "parent", "north", None, acts).outlook()
        )
        assert (ClockRole.FINAL_PLAN in life.excused) is accepted
        assert ClockRole.FINAL_PLAN in life.claimed
