"""The process of a plan that may cease."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from casework.case.actions import Act
from casework.case.clock import Clock
from casework.case.law_pin import LawPin
from casework.letters.notice import Notice
from casework.plans.cease_reasons import age_named, cease_reason, reply_days
from casework.plans.plan_life import FromPlan, PlanLife
from casework.processes.ceasing import ending as state_of
from casework.processes.ceasing import guard, limits, moments, telling
from casework.processes.ceasing.case_acts import TELLS
from casework.processes.ceasing.ending import ACTS, AGE_KNOWN, BY_AGE, CALLS, CEASE, FROM_PLAN, Ending
from casework.processes.ceasing.notices import notices
from casework.processes.ceasing.pages import LIST, EndingPages
from casework.processes.decision_case import DecisionCase
from casework.processes.group import Group
from casework.processes.lookup import Answer, Lookup
from casework.processes.plan_in_case import why_no_plan
from casework.processes.process import Known, Measure, ParentCase
from casework.processes.process_of_one_case import ProcessOfOneCase, iso_days
from casework.processes.with_plan import MAINTAINED
from statute.facts import Event
from statute.obligation import Obligation
from statute.rights import age_on, plan_may_run_until

_ENDED_BY: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "died": ("stop_ceasing", {"stopped_because": "died"}),
    "plan_transferred_out": ("stop_ceasing", {"stopped_because": "moved_away"}),
}
_NEEDS_MET, _ENDED_NEEDS_MET = "needs_met", "plans_ended_needs_met"
_LOOKS = (CALLS, "change_reason", "ask_views", "record_views", "record_review")


def _by_age(life: PlanLife, today: date) -> tuple[FromPlan, ...]:
    """Return the one that a plan begins once in its last school year, if no end of it is decided."""
    if not life.last_year or life.ended_on is not None or _is_ending(life):
        return ()
    return (FromPlan("age", today, {"considered_on": today.isoformat(), "reason": BY_AGE}),)


def _is_ending(life: PlanLife) -> bool:
    decided = [one for one in life.facts if one.event == "review_decision"]
    return bool(decided) and decided[-1].fields.get("decision") == CEASE


class CeasingProcess(ProcessOfOneCase[Ending]):
    """One consideration whether a plan ends, from its ground until the plan has ended or goes on."""

    kind = "ceasing"
    figures = frozenset({_ENDED_NEEDS_MET})
    figure_acts = frozenset({"end_plan"})
    state_type = Ending
    noun = "ending"
    title = "Whether a plan ends"
    workflow = "Ceasing"
    details = (
        "One consideration whether to cease to maintain a plan (CFA 2014 s.45; SEND Regs 2014 regs 29 to 31). Updates record the ground, the views, "
        "the decision and the end. The plan is kept until the time to appeal is over or an appeal is decided."
    )
    group = Group(
        noun="ending",
        title="Plans that may end",
        help="Plans that the authority may cease to maintain.",
        command="ending",
        path="endings",
        pages="endings",
        lists="ehcp ending list",
        case_key="endings",
        at="in",
        list_page=LIST,
    )
    rights = group.rights
    in_lists = ("ending", "kind", "case", "stage", "is_over", "reason", "code", "decision", "kept_until", "ended_on", "obligations")  # fmt: skip
    rules = guard
    timing = moments
    reports = telling
    page_type = EndingPages
    acts = ACTS
    roles = frozenset({limits.KEEP_ROLE})
    called_with = CALLS
    takes_up = frozenset({MAINTAINED})
    ends_with = frozenset({"end_plan", "stop_ceasing"})
    ended_by = _ENDED_BY
    tells = TELLS
    automatic = frozenset({AGE_KNOWN})
    hears_from_plan = FROM_PLAN
    looks_at_birth = True

    def not_in_case(self, case: ParentCase, on: date) -> str | None:
        """Return why the case has no plan in force, if so. The case may be open or closed."""
        return why_no_plan(case, on)

    def begin(self, process_id: str, fields: Mapping[str, Any], law: LawPin | None) -> Ending:
        return state_of.begun(process_id, fields, law)

    def begins_from_plan(self, life: PlanLife, today: date) -> tuple[FromPlan, ...]:
        """Return one for each decision of a review to cease, and one for the last school year of a plan.

        So the plan is kept and ended as the law requires, and people hear in time of a plan that can go on no longer.
        """
        decided = tuple(
            FromPlan(one.on.isoformat(), one.on, {"decided_on": one.on.isoformat()})
            for one in life.facts
            if one.event == "review_decision"
            and one.on is not None
            and one.fields.get("decision") == CEASE
            and "ending" not in one.fields
        )
        return (*decided, *_by_age(life, today))

    def heading(self, fields: Mapping[str, Any]) -> str:
        return "Whether to cease to maintain the plan (s.45)"

    def opened(self, state: Ending) -> tuple[str, str]:
        return "ending_opened", "a record was opened of whether the plan ends"

    def due_on(self, state: Ending) -> date | None:
        """Return the day to reply by or the last day of a plan by age or, after the decision, the last day on which it must be kept."""
        if state.is_over:
            return None
        return limits.kept_to(state) if state.decision == CEASE else state.reply_by or state.last_day

    def measured(self, state: Ending) -> Measure:
        """Return the reason of the SEN2 return and the day on which the plan ended; nothing while it is held."""
        return Measure(state.code, state.ended_on) if state.ended_on is not None else Measure()

    def in_figures(self, state: Ending, day: date) -> Iterable[str]:
        """Count a plan that ended in the year up to a day because needs are met."""
        ended = state.ended_on
        if ended is not None and state.reason == _NEEDS_MET and ended.year == day.year and ended <= day:
            yield _ENDED_NEEDS_MET

    def obligations(self, state: Ending, today: date) -> tuple[Obligation, ...]:
        """Return the family's time, and the time for which the plan must be kept."""
        return limits.obligations_of(state, today)

    def after(self, state: Ending, act: Act) -> Ending:
        return state.with_act(act)

    def said(self, state: Ending, act: Act, by: str | None) -> str:
        return state_of.said(act)

    def to_plan(self, state: Ending, act: Act) -> tuple[Event, ...]:
        return telling.to_plan(state, act)

    def opens_case(self, state: Ending, act: Act) -> DecisionCase | None:
        return telling.opens_case(state, act)

    def wants(self, state: Ending) -> Lookup | None:
        """Return the look-up of the age, which the law of ceasing depends on, after each step before the decision."""
        if state.is_over or state.decision is not None:
            return None
        asked, known = sum(1 for _ in state.each(*_LOOKS)), sum(1 for _ in state.each(AGE_KNOWN))
        return (
            Lookup("age", f"age-{asked}", "Look up whether they are under 18, under 25, or older")
            if asked > known
            else None
        )

    def choose(self, wanted: Lookup, state: Ending, known: Known) -> dict[str, str]:
        """Return the age at the latest step as a code and, if the plan ends by age, its last day.

        That is the end of an academic year, the same for all who are born in a year. The date of birth stays in the records.
        """
        found = {"age": self._age(state, known)}
        if state.reason == BY_AGE and known.born_on is not None:
            found["last_day"] = plan_may_run_until(known.born_on).isoformat()
        return found

    def _age(self, state: Ending, known: Known) -> str:
        if known.born_on is None or state.last_on is None:
            return "not_known"
        age = age_on(known.born_on, state.last_on)
        return (
            state_of.UNDER_18
            if age < age_named("adult")
            else state_of.OVER_18
            if age < age_named("maximum")
            else state_of.OVER_25
        )

    def answered(self, state: Ending, wanted: Lookup, chosen: Any, today: date) -> Answer | None:
        fields = dict(chosen) if isinstance(chosen, Mapping) else {"age": str(chosen)}
        return Answer(Act(AGE_KNOWN, today, None, fields), f"{state.id}-{wanted.key}")

    def notices_of(self, act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...]:
        return notices(act, on)

    def shown(self, state: Ending, today: date) -> dict[str, Any]:
        """Return the reason, the decision and the time for which the plan is kept."""
        reason = cease_reason(state.reason) if state.reason else None
        kept = limits.kept_to(state)
        days = {
            "reply_by": state.reply_by,
            "last_day": state.last_day,
            "kept_until": kept,
            "ended_on": state.ended_on,
        }
        return {
            "plan": state.plan,
            "reason": state.reason,
            "code": reason.code if reason else None,
            "ground": reason.ground if reason else None,
            "warning": reason.warning if reason and not state.is_over else None,
            "age": state.age,
            "finding": state.finding,
            "decision": state.decision,
            "is_appealed": state.is_appealed,
            "reply_days": reply_days(),
            **iso_days(days),
            "proposal": state.value("proposal", "ask_views"),
            "because": state.value("because", "decide_ceasing"),
        }

    def texts(self, told: Mapping[str, Any]) -> Iterable[tuple[dict[str, Any], str]]:
        """Return the fields for the proposal and the reasons."""
        assert isinstance(told, dict)
        return ((told, name) for name in ("proposal", "because"))


PROCESS = CeasingProcess()
