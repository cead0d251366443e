"""The process of a re-assessment of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from casework.case.actions import Act
from casework.processes.closed_with_plan import closed_by
from casework.processes.decision_case import DecisionCase
from casework.processes.group import Group
from casework.processes.plan_in_case import why_no_plan
from casework.processes.process import Measure, ParentCase
from casework.processes.process_of_one_case import iso_days
from casework.processes.process_of_plan import ProcessOfPlan
from casework.processes.reassessment import guard, limits, telling
from casework.processes.reassessment import reassessment as state_of
from casework.processes.reassessment.case_acts import TELLS
from casework.processes.reassessment.pages import LIST, ReassessmentPages
from casework.processes.reassessment.reassessment import (
    ACTS,
    AGREE,
    CALLS,
    CLOSES,
    DECIDES,
    PLANS,
    REFUSE,
    REFUSED,
    SENDS,
    Reassessment,
)
from casework.processes.telling import ProcessMoment
from casework.processes.with_plan import MAINTAINED

_FIRST_PLAN = "final_issued"
_REFUSES: Mapping[tuple[str, str, str], str] = {(DECIDES, "decision", REFUSE): REFUSED}


class ReassessmentProcess(ProcessOfPlan[Reassessment]):
    """One re-assessment of a plan, from the request until it is refused or its plan is sent."""

    kind = "reassessment"
    state_type = Reassessment
    noun = "reassessment"
    title = "Re-assessment"
    workflow = "Reassessment"
    details = (
        "One re-assessment of a plan (CFA 2014 s.44; SEND Regs 2014 regs 23 to 27). Updates record the request and the decision. The decision opens a "
        "case: the assessment runs in it, or a refusal is disputed in it. The process hears from the plan when the final plan is sent."
    )
    group = Group(
        noun="reassessment",
        title="Re-assessments",
        help="Requests to assess again a child or young person who has a plan.",
        command="reassessment",
        path="reassessments",
        pages="reassessments",
        lists="ehcp reassessment list",
        case_key="reassessments",
        at="in",
        list_page=LIST,
    )
    rights = group.rights
    in_lists = ("reassessment", "kind", "case", "stage", "is_over", "asked_by", "requested_on", "decide_by", "decision", "decided_on", "final_by", "plan_sent_on", "obligations")  # fmt: skip
    rules = guard
    limits = limits
    reports = telling
    in_alerts = "re-assessment"
    page_type = ReassessmentPages
    acts = ACTS
    roles = frozenset({limits.DECIDE, limits.FINAL})
    called_with = CALLS
    takes_up = frozenset({MAINTAINED})
    ends_with = frozenset({SENDS, CLOSES})
    ended_by = closed_by(CLOSES)
    tells = TELLS
    hears_from_plan = PLANS
    refuses = _REFUSES

    def not_in_case(self, case: ParentCase, on: date) -> str | None:
        """Return why the case has no plan to re-assess, if so. The case may be open or closed."""
        return why_no_plan(case, on)

    def begins_with(self, case: ParentCase) -> Mapping[str, Any]:
        """Return the day of the last first plan in the case, which shows when the needs were assessed."""
        sent = [one.on for one in case.events if one.event == _FIRST_PLAN and one.on is not None]
        return {"last_plan_on": max(sent).isoformat()} if sent else {}

    def heading(self, fields: Mapping[str, Any]) -> str:
        return "Re-assessment of the plan (s.44)"

    def opened(self, state: Reassessment) -> tuple[str, str]:
        return "reassessment_opened", "a record of the re-assessment was opened"

    def due_on(self, state: Reassessment) -> date | None:
        """Return the last day to tell the family or, after an agreement, to send the plan."""
        if state.is_over:
            return None
        return limits.last_day(state, limits.DECIDE if state.decision is None else limits.FINAL)

    def measured(self, state: Reassessment) -> Measure:
        """Return the decision and its day."""
        return Measure(state.decision, state.decided_on) if state.decision is not None else Measure()

    def said(self, state: Reassessment, act: Act, by: str | None) -> str:
        return state_of.said(act)

    def opens_case(self, state: Reassessment, act: Act) -> DecisionCase | None:
        return telling.opens_case(state, act)

    def next_moment(self, state: Reassessment, done: frozenset[str], today: date) -> ProcessMoment | None:
        """Return the next alert of the decision. After an agreement, the case of the assessment alerts people."""
        if state.decision == AGREE:
            return None
        return super().next_moment(state, done, today)

    def shown(self, state: Reassessment, today: date) -> dict[str, Any]:
        """Return the request, the decision and the last days of the limits."""
        days = {
            "requested_on": state.requested_on,
            "decide_by": limits.last_day(state, limits.DECIDE),
            "last_plan_on": state.last_plan_on,
            "last_assessed_on": state.day("last_assessed_on", DECIDES),
            "decided_on": state.decided_on,
            "final_by": limits.last_day(state, limits.FINAL),
            "plan_sent_on": state.plan_sent_on,
        }
        return {
            "plan": state.plan,
            "asked_by": state.asked_by,
            "decision": state.decision,
            "ground": state.coded("ground", DECIDES),
            **iso_days(days),
            "reason": state.value("reason", DECIDES),
        }

    def texts(self, told: Mapping[str, Any]) -> Iterable[tuple[dict[str, Any], str]]:
        """Return the field for the reasons."""
        assert isinstance(told, dict)
        return ((told, "reason"),)


PROCESS = ReassessmentProcess()
