"""A re-assessment of a plan that is maintained: the acts of it, and its state.

The authority must re-assess if the parent, the young person, the setting or the commissioning body asks, unless a ground of
SEND Regulations 2014 reg 24 applies, and it may re-assess by its own decision (CFA 2014 s.44(2) and (3), reg 23). It tells
the family within 15 days of the request (reg 25). The assessment itself runs in the case that an agreement opens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from casework.case.actions import NOTE, TOLD_REASON, Act, Action, Field
from casework.case.law_pin import LawPin
from casework.processes.closed_with_plan import CLOSED
from casework.processes.plan_changed import PLAN_CHANGED, fact_in
from casework.processes.recorded_facts import RecordedFacts
from statute.facts import Event

CALLS, DECIDES, SENDS, CLOSES = (
    "request_reassessment",
    "decide_reassessment",
    "record_reassessed_plan",
    "close_reassessment",
)
AUTHORITY = "authority"
ASKED_BY = ("parent", "young_person", "setting", "health_body", AUTHORITY)
"""Who can ask (CFA 2014 s.44(2), reg 23), and the authority itself (s.44(3))."""
AGREE, REFUSE = "agree", "refuse"
RECENT, UNNECESSARY = "assessed_recently", "not_necessary"
"""The two grounds to refuse (SEND Regulations 2014 reg 24)."""
UNCHANGED, WITHDRAWN = "plan_unchanged", "withdrawn"
_WHY = (UNCHANGED, WITHDRAWN, *CLOSED)
PLANS = frozenset({"final_issued", "amended_final_issued"})
"""The facts with which the plan after a re-assessment is sent."""
REQUESTED, AGREED, REFUSED = "reassessment_requested", "reassessment_agreed", "reassessment_refused"


def _act(name: str, title: str, said: str, *fields: Field) -> Action:
    return Action(name, title, said, frozenset(), fields=fields)


_ACTS = (
    _act(
        CALLS, "Record a request to re-assess", "a re-assessment of the plan was asked for",
        Field("asked_by", "code", True, ASKED_BY, "Who asked?"), NOTE,
    ),
    _act(
        DECIDES, "Decide whether to re-assess", "the family was told whether there will be a re-assessment",
        Field("decision", "code", True, (AGREE, REFUSE), "The decision"),
        Field("ground", "code", choices=(RECENT, UNNECESSARY), asks="If you refuse, on which ground?"),
        Field("last_assessed_on", "date", asks="If the needs were assessed recently, when?"),
        TOLD_REASON,
    ),
    _act(SENDS, "Record the plan after the re-assessment", "the final plan after the re-assessment was sent"),
    _act(CLOSES, "Close this record", "the record of the re-assessment was closed", Field("why", "code", True, _WHY, "Why"), NOTE),
)  # fmt: skip
ACTS: Mapping[str, Action] = {
    **{action.name: action for action in _ACTS},
    PLAN_CHANGED.name: PLAN_CHANGED,
}
"""The acts, by name: the last is heard from the plan."""


@dataclass(frozen=True, slots=True)
class Reassessment(RecordedFacts):
    """The state of a re-assessment. `last_plan_on` is the day of the last first plan in its case: it shows an assessment."""

    last_plan_on: date | None = None

    @classmethod
    def begun(cls, process_id: str, fields: Mapping[str, Any], law: LawPin | None) -> Self:
        """Return a re-assessment without acts, from the fields of its opening."""
        plan, last = fields.get("plan"), fields.get("last_plan_on")
        return cls(
            process_id,
            str(fields["case"]),
            str(plan) if plan is not None else None,
            law=law,
            last_plan_on=date.fromisoformat(str(last)) if last else None,
        )

    @property
    def requested_on(self) -> date | None:
        """The day the authority received the request, or took up the matter itself."""
        return self.on(CALLS)

    @property
    def asked_by(self) -> str | None:
        """Who asked, as a code."""
        return self.coded("asked_by", CALLS)

    @property
    def decision(self) -> str | None:
        """The decision; None before it is made."""
        return self.coded("decision", DECIDES)

    @property
    def decided_on(self) -> date | None:
        """The day on which the family was told of the decision."""
        return self.on(DECIDES)

    @property
    def plan_sent_on(self) -> date | None:
        """The day on which the plan after an agreed re-assessment was sent: the first such plan after the agreement."""
        if self.decision != AGREE or self.decided_on is None:
            return None
        since = self.decided_on
        sent = [
            fact.on
            for fact in law_facts(self)
            if fact.event in PLANS and fact.on is not None and fact.on >= since
        ]
        return min(sent, default=None)

    @property
    def how(self) -> str:
        """The stage without the name of the kind."""
        if (closed := self.last(CLOSES)) is not None:
            return str(closed.fields["why"])
        if self.decision == REFUSE:
            return "refused"
        if self.decision == AGREE:
            return "plan_sent" if self.plan_sent_on is not None else "agreed"
        return "asked"

    @property
    def stage(self) -> str:
        """The stage, as in the search attribute and in JSON."""
        return f"reassessment_{self.how}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen in it."""
        return self.how not in ("asked", "agreed")


def law_facts(state: Reassessment) -> tuple[Event, ...]:
    """Return the request, the decision and the plans that followed, as facts of the law, in order."""
    found: list[Event] = []
    for fact in state.facts:
        if fact.event == CALLS and fact.fields["asked_by"] != AUTHORITY:
            found.append(Event(REQUESTED, fact.on))
        elif fact.event == DECIDES:
            found.append(Event(AGREED if fact.fields["decision"] == AGREE else REFUSED, fact.on))
        elif fact.event == SENDS:
            found.append(Event("amended_final_issued", fact.on))
        elif fact.event == PLAN_CHANGED.name:
            told = fact_in(Act(fact.event, fact.on, fact.of, fact.fields))
            found.append(Event(told.event, told.on))
    return tuple({(one.event, one.on): one for one in found}.values())


def said(act: Act) -> str:
    """Return the text of an act for the ledger. It names codes, and holds no personal data."""
    fields = {name: str(value).replace("_", " ") for name, value in act.fields.items()}
    match act.action:
        case "request_reassessment" if act.fields["asked_by"] == AUTHORITY:
            return "the authority took up a re-assessment of the plan by itself"
        case "request_reassessment":
            return f"a re-assessment of the plan was asked for by: {fields['asked_by']}"
        case "decide_reassessment" if act.fields["decision"] == AGREE:
            return "the family was told that there will be a re-assessment"
        case "decide_reassessment":
            return f"the family was told that there will be no re-assessment: {fields['ground']}"
        case "close_reassessment":
            return f"the record of the re-assessment was closed: {fields['why']}"
        case "plan_changed":
            return f"the plan reported: {fields['event']}"
    return ACTS[act.action].said
