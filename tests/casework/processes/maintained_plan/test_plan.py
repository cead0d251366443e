"""A maintained plan: what ends it."""

from __future__ import annotations

from datetime import date

import pytest

from casework.case.actions import Act
from casework.processes.maintained_plan.plan import Plan, after
from casework.processes.plan_changed import PLAN_TOLD, as_act
from statute.facts import Event

DAY = date(2027, 3, 1)


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
