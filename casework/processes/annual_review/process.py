"""The process of a review of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from casework.case.actions import Act
from casework.case.clock import Clock
from casework.case.law_pin import LawPin
from casework.case.openings import opens_for
from casework.letters.notice import Notice
from casework.plans.plan_life import FromPlan, PlanLife, plan_id_of
from casework.plans.plan_limit import PlanLimit, limits_of
from casework.plans.review_life import ReviewLife
from casework.processes.annual_review import guard, limits, moments, telling
from casework.processes.annual_review import review as state_of
from casework.processes.annual_review.acts import ACTS, AUTOMATIC, BEGIN, HOLIDAY, LOCAL_POLICY, RELEASED
from casework.processes.annual_review.case_acts import TELLS
from casework.processes.annual_review.cycle import cycle_of
from casework.processes.annual_review.lists import LISTS
from casework.processes.annual_review.notices import notices
from casework.processes.annual_review.pages import LIST, ReviewPages
from casework.processes.annual_review.review import LAW, NEW_PLAN, Review
from casework.processes.annual_review.review_as_json import SHORT, TEXTS, review_as_json
from casework.processes.commands import verb_that_calls
from casework.processes.decision_case import DecisionCase
from casework.processes.group import Group
from casework.processes.lookup import Answer, Lookup
from casework.processes.plan_changed import PLAN_ENDED, TAUGHT
from casework.processes.plan_in_case import why_no_plan
from casework.processes.process import Known, Measure, ParentCase
from casework.processes.process_of_one_case import ProcessOfOneCase, iso_days
from casework.processes.with_plan import MAINTAINED
from statute.facts import Event
from statute.obligation import Obligation
from statute.words import short_date

_ENDED_BY: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "died": ("end_review", {"why": "died"}),
    "moved_away": ("end_review", {"why": "moved_away"}),
    "aged_out": ("end_review", {"why": "aged_out"}),
    "plan_transferred_out": ("end_review", {"why": "moved_away"}),
    PLAN_ENDED: ("end_review", {"why": "plan_ended"}),
}
_POLICY = "local_days"
_MEETING = "review_meeting"
"""The fact of the law with which the four weeks begin."""


class AnnualReview(ProcessOfOneCase[Review]):
    """One review of a plan, from the day it is scheduled or asked for until the plan is kept or amended, or is to end."""

    kind = "annual_review"
    state_type = Review
    noun = "review"
    title = "Review of a plan"
    workflow = "AnnualReview"
    details = (
        "One review of an education, health and care plan (CFA 2014 s.44; SEND Regulations 2014 regs 18 to 22). Updates record the "
        "meeting, the report, the decision and the amended plan; signals tell its case while it is open. It goes on after the case has closed."
    )
    group = Group(
        noun="review",
        title="Reviews",
        help="Reviews of plans.",
        command="review",
        path="reviews",
        pages="reviews",
        lists="ehcp review list",
        case_key="reviews",
        at="in",
        list_page=LIST,
    )
    rights = group.rights
    in_lists = SHORT
    rules = guard
    timing = moments
    reports = telling
    page_type = ReviewPages
    acts = ACTS
    roles = limits.ROLES
    called_with = BEGIN
    takes_up = frozenset({MAINTAINED})
    hears = frozenset({HOLIDAY})
    hears_from_plan = frozenset({*LAW.values(), *NEW_PLAN})
    ends_with = frozenset({"decide_review", "send_amended_plan", "decide_not_to_amend", "end_review"})
    ended_by = _ENDED_BY
    automatic = AUTOMATIC
    tells = TELLS
    listings = LISTS
    verbs = (verb_that_calls(ACTS[BEGIN]),)

    def not_in_case(self, case: ParentCase, on: date) -> str | None:
        """Return why there is no plan to review, if so. The case may be open or closed."""
        return why_no_plan(
            case,
            on,
            so="there is nothing to review",
            then="That authority reviews it.",
            instead="review the plan in its own case",
        )

    def begins_with(self, case: ParentCase) -> Mapping[str, Any]:
        """Return the cycle of the plan, as the facts of the case give it."""
        return {"plan": plan_id_of(case.id), **cycle_of(case)}

    def begins_from_plan(self, life: PlanLife, today: date) -> tuple[FromPlan, ...]:
        """Return the review of the cycle that is owed, and one after a release from detention.

        The first begins at once, so that its days are known from the first.
        """
        began, ends = life.cycle_began_on, life.cycle_ends_on
        if life.ended_on is not None or life.detained or began is None or ends is None:
            return ()
        fields: dict[str, Any] = {
            "cycle_began_on": began.isoformat(),
            "cycle_ends_on": ends.isoformat(),
            **iso_days(
                {"last_review_on": life.last_review_on, "reviewed_before_on": life.reviewed_before_on}
            ),
            "after_transfer": life.after_transfer,
            "setting": life.setting,
            "school_year": life.school_year,
            "attends_no_setting": life.attends_no_setting,
            "by_plan": True,
        }
        yearly = FromPlan(ends.strftime("%Y%m%d"), began, fields)
        return (yearly, *_after_release(life, fields))

    def to_plan(self, state: Review, act: Act) -> tuple[Event, ...]:
        """Return an act of a review as a fact of the law, or the year that is taught. A fact that the plan passed on does not go back to it."""
        if act.action == "record_background" and (year := act.fields.get("year_taught")) is not None:
            return (Event(TAUGHT, act.on, None, {"school_year": str(year)}),)
        found = limits.law_fact(state, act)
        return (found,) if found is not None else ()

    def opens_case(self, state: Review, act: Act) -> DecisionCase | None:
        """Return the case in which a decision to end the plan can be disputed. It writes to the family and the setting."""
        if act.action != "decide_review" or act.fields.get("decision") != "cease" or act.on is None:
            return None
        return DecisionCase(opens_for("review_decision", act.fields), act.on, dict(act.fields))

    def begin(self, process_id: str, fields: Mapping[str, Any], law: LawPin | None) -> Review:
        """Return a review without acts."""
        return state_of.begun(process_id, fields, law)

    def opened(self, state: Review) -> tuple[str, str]:
        if state.cycle_ends_on is None or not state.by_plan or state.released_on is not None:
            return "review_opened", "a record of the review was opened"
        return (
            "review_scheduled",
            f"the review was scheduled: it must be complete by {short_date(state.cycle_ends_on)}",
        )

    def heading(self, fields: Mapping[str, Any]) -> str:
        ends = fields.get("cycle_ends_on")
        return f"Review of a plan, complete by {ends} (s.44)" if ends else "Review of a plan (s.44)"

    def view(self, state: Review, team: str | None) -> dict[str, Any]:
        """Return the whole state as JSON values, with the latest day for the meeting."""
        latest = limits.latest_meeting_on(state)
        return {**super().view(state, team), "latest_meeting_on": latest.isoformat() if latest else None}

    def is_breached(self, state: Review, done: frozenset[str]) -> bool:
        """Return whether a limit was missed and is still not met. `done` holds the moments that have come."""
        return moments.is_missed(state, done)

    def due_on(self, state: Review) -> date | None:
        """Return the next day that matters: to arrange the meeting, the meeting, or the last day of a limit."""
        if state.is_over:
            return None
        days = [one.due_on for one in moments.alerted(state, state.latest_day)]
        if state.held_on is None:
            planned = state.meeting_on or limits.arrange_on(state)
            days += [planned] if planned is not None and not state.is_early else []
        return min(days, default=None)

    def stage_tag(self, stage: str) -> str:
        """Return the status colour of a stage."""
        return "overdue" if stage.endswith(("not_held_in_time", "setting_silent")) else "running"

    def measured(self, state: Review) -> Measure:
        """Return the decision, and the day on which the family was told."""
        return Measure(state.decision, state.decided_on)

    def obligations(self, state: Review, today: date) -> tuple[Obligation, ...]:
        """Return the limits of the law and the family's windows."""
        return limits.obligations_of(state, today)

    def plan_limits(self, state: Review) -> tuple[PlanLimit, ...]:
        """Return the four weeks from the meeting to the decision, once the meeting was held."""
        return tuple(limits_of(_MEETING, limits.DECIDE, limits.obligations_of(state, state.latest_day)))

    def reviewed(self, state: Review) -> ReviewLife | None:
        """Return the days of the review, for counts and the year planner; None for a request that was refused."""
        if state.is_refused:
            return None
        latest, held = limits.latest_meeting_on(state), state.held_on
        in_time = held <= latest if held and latest else False if "not_held_in_time" in state.passed else None
        return ReviewLife(
            plan=state.plan or state.case,
            case=state.case,
            child_id=None,
            setting=state.setting,
            officer=None,
            cycle_began_on=state.cycle_began_on,
            cycle_ends_on=state.cycle_ends_on,
            latest_meeting_on=latest,
            meeting_on=held,
            report_on=state.on("send_report"),
            decision_on=state.decided_on,
            outcome=state.decision,
            draft_on=state.on("serve_amendments"),
            final_on=state.on("send_amended_plan"),
            not_amending_on=state.on("decide_not_to_amend"),
            held_in_time=in_time,
        )

    def after(self, state: Review, act: Act) -> Review:
        return state_of.after(state, act)

    def said(self, state: Review, act: Act, by: str | None) -> str:
        return state_of.said(act)

    def wants(self, state: Review) -> Lookup | None:
        """Return the look-up of the local days, once."""
        if state.is_over or state.last(LOCAL_POLICY) is not None:
            return None
        return Lookup(_POLICY, _POLICY, "Take in the local days of reviews")

    def choose(self, wanted: Lookup, state: Review, known: Known) -> Any:
        """Return the local days of the authority."""
        return {"days": dict(known.profile.reviews) if known.profile is not None else {}}

    def answered(self, state: Review, wanted: Lookup, chosen: Any, today: date) -> Answer | None:
        """Return the act that takes in the local days."""
        return Answer(Act(LOCAL_POLICY, today, None, dict(chosen)), f"{state.id}-{wanted.key}")

    def notices_of(self, act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...]:
        return notices(act, on)

    def shown(self, state: Review, today: date) -> dict[str, Any]:
        return review_as_json(state)

    def texts(self, told: Mapping[str, Any]) -> Iterable[tuple[dict[str, Any], str]]:
        """Return the fields that hold what people wrote."""
        assert isinstance(told, dict)
        yield from ((told, name) for name in TEXTS)
        yield from ((one, "view") for one in told.get("views", ()))


def _after_release(life: PlanLife, fields: Mapping[str, Any]) -> Iterator[FromPlan]:
    """Yield the review after each release from detention since the last review, which is held as soon as it can be (CFA 2014 s.48)."""
    for fact in life.facts:
        since = life.last_review_on
        if fact.event == RELEASED and fact.on is not None and (since is None or since < fact.on):
            key = f"{RELEASED}-{fact.on:%Y%m%d}"
            yield FromPlan(key, fact.on, {**fields, "released_on": fact.on.isoformat()})


PROCESS = AnnualReview()
