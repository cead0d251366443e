"""The process of a maintained plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from casework.case.actions import Act
from casework.case.law_pin import LawPin
from casework.case.statutory_acts import STATUTORY_ACTS
from casework.plans.plan_life import PlanLife
from casework.plans.school_years import begins_on, school_year_of
from casework.processes.decision_case import DecisionCase
from casework.processes.group import Group
from casework.processes.lookup import Answer, Lookup
from casework.processes.maintained_plan import guard, plan
from casework.processes.maintained_plan.disputes import case_for_dispute
from casework.processes.maintained_plan.life import AFTER_TRANSFER, CYCLE, cycle_of, life_of, limits
from casework.processes.maintained_plan.pages import LIST, PlanPages
from casework.processes.maintained_plan.plan import CHILD_KNOWN, DISPUTE, END, Plan
from casework.processes.plan_changed import (
    JOINED,
    PLAN_ENDED,
    PLAN_TOLD,
    TAUGHT,
    as_act,
    fact_in,
    fact_in_words,
)
from casework.processes.process import Known
from casework.processes.process_of_one_case import ProcessOfOneCase, iso_days
from casework.processes.telling import ProcessMoment, ToCase
from statute.facts import Event
from statute.obligation import Obligation
from statute.words import long_date

_BEGINS = frozenset({"final_issued", "amended_final_issued", "plan_transferred_in"})
_HEARS = _BEGINS | {
    "review_meeting", "review_decision", "amendment_notice", "amendment_not_made",
    "reassessment_requested", "reassessment_agreed", "reassessment_refused", "move_known", "detention_began", "released",
    "mediation_adviser_contacted", "mediation_requested", "mediation_declined", "mediation_certificate",
    "mediation_agreement", "appeal_registered", "appeal_unopposed", "appeal_ended", "tribunal_order", "decision_reversed",
    "bank_holiday_proclaimed", "review_meeting_arranged", "review_invitations_sent", "review_papers_sent", "review_report",
    *(action.name for action in STATUTORY_ACTS.values() if action.field("to_phase") is not None),
}  # fmt: skip
"""The acts of a case that are facts of the plan; among them a coming change of phase."""
_ENDED_BY = {
    "died": (END, {"why": "died"}),
    "moved_away": (END, {"why": "transferred_out"}),
    "aged_out": (END, {"why": "aged_out"}),
    "plan_transferred_out": (END, {"why": "transferred_out"}),
}
_ENDED: Mapping[str, str] = {
    "ceased": PLAN_ENDED,
    "transferred_out": "plan_transferred_out",
    "died": "died",
    "aged_out": "aged_out",
}
"""The fact that is passed on to the processes of a plan when it ends, by why it ends."""
_YEAR = "school_year"
_ASKED = ("school_year", "setting", "attends_no_setting", "under_five", "last_year", "low_age", "high_age")
_AGES = ("low_age", "high_age")


class MaintainedPlan(ProcessOfOneCase[Plan]):
    """One maintained plan, from the first final plan, a take-over or a move in, until it ceases."""

    kind = "maintained_plan"
    state_type = Plan
    noun = "maintained"
    title = "Maintained plan"
    workflow = "MaintainedPlan"
    details = (
        "One maintained plan, from the first final plan until it ceases. It is told the facts of its life by cases and other "
        "processes, begins the review of each cycle, and looks the child's year and setting up each September. It lives for "
        "years, and continues in new runs."
    )
    group = Group(
        noun="plan",
        title="Maintained plans",
        help="Maintained plans, from the first final plan until they cease.",
        command="maintained",
        path="maintained-plans",
        pages="maintained-plans",
        lists="ehcp maintained list",
        case_key="maintained_plans",
        at="in",
        list_page=LIST,
    )
    rights = group.rights
    in_lists = ("plan", "kind", "case", "stage", "is_over", "began_on", "cycle_ends_on", "last_review_on", "school_year", "setting", "disputed", "ended_on", "obligations")  # fmt: skip
    rules = guard
    page_type = PlanPages
    acts = plan.ACTS
    roles = frozenset({CYCLE, AFTER_TRANSFER})
    starts_from = _BEGINS
    begins_from_past = True
    since = "2026-11-29-maintained-plan"
    hears = _HEARS
    ended_by = _ENDED_BY
    verbs = ()
    automatic = frozenset({CHILD_KNOWN})
    ends_with = frozenset({END})
    begins_in_words = "it begins with the first final plan"
    is_light = True

    def begin(self, process_id: str, fields: Mapping[str, Any], law: LawPin | None) -> Plan:
        """Return a plan without facts; the first is the act of the case that begins it."""
        return Plan(process_id, str(fields["case"]), law=law)

    def heading(self, fields: Mapping[str, Any]) -> str:
        return "Maintained plan (CFA 2014 s.37)"

    def opened(self, state: Plan) -> tuple[str, str]:
        return "maintained_plan_begun", "the life of the plan began"

    def about(
        self, events: Sequence[Event], action: str, fields: Mapping[str, Any], begun: object
    ) -> int | None:
        """Return the same fact for every act: a case has one plan."""
        return 0

    def continues(self, events: Sequence[Event]) -> str | None:
        """Return the plan that the opening of a case names, as in the case of a decision on that plan."""
        known = events[0].fields.get("plan") if events else None
        return str(known) if known is not None else None

    def heard_as(self, act: Act) -> Act:
        """Return the act that tells the plan a fact of its case."""
        if act.action not in _HEARS or act.on is None:
            return act
        return as_act(Event(act.action, act.on, act.of, act.fields), act.on, PLAN_TOLD)

    def knows_already(self, state: Plan, act: Act) -> bool:
        return act.action == PLAN_TOLD.name and plan.knows(state, fact_in(act))

    def joined_by(self, act: Act) -> str | None:
        """Return the process that people called for the plan."""
        fact = fact_in(act) if act.action == PLAN_TOLD.name else None
        return fact.of if fact is not None and fact.event == JOINED else None

    def life(self, state: Plan, today: date) -> PlanLife:
        return life_of(state, today)

    def opens_case(self, state: Plan, act: Act) -> DecisionCase | None:
        """Return the case in which a family disputes the last decision, when people record that it does."""
        return case_for_dispute(state) if act.action == DISPUTE else None

    def passes_on(self, state: Plan, act: Act) -> tuple[Event, ...]:
        """Return the fact that the plan was told, or that of its end."""
        if act.action == PLAN_TOLD.name:
            fact = fact_in(act)
            return () if fact.event in (JOINED, TAUGHT) else (fact,)
        if act.action == END:
            return (Event(_ENDED[str(act.fields["why"])], act.on),)
        return ()

    def due_on(self, state: Plan) -> date | None:
        """Return the last day of the review cycle that is owed."""
        if state.is_over or state.last_on is None:
            return None
        cycle = cycle_of(limits(state, state.last_on))
        return cycle.due_on if cycle is not None else None

    def plan_end(self, state: Plan) -> tuple[date, str] | None:
        """Return the end of the plan, which its case is not told once it has closed."""
        return (state.ended_on, state.ended_why) if state.ended_on and state.ended_why else None

    def obligations(self, state: Plan, today: date) -> tuple[Obligation, ...]:
        """Return the review cycle that is owed; the limits of a review belong to the review."""
        cycle = cycle_of(limits(state, today)) if not state.is_over else None
        return (cycle,) if cycle is not None else ()

    def stage_tag(self, stage: str) -> str:
        return "running" if stage.endswith("_maintained") else "closed"

    def after(self, state: Plan, act: Act) -> Plan:
        return plan.after(state, act)

    def said(self, state: Plan, act: Act, by: str | None) -> str:
        if act.action == PLAN_TOLD.name:
            return fact_in_words(fact_in(act))
        if act.action == END:
            return f"the plan ended: {str(act.fields['why']).replace('_', ' ')}"
        return self.acts[act.action].said

    def next_moment(self, state: Plan, done: frozenset[str], today: date) -> ProcessMoment | None:
        """Return the start of the school year for which the child's record is looked up next: at once if that has begun."""
        if state.is_over:
            return None
        this = school_year_of(today)
        year = this if (state.asked_for or this) < this else this + 1
        on = begins_on(year)
        return ProcessMoment(
            on, f"{_YEAR}:{year}", "the school year begins, and the child's record is looked up"
        )

    def after_moment(self, state: Plan, moment: str, today: date) -> tuple[Plan, tuple[ToCase, ...]]:
        return plan.new_school_year(state, int(moment.partition(":")[2])), ()

    def moment_text(self, state: Plan, moment: str, telling: Sequence[ToCase]) -> str:
        return f"a school year began on {long_date(begins_on(int(moment.partition(':')[2])))}"

    def wants(self, state: Plan) -> Lookup | None:
        """Return the lookup of the child's year and setting: once at first, each September, and when people ask."""
        if state.is_over:
            return None
        return Lookup("child", f"child:{state.asked}", "Look up the child's year and setting")

    def choose(self, wanted: Lookup, state: Plan, known: Known) -> dict[str, Any] | None:
        """Return what the child's record says that the plan does not know yet."""
        child = known.child
        if child is None:
            return None
        says: dict[str, Any] = {"under_five": child.under_five, "last_year": child.last_year}
        if not state.is_corrected:
            says |= {"setting": child.setting, "attends_no_setting": child.attends_no_setting}
        low, high = child.ages.get(says.get("setting") or state.attended or "", (None, None))
        says |= {"low_age": low, "high_age": high}
        if state.school_year is None and child.school_year is not None:
            says["school_year"] = str(child.school_year)
        now: dict[str, Any] = {name: getattr(state, name) for name in _ASKED}
        new = {name: value for name, value in says.items() if value is not None and value != now[name]}
        return {name: str(value) if name in _AGES else value for name, value in new.items()} or None

    def answered(self, state: Plan, wanted: Lookup, chosen: Any, today: date) -> Answer | None:
        if not chosen:
            return None
        return Answer(act=Act(CHILD_KNOWN, today, None, chosen), request_id=f"{state.id}-{wanted.key}")

    def shown(self, state: Plan, today: date) -> dict[str, Any]:
        """Return the cycle of a plan, the child's year and the version in force."""
        known = life_of(state, today)
        days = {
            "began_on": state.began_on,
            "cycle_began_on": known.cycle_began_on,
            "cycle_ends_on": known.cycle_ends_on,
            "last_review_on": known.last_review_on,
            "ended_on": state.ended_on,
        }
        return {
            **iso_days(days),
            "version": state.version,
            "school_year": known.school_year,
            "setting": known.setting,
            "attends_no_setting": known.attends_no_setting,
            "detained": known.detained,
            "disputed": known.disputed,
            "last_year": known.last_year,
            "ended_why": state.ended_why,
        }


PROCESS = MaintainedPlan()
