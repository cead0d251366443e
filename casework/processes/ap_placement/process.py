"""The process of a placement in alternative provision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from casework.case.actions import Act
from casework.case.clock import Clock
from casework.case.law_pin import LawPin
from casework.letters.notice import Notice
from casework.processes.ap_placement import guard, limits, moments, telling
from casework.processes.ap_placement import placement as state_of
from casework.processes.ap_placement.acts import (
    ACTS,
    AUTOMATIC,
    EDUCATION_REFUSED,
    HOLIDAY,
    LOCAL_POLICY,
    PROVIDER,
)
from casework.processes.ap_placement.case_acts import TELLS
from casework.processes.ap_placement.codes import in_words
from casework.processes.ap_placement.lists import LISTS
from casework.processes.ap_placement.notices import notices
from casework.processes.ap_placement.pages import (
    LIST,
    PlacementGroupPages,
    PlacementPages,
    sessions_in_words,
)
from casework.processes.ap_placement.placement import MATCHED, MAY_ASK, Placement
from casework.processes.ap_placement.shapes import SHAPES
from casework.processes.ap_placement.warnings import overridden, warnings
from casework.processes.commands import verb_that_calls
from casework.processes.group import Group
from casework.processes.lookup import Answer, Lookup
from casework.processes.plan_in_case import before_case, has_plan, why_over
from casework.processes.process import Known, Measure, ParentCase
from casework.processes.process_of_one_case import ProcessOfOneCase, iso_days
from casework.processes.telling import ToCase
from statute.obligation import Obligation
from statute.school_days import closures_of
from statute.words import capital

_CALLS = "refer_placement"
_ENDED_BY: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    name: ("close_referral", {"why": name}) for name in ("died", "moved_away", "aged_out")
}
_NO_REFERRAL = {
    "died": "The child or young person has died.",
    "moved_away": "The child or young person has moved away. The authority of their new area arranges their education.",
    "aged_out": "The young person is beyond the age of alternative provision.",
}
"""The facts of a case after which no pupil can be referred in it, each with the reason."""
_POLICY_LOOKUP, _PROVIDER_LOOKUP = "local_policy", "provider"

_ARRANGED = {"authority": "authority_funded", "school": "school_arranged"}
"""Figures of the dashboard by who arranged a placement."""


_DECIDED = ("education", "reason", "evidence")
"""What is shown of each decision under section 19."""


class PlacementProcess(ProcessOfOneCase[Placement]):
    """One placement in alternative provision, from the referral until the pupil is settled, has moved on or has left."""

    kind = "ap_placement"
    figures = frozenset(f"{what}_{who}" for what in ("ap", "unregistered") for who in _ARRANGED.values())
    state_type = Placement
    noun = "referral"
    title = "Alternative provision"
    workflow = "ApPlacement"
    details = (
        "One placement in alternative provision, in one of three tiers. Updates record the referral, the decisions, the match, the start, "
        "the reviews and the return; signals tell its case while it is open. It goes on after the case has closed."
    )
    group = Group(
        noun="placement",
        title="Alternative provision",
        help="Placements in alternative provision.",
        command="placement",
        path="placements",
        pages="alternative-provision",
        lists="ehcp placement list",
        case_key="placements",
        at="in",
        list_page=LIST,
        page_type=PlacementGroupPages,
    )
    rights = group.rights
    in_lists = ("placement", "kind", "case", "child", "officer", "stage", "is_over", "tier", "reason", "has_plan", "provider_id", "started_on", "left_on", "obligations", "warnings")  # fmt: skip
    rules = guard
    timing = moments
    reports = telling
    page_type = PlacementPages
    acts = ACTS
    refuses = EDUCATION_REFUSED
    called_with = _CALLS
    may_have_no_case = True
    reform = "alternative_provision"
    looks_at_case = True
    hears = frozenset({HOLIDAY})
    ends_with = frozenset({"check_return", "move_on", "end_early", "close_referral"})
    ended_by = _ENDED_BY
    tells = TELLS
    automatic = AUTOMATIC
    verbs = (verb_that_calls(ACTS[_CALLS]),)
    listings = LISTS
    shapes = SHAPES

    def not_in_case(self, case: ParentCase, on: date) -> str | None:
        """Return why no pupil can be referred in a case, if so. The case may be open or closed, with or without a plan."""
        return why_over(case, _NO_REFERRAL) or before_case(case, on)

    def begins_with(self, case: ParentCase) -> Mapping[str, Any]:
        """Return whether the child has a plan."""
        return {"has_plan": has_plan(case.events)}

    def begin(self, process_id: str, fields: Mapping[str, Any], law: LawPin | None) -> Placement:
        """Return a placement without acts; the referral is its first act."""
        return state_of.begun(process_id, fields, law)

    def opened(self, state: Placement) -> tuple[str, str]:
        return "placement_opened", "a record of the placement was opened"

    def heading(self, fields: Mapping[str, Any]) -> str:
        return "Alternative provision: referral, placement and return"

    def child(self, state: Placement) -> str | None:
        """Return the record of a pupil who had no case."""
        return state.child

    def people(self, state: Placement) -> frozenset[str]:
        """Return who referred a pupil without a case. A case has an officer of its own."""
        return frozenset({state.officer} if state.officer is not None else ())

    def is_breached(self, state: Placement, done: frozenset[str]) -> bool:
        """Return whether a limit was missed and is still not met."""
        return moments.is_missed(state, done)

    def due_on(self, state: Placement) -> date | None:
        """Return the next last day of a limit."""
        if state.is_over or state.last_on is None:
            return None
        return min((one.due_on for one in limits.owed(state, state.last_on)), default=None)

    def measured(self, state: Placement) -> Measure:
        """Return how it ended, and its day."""
        if not state.is_over:
            return Measure()
        return Measure(state.stage_code, state.last_on)

    def obligations(self, state: Placement, today: date) -> tuple[Obligation, ...]:
        """Return the limits of the law and the local ones."""
        return limits.obligations_of(state, today)

    def counted_as(self, state: Placement, day: date) -> Mapping[str, str] | None:
        """Return the tier and the result, as at a day, of a placement that had started; None for a referral."""
        then = state.until(day)
        if then.started_on is None:
            return None
        return {"tier": in_words("tier", then.tier), "result": capital(self.stage_in_words(then.stage))}

    def in_figures(self, state: Placement, day: date) -> Iterable[str]:
        """Count an open placement with a provider by who arranged it, and again if the provider is no registered school."""
        began, left = state.started_on, state.left_on
        if began is None or began > day or (left is not None and left <= day) or state.tier == "tier_1":
            return
        arranged = _ARRANGED.get(str(state.matched("commissioner")))
        if arranged is not None:
            yield f"ap_{arranged}"
            if not state.provider.get("urn"):
                yield f"unregistered_{arranged}"

    def after(self, state: Placement, act: Act) -> Placement:
        return state_of.after(state, act)

    def said(self, state: Placement, act: Act, by: str | None) -> str:
        return state_of.said(act)

    def moment_text(self, state: Placement, moment: str, telling: Sequence[ToCase]) -> str:
        return moments.moment_text(moment, has_case=state.case is not None)

    def counts_days_of(self, state: Placement) -> str | None:
        """Return the pupil's school."""
        return str(state.referred("home_school") or "") or None

    def wants(self, state: Placement) -> Lookup | None:
        """Return the look-up of the local policy with the school days, or that of the provider, if one is due."""
        if state.is_over:
            return None
        if (asked := state.count(*MAY_ASK)) > state.count(LOCAL_POLICY):
            return Lookup(
                _POLICY_LOOKUP, f"policy-{asked}", "Take in the local limits and the closures of the school"
            )
        asked = state.count(*MATCHED) + state.asked_again
        if asked > state.count(PROVIDER):
            return Lookup(_PROVIDER_LOOKUP, f"provider-{asked}", "Look the provider up on the approved list")
        return None

    def choose(self, wanted: Lookup, state: Placement, known: Known) -> Any:
        """Return the local limits and the closed days of the school, or what the approved list says of the provider."""
        planned = {"has_plan": True} if known.case is not None and has_plan(known.case.events) else {}
        ours = known.profile.alternative_provision if known.profile is not None else None
        if wanted.name == _POLICY_LOOKUP:
            closed = [(first.isoformat(), again.isoformat()) for first, again in closures_of(known.closures)]
            return {"limits": dict(ours.limits) if ours is not None else {}, "closed": closed, **planned}
        listed = ours.providers if ours is not None else {}
        found = listed.get(str(state.matched("provider")))
        if found is None:
            return {"has_list": bool(listed), "listed": False, **planned}
        kept = found.model_dump(mode="json", exclude={"checks"}, exclude_none=True)
        until = found.checked_until
        return {
            **kept,
            "has_list": True,
            "listed": True,
            "checked_until": until.isoformat() if until else None,
        }

    def answered(self, state: Placement, wanted: Lookup, chosen: Any, today: date) -> Answer | None:
        """Return the act that takes in what was looked up."""
        name = LOCAL_POLICY if wanted.name == _POLICY_LOOKUP else PROVIDER
        return Answer(Act(name, today, None, dict(chosen)), f"{state.id}-{wanted.key}")

    def notices_of(self, act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...]:
        return notices(act, on)

    def shown(self, state: Placement, today: date) -> dict[str, Any]:
        """Return the referral, the provider, the decisions on education, the attendance and the warnings of a placement."""
        weeks = [fact.fields for fact in state.facts if fact.event == "mark_attendance"]
        marked, attended = (sum(int(one[name]) for one in weeks) for name in ("marked", "attended"))
        texts = {name: state.in_last(name, "agree_objectives") for name in ("objectives", "return_criteria")}
        extended = state.in_last("until", "extend_placement")
        referred = {
            name: state.referred(name)
            for name in ("reason", "home_school", "sen", "exclusion", "excluded_on", "aim")
        }
        return {
            "child": state.child,
            "officer": state.officer,
            "tier": state.tier,
            **referred,
            "has_plan": state.child_has_plan,
            "provider_id": state.matched("provider"),
            "provider": {name: value for name, value in state.provider.items() if value is not None},
            "pattern": state.matched("pattern"),
            "sessions": state.matched("sessions"),
            "registration": state.matched("registration"),
            "commissioner": state.matched("commissioner"),
            "planned_end": extended or state.matched("planned_end"),
            **iso_days({"started_on": state.started_on, "left_on": state.left_on}),
            **texts,
            "sen_leaving": state.sen_leaving,
            "education_decisions": [
                {
                    "on": fact.on.isoformat() if fact.on else None,
                    **{name: fact.fields.get(name) for name in _DECIDED},
                }
                for fact in state.each("decide_education")
            ],
            "attended": sessions_in_words(attended, marked),
            "attendance": [
                {name: one.get(name) for name in ("week", "marked", "attended", "marks")} for one in weeks
            ],
            "warnings": [
                {**asdict(one), "overridden": overridden(state, one.code)} for one in warnings(state, today)
            ],
        }

    def texts(self, told: Mapping[str, Any]) -> Iterable[tuple[dict[str, Any], str]]:
        """Return the fields for the aim, the objectives and the criteria, and why and on what evidence education was decided."""
        assert isinstance(told, dict)
        yield from ((told, name) for name in ("aim", "objectives", "return_criteria"))
        yield from ((one, name) for one in told["education_decisions"] for name in ("reason", "evidence"))


PROCESS = PlacementProcess()
