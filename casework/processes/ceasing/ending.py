"""A plan that may cease: the acts of it, and its state.

An authority may cease to maintain a plan if it is no longer responsible for the person, or if the plan is no longer
necessary (CFA 2014 s.45(1)). The plan and its provision go on until the time to appeal is over, or until an appeal is
decided (s.45(4)).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.case.actions import FAMILY_READS, NOTE, Act, Action, Field
from casework.plans.cease_reasons import cease_reason, cease_reasons
from casework.processes.plan_changed import PLAN_CHANGED, fact_in
from casework.processes.recorded_facts import RecordedFacts
from statute.facts import Event

CALLS = "consider_ceasing"
AGE_KNOWN = "age_known"
BY_AGE = "maximum_age"
"""The reason for which a plan ends by age."""
UNDER_18, OVER_18, OVER_25 = "under_18", "18_to_24", "25_or_over"
AGES = (UNDER_18, OVER_18, OVER_25, "not_known")
CEASE, KEEP = "cease", "keep"
FINDINGS = ("wants_to_return", "does_not_want_to_return", "return_not_appropriate", "not_about_return")
"""What a review found about a return to education or training (SEND Regulations 2014 reg 30)."""
NO_RETURN = frozenset({"does_not_want_to_return", "return_not_appropriate"})
DISPUTES: Mapping[str, Event] = {
    "certificate": Event("mediation_certificate", None),
    "appeal_made": Event("appeal_registered", None, None, {"against": "cease"}),
    "order_to_cease": Event("tribunal_order", None, None, {"to": "cease_plan"}),
    "order_to_continue": Event("tribunal_order", None, None, {"to": "continue_plan"}),
    "appeal_not_opposed": Event("appeal_unopposed", None, None, {"to": "continue_plan"}),
    "appeal_ended": Event("appeal_ended", None, None, {"why": "withdrawn"}),
    "agreed_to_continue": Event("mediation_agreement", None, None, {"to": "continue_plan"}),
    "decision_reversed": Event("decision_reversed", None),
}
"""What can happen after the decision, by its code, as a fact of the law."""
FROM_PLAN = frozenset({"review_decision", *(fact.event for fact in DISPUTES.values())})
_CONTINUE = "continue_plan"
_APPEAL = "appeal_registered"
_DECIDES = frozenset({"tribunal_order", "appeal_unopposed", "appeal_ended"})


def _act(name: str, title: str, said: str, *fields: Field) -> Action:
    return Action(name, title, said, frozenset(), fields=fields)


_WHY = (
    Field("reason", "code", True, tuple(cease_reasons()), "Why the plan may no longer be needed"),
    Field("still_in_education", "flag", asks="Are they still in education or training?"),
    Field("apprenticeship", "flag", asks="Is the work an apprenticeship?"),
    Field("not_engaging", "flag", asks="Have they stopped taking part in education or training?"),
)
_ACTS = (
    _act(CALLS, "Consider ending the plan", "the authority is considering whether to cease to maintain the plan", *_WHY, NOTE),
    _act("change_reason", "Change the reason", "the reason was changed", *_WHY),
    _act(
        "ask_views", "Ask the family and the setting", "the family and the setting were told and asked for their views",
        Field("proposal", "text", True, asks="Why you are considering ending the plan", readers=FAMILY_READS),
        Field("setting", "id", asks="Which setting does the plan name?", holds="setting"),
        Field("reply_by", "date", True, asks="When should they reply by?"),
    ),
    _act(
        "record_views", "Record views", "views were received",
        Field("source", "code", True, ("family", "setting"), "Who answered"), NOTE,
    ),
    _act(
        "record_review", "Record the review of the plan", "the plan was reviewed",
        Field("finding", "code", True, FINDINGS, "What the review found about a return to education or training"), NOTE,
    ),
    _act(
        "decide_ceasing", "Decide whether the plan ends", "the authority decided whether the plan ends",
        Field("decision", "code", True, (CEASE, KEEP), "The decision"),
        Field("because", "text", True, asks="The reasons", readers=FAMILY_READS),
    ),
    _act(
        "record_dispute", "Record a step of a dispute", "a step of the dispute was recorded",
        Field("what", "code", True, tuple(DISPUTES), "What happened"),
    ),
    _act(
        "end_plan", "Record that the plan has ended", "the plan ended",
        Field("explained", "text", asks="What to tell the Department for Education, if the reason is another one"),
    ),
    _act("stop_ceasing", "Stop considering it", "the authority no longer considers ending the plan", Field("stopped_because", "code", True, ("plan_goes_on", "died", "moved_away", "mistake"), "Why"), NOTE),
    _act(AGE_KNOWN, "Look up the age", "the age was looked up", Field("age", "code", True, AGES, "The age"), Field("last_day", "date", asks="The last day to which the plan may be kept")),
    PLAN_CHANGED,
)  # fmt: skip
ACTS: Mapping[str, Action] = {action.name: action for action in _ACTS}
"""The acts, by name."""


@dataclass(frozen=True, slots=True)
class Ending(RecordedFacts):
    """The state of one consideration whether a plan ends."""

    @property
    def reason(self) -> str | None:
        """The reason, by its name."""
        return self.coded("reason", CALLS, "change_reason")

    @property
    def code(self) -> str | None:
        """The code of the reason in the SEN2 return."""
        return cease_reason(self.reason).code if self.reason else None

    def answer(self, name: str) -> bool | None:
        """What the officer answered to a question about the reason, as last recorded with it."""
        fact = self.last(CALLS, "change_reason")
        return fact.fields.get(name) if fact is not None else None

    @property
    def age(self) -> str:
        """The age as it was last looked up."""
        return str(self.value("age", AGE_KNOWN) or "not_known")

    @property
    def last_day(self) -> date | None:
        """The last day to which a plan that ends by age may be kept (CFA 2014 s.46); None for another reason."""
        return self.day("last_day", AGE_KNOWN) if self.reason == BY_AGE else None

    @property
    def reply_by(self) -> date | None:
        """The last day for views, which is local and not a limit of law."""
        return self.day("reply_by", "ask_views")

    def answered(self, source: str) -> bool:
        """Whether the family or the setting answered since it was last asked."""
        for fact in reversed(self.facts):
            if fact.event == "ask_views":
                return False
            if fact.event == "record_views" and fact.fields["source"] == source:
                return True
        return False

    @property
    def finding(self) -> str | None:
        """What the last review found about a return to education; None if the plan was not reviewed."""
        for fact in reversed(self.facts):
            if fact.event == "record_review":
                return str(fact.fields["finding"])
            if fact.event == PLAN_CHANGED.name and _of_plan(fact).event == "review_decision":
                return "not_about_return"
        return None

    @property
    def decision(self) -> str | None:
        """The decision; None before it is made."""
        fact = self.last("decide_ceasing")
        return str(fact.fields["decision"]) if fact is not None else None

    @property
    def goes_on(self) -> bool:
        """Whether an order, an agreement or a reversal keeps the plan after the decision to cease."""
        return any(
            fact.event == "decision_reversed" or _CONTINUE in str(fact.fields.get("to"))
            for fact in law_facts(self)
        )

    @property
    def is_appealed(self) -> bool:
        """Whether an appeal is registered and not decided."""
        return any(fact.event == _APPEAL for fact in law_facts(self)) and self.appeal_over_on is None

    @property
    def appeal_over_on(self) -> date | None:
        """The day on which the appeal was decided or ended; None if there is none or it is open."""
        found = law_facts(self)
        if not any(fact.event == _APPEAL for fact in found):
            return None
        return next((fact.on for fact in reversed(found) if fact.event in _DECIDES), None)

    @property
    def ended_on(self) -> date | None:
        """The day on which the plan ended (CeaseDate in the SEN2 return)."""
        return self.on("end_plan")

    @property
    def how(self) -> str:
        """The stage without the name of the kind."""
        if self.last("end_plan") is not None:
            return "ended"
        if self.last("stop_ceasing") is not None:
            return "stopped"
        if self.decision == KEEP:
            return "kept"
        if self.decision == CEASE:
            return "goes_on" if self.goes_on else "appealed" if self.is_appealed else "decided"
        return "asked" if self.last("ask_views") is not None else "considered"

    @property
    def stage(self) -> str:
        """The stage, as in the search attribute and in JSON."""
        return f"ceasing_{self.how}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen in it."""
        return self.how in ("ended", "stopped", "kept", "goes_on")


def _of_plan(fact: Event) -> Event:
    return fact_in(Act(fact.event, fact.on, fact.of, fact.fields))


def law_facts(ending: Ending) -> tuple[Event, ...]:
    """Return the decision to cease and what followed it, as facts of the law, in order."""
    found: list[Event] = []
    for fact in ending.facts:
        if fact.event == "decide_ceasing" and fact.fields["decision"] == CEASE:
            found.append(Event("review_decision", fact.on, None, {"decision": CEASE}))
        elif fact.event == "record_dispute":
            known = DISPUTES[str(fact.fields["what"])]
            found.append(Event(known.event, fact.on, None, known.fields))
        elif fact.event == PLAN_CHANGED.name and found:
            told = _of_plan(fact)
            if told.event != "review_decision" and (told.event, told.on) not in {
                (one.event, one.on) for one in found
            }:
                found.append(Event(told.event, told.on, None, told.fields))
    return tuple(found)


def said(act: Act) -> str:
    """Return the text of an act for the ledger. It names codes, and holds no personal data."""
    plain = {name: str(value).replace("_", " ") for name, value in act.fields.items()}
    match act.action:
        case "consider_ceasing":
            return f"the authority is considering whether to cease to maintain the plan: {cease_reason(act.fields['reason']).words.lower()}"
        case "change_reason":
            return f"the reason was changed: {cease_reason(act.fields['reason']).words.lower()}"
        case "record_views":
            return f"the {plain['source']} gave its views"
        case "record_review":
            return f"the plan was reviewed: {plain['finding']}"
        case "decide_ceasing":
            return (
                "the authority decided to cease to maintain the plan"
                if act.fields["decision"] == CEASE
                else "the authority decided that the plan goes on"
            )
        case "record_dispute":
            return f"after the decision: {plain['what']}"
        case "stop_ceasing":
            return f"the authority no longer considers ending the plan: {plain['stopped_because']}"
        case "age_known":
            return f"the age was looked up: {plain['age']}"
        case "plan_changed":
            return f"the plan reported: {plain['event']}"
    return ACTS[act.action].said


def begun(process_id: str, fields: Mapping[str, Any], law: Any) -> Ending:
    """Return an ending without acts, or with the decision of a review of the plan, or because of the age."""
    state = Ending.begun(process_id, fields, law)
    if considered_on := fields.get("considered_on"):
        why = Event(CALLS, date.fromisoformat(str(considered_on)), None, {"reason": str(fields["reason"])})
        return Ending(state.id, state.case, state.plan, (why,), law)
    if decided_on := fields.get("decided_on"):
        decided = Event("decide_ceasing", date.fromisoformat(str(decided_on)), None, {"decision": CEASE})
        return Ending(state.id, state.case, state.plan, (decided,), law)
    return state
