"""A review of a plan: its acts as facts, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.case.actions import Act
from casework.case.law_pin import LawPin
from casework.plans.review_life import ReviewOutcome
from casework.processes.annual_review.acts import ACTS, BEGIN, LOCAL_POLICY, RELEASED, YEARLY
from casework.processes.plan_changed import PLAN_CHANGED, fact_in
from casework.processes.recorded_facts import WithFacts
from casework.reviews.local_days import shipped_days
from statute.facts import Event
from statute.words import short_date

SILENT, NOT_HELD = "setting_silent", "not_held_in_time"
_MEETING = ("arrange_meeting", "adjourn_meeting")
_ENDS = ("send_amended_plan", "decide_not_to_amend", "end_review")
LAW: Mapping[str, str] = {
    "arrange_meeting": "review_meeting_arranged",
    "send_invitations": "review_invitations_sent",
    "send_papers": "review_papers_sent",
    "hold_meeting": "review_meeting",
    "send_report": "review_report",
    "decide_review": "review_decision",
    "serve_amendments": "amendment_notice",
    "send_amended_plan": "amended_final_issued",
    "decide_not_to_amend": "amendment_not_made",
}
"""The fact of the rule pack for each act of a review."""
OF_LAW: Mapping[str, str] = {fact: act for act, fact in LAW.items()}
_AFTER_A_NOTICE = frozenset({"amended_final_issued", "amendment_not_made"})
NEW_PLAN = frozenset({"final_issued", "plan_transferred_out", "aged_out", "died", "moved_away"})
"""The facts of a plan after which there is nothing left to review: another plan, or none here."""
_STAGES: Mapping[str, str] = {
    "send_term_list": "term_list_sent",
    "arrange_meeting": "arranged",
    "send_invitations": "invited",
    "send_papers": "papers_out",
    "adjourn_meeting": "adjourned",
    "hold_meeting": "held",
    "send_report": "reported",
    "serve_amendments": "notice_sent",
    "record_representations": "answered",
    "consult_setting": "consulting",
    "send_amended_plan": "amended",
    "decide_not_to_amend": "not_amended",
    "end_review": "ended",
}
"""The stage after each act that moves a review on."""
_SIDE: Mapping[str, frozenset[str]] = {
    NOT_HELD: frozenset({"scheduled", "term_list_sent", "arranged", "invited", "papers_out", "adjourned"}),
    SILENT: frozenset({"held"}),
}
"""The stages that a passed day turns into a side stage."""


@dataclass(frozen=True, slots=True)
class Review(WithFacts):
    """The state of one review: how it began, and its recorded acts in order.

    The cycle runs from `cycle_began_on` to `cycle_ends_on`. `last_review_on` is the day on which the last review was
    completed. `after_transfer` is whether it is the first review after a transfer from another authority, and `reviewed_before_on` the
    day of the last review there. `released_on` is the day of a release from detention after which the plan began it. `passed` holds the side stages whose days have passed. `law` is the pin of its case.
    """

    id: str
    case: str
    plan: str | None = None
    cycle_began_on: date | None = None
    cycle_ends_on: date | None = None
    last_review_on: date | None = None
    after_transfer: bool = False
    reviewed_before_on: date | None = None
    released_on: date | None = None
    setting: str | None = None
    school_year: int | None = None
    attends_no_setting: bool = False
    by_plan: bool = False
    facts: tuple[Event, ...] = ()
    passed: tuple[str, ...] = ()
    law: LawPin | None = None

    @property
    def latest_day(self) -> date:
        """Return the last day that is known: that of the last act, or else the first day of the cycle."""
        return self.last_on or self.cycle_began_on or date.min

    @property
    def local_days(self) -> Mapping[str, int]:
        """Return the local days: those of the product, with those of the authority."""
        return {**shipped_days(), **(self.in_last("days", LOCAL_POLICY) or {})}

    @property
    def why(self) -> str:
        """Return why the plan is reviewed."""
        begun = RELEASED if self.released_on is not None else YEARLY
        return str(self.in_last("why", BEGIN) or begun)

    @property
    def is_early(self) -> bool:
        """Return whether it is held early, besides the yearly review."""
        return self.why != YEARLY

    @property
    def asked_by(self) -> str | None:
        """Return who asked for it; None for a review that the plan began."""
        asked: str | None = self.in_last("asked_by", BEGIN)
        return asked

    @property
    def waits_for_answer(self) -> bool:
        """Return whether someone outside the authority asked for it and has no answer yet."""
        return self.asked_by not in (None, "authority") and self.last("answer_request") is None

    @property
    def is_refused(self) -> bool:
        return bool(self.in_last("answer", "answer_request") == "refuse")

    @property
    def meeting_on(self) -> date | None:
        """Return the day of the meeting: when it was held or, before, for when it is arranged."""
        if (held := self.held_on) is not None:
            return held
        arranged = self.last(*_MEETING)
        return date.fromisoformat(str(arranged.fields["meeting_on"])) if arranged is not None else None

    @property
    def held_on(self) -> date | None:
        """Return the day on which the meeting was held."""
        return self.on("hold_meeting")

    @property
    def holds_it(self) -> str | None:
        """Return the setting that holds the meeting; None if the authority does."""
        return None if self.attends_no_setting else (self.in_last("setting", "arrange_meeting") or None)

    @property
    def decision(self) -> ReviewOutcome | None:
        """Return the decision."""
        decided: ReviewOutcome | None = self.in_last("decision", "decide_review")
        if decided is not None:
            return decided
        return "amend" if self.last("serve_amendments", "send_amended_plan") is not None else None

    @property
    def decided_on(self) -> date | None:
        """Return the day on which the family was told of the decision: of amendments, by the notice that holds them."""
        if self.decision == "amend":
            first = next(
                (one for one in self.facts if one.event in ("serve_amendments", "send_amended_plan")), None
            )
            return first.on if first is not None else None
        return self.on("decide_review")

    @property
    def prepares_for_adulthood(self) -> bool:
        """Return whether the child is in the school year from which reviews prepare for adulthood."""
        taught = self.in_last("year_taught", "record_background")
        year = int(taught) if taught is not None else self.school_year
        return year is not None and year >= self.local_days["adulthood_year"]

    @property
    def undelivered(self) -> tuple[str, ...]:
        """Return the provision that is delivered in part or not at all."""
        checked = self.last("check_provision")
        found = checked.fields if checked is not None else {}
        return tuple(str(each) for name in ("not_at_all", "in_part") for each in found.get(name) or ())

    @property
    def is_over(self) -> bool:
        """Return whether nothing more can happen in it."""
        return self.is_refused or self.decision in ("maintain", "cease") or self.last(*_ENDS) is not None

    @property
    def stage_code(self) -> str:
        """Return the stage, without the kind."""
        if self.last("end_review") is not None:
            return "ended"
        if self.is_refused or self.waits_for_answer:
            return "refused" if self.is_refused else "asked_for"
        stage = "scheduled"
        for fact in self.facts:
            if fact.event == "decide_review":
                stage = f"decided_{fact.fields['decision']}"
            else:
                stage = _STAGES.get(fact.event, stage)
        return next((side for side in self.passed if stage in _SIDE[side]), stage)

    @property
    def stage(self) -> str:
        """Return the stage, as in the search attribute and in JSON."""
        return f"annual_review_{self.stage_code}"


def begun(process_id: str, fields: Mapping[str, Any], law: LawPin | None) -> Review:
    """Return a review without acts, from the fields of its opening."""

    def day(name: str) -> date | None:
        written = fields.get(name)
        return date.fromisoformat(str(written)) if written else None

    return Review(
        id=process_id,
        case=str(fields["case"]),
        plan=fields.get("plan"),
        cycle_began_on=day("cycle_began_on"),
        cycle_ends_on=day("cycle_ends_on"),
        last_review_on=day("last_review_on"),
        after_transfer=bool(fields.get("after_transfer")),
        reviewed_before_on=day("reviewed_before_on"),
        released_on=day("released_on"),
        setting=fields.get("setting"),
        school_year=fields.get("school_year"),
        attends_no_setting=bool(fields.get("attends_no_setting")),
        by_plan=bool(fields.get("by_plan")),
        law=law,
    )


def after(review: Review, act: Act) -> Review:
    """Return the review after an act, which must not have been refused. What its plan passes on becomes an act of its own."""
    fact = (
        from_plan(review, act)
        if act.action == PLAN_CHANGED.name
        else Event(act.action, act.on, act.of, act.fields)
    )
    return review.with_fact(fact) if fact is not None else review


def from_plan(review: Review, act: Act) -> Event | None:
    """Return the fact of a review for what its plan passes on; None if the review has it already or does not keep it."""
    told = fact_in(act)
    if _belongs_to_the_last(review, told):
        return None
    name = OF_LAW.get(told.event)
    if name is None:
        return Event("end_review", told.on, None, {"why": "replaced"}) if told.event in NEW_PLAN else None
    if any((fact.event, fact.on) == (name, told.on) for fact in review.facts):
        return None
    kept = {field.name: told.fields[field.name] for field in ACTS[name].fields if told.fields.get(field.name)}
    if name == "decide_review" and "decision" not in kept:
        return None  # a case may leave out what was decided, and the review cannot end without it
    return Event(name, told.on, None, kept)


def _belongs_to_the_last(review: Review, told: Event) -> bool:
    """Return whether a fact of the plan belongs to the review before, whose notice may have begun this cycle before its plan is final."""
    began = review.cycle_began_on
    if began is not None and told.on is not None and told.on <= began:
        return True
    return told.event in _AFTER_A_NOTICE and review.last("hold_meeting", "serve_amendments") is None


def said(act: Act) -> str:
    """Return the text of an act for the ledger. It names codes, and holds no personal data."""
    plain = {name: str(value).replace("_", " ") for name, value in act.fields.items()}
    match act.action:
        case "begin_review":
            return f"a review of the plan was begun, asked for by the {plain['asked_by']} (reason: {plain['why']})"
        case "answer_request":
            return (
                "the request for a review was agreed"
                if plain["answer"] == "agree"
                else "the request for a review was refused"
            )
        case "arrange_meeting":
            return f"the review meeting was arranged for {_day(act)}"
        case "adjourn_meeting":
            return f"the review meeting was put off to {_day(act)}"
        case "send_report":
            return f"the report of the review was sent; it recommends: {plain['recommends']}"
        case "decide_review":
            return _DECIDED[act.fields["decision"]]
        case "end_review":
            return f"the review ended: {plain['why']}"
    return ACTS[act.action].said


def _day(act: Act) -> str:
    return short_date(date.fromisoformat(str(act.fields["meeting_on"])))


_DECIDED: Mapping[Any, str] = {
    "maintain": "it was decided to keep the plan as it is",
    "amend": "it was decided to amend the plan",
    "cease": "it was decided to cease to maintain the plan",
}
