"""A child or young person with a plan who is detained in youth accommodation: the acts of it, and its state.

The home authority keeps the plan while the person is detained, and sends it to those responsible there (CFA 2014 s.74,
SI 2015/62 reg 17): from here, with a letter, or another way. On release the authority of the area maintains the plan again and reviews it as soon as it can
(CFA 2014 s.48). If that is another authority, the home authority sends it the plan (SI 2015/62 reg 16).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from casework.case.actions import NOTE, Act, Action, Field
from casework.case.law_pin import LawPin
from casework.plans.cease_reasons import cease_reason
from casework.processes.closed_with_plan import CLOSED
from casework.processes.plan_changed import PLAN_CHANGED, fact_in
from casework.processes.recorded_facts import RecordedFacts
from statute.facts import Event

CALLS, SENDS, MOVES = "record_detention", "record_kept_plan_sent", "record_new_accommodation"
LEARNS, RELEASES, PASSES_ON, CLOSES = (
    "learn_of_release",
    "record_release",
    "record_plan_passed_on",
    "close_detention",
)
HERE, ELSEWHERE = "here", "another_authority"
DETAINED, RELEASED, TRANSFERRED = "detention_began", "released", "plan_transferred_out"
PLAN_SENT = "plan_sent_to_accommodation"


def _act(name: str, title: str, said: str, *fields: Field) -> Action:
    return Action(name, title, said, frozenset(), fields=fields)


_TO = Field("to", "code", True, (HERE, ELSEWHERE), "Whose area are they released to?")
_ACTS = (
    _act(
        CALLS, "Record a detention", "the child or young person was detained, and the plan is kept",
        Field("aware_on", "date", asks="When did you learn of it, if that was later?"), NOTE,
    ),
    _act(
        SENDS, "Send the plan to those responsible", "the plan was sent to those responsible in detention",
        Field("document", "id", asks="The version of the plan, to send it from here. Leave blank if you have sent it another way"),
    ),
    _act(MOVES, "Record a move to other youth accommodation", "the authority was told of a move to other youth accommodation", NOTE),
    _act(
        LEARNS, "Record a coming release", "the authority was told of the release",
        Field("releases_on", "date", True, asks="When are they released?"), _TO,
    ),
    _act(RELEASES, "Record the release", "the child or young person was released from detention", _TO),
    _act(
        PASSES_ON, "Record that the new authority was sent the plan", "the plan was disclosed to the new authority",
        Field("new_authority", "id", True, asks="The number of the new authority, such as 301"),
    ),
    _act(CLOSES, "Close this record", "the record of the detention was closed", Field("why", "code", True, CLOSED, "Why"), NOTE),
)  # fmt: skip
ACTS: Mapping[str, Action] = {
    **{action.name: action for action in _ACTS},
    PLAN_CHANGED.name: PLAN_CHANGED,
}
"""The acts, by name: the last is heard from the plan."""


@dataclass(frozen=True, slots=True)
class Detention(RecordedFacts):
    """The state of one detention."""

    @classmethod
    def begun(cls, process_id: str, fields: Mapping[str, Any], law: LawPin | None) -> Self:
        """Return a detention without acts, or with the detention that a case recorded already."""
        plan, detained_on = fields.get("plan"), fields.get("detained_on")
        known = (Event(CALLS, date.fromisoformat(str(detained_on)), None, {}),) if detained_on else ()
        return cls(process_id, str(fields["case"]), str(plan) if plan is not None else None, known, law)

    @property
    def detained_on(self) -> date | None:
        """The day on which the person was detained."""
        return self.on(CALLS)

    @property
    def aware_on(self) -> date | None:
        """The day on which the authority learned of it, if that was later."""
        return self.day("aware_on", CALLS)

    @property
    def is_plan_sent(self) -> bool:
        """Whether the plan was sent to those responsible where the person is detained now."""
        last = self.last(SENDS, MOVES)
        return last is not None and last.event == SENDS

    @property
    def has_moved(self) -> bool:
        """Whether the person was moved to other youth accommodation."""
        return self.last(MOVES) is not None

    @property
    def released_on(self) -> date | None:
        """The day of the release: recorded here, or heard from the plan."""
        if (on := self.on(RELEASES)) is not None:
            return on
        heard = (_heard(fact) for fact in self.each(PLAN_CHANGED.name))
        return next((fact.on for fact in heard if fact.event == RELEASED), None)

    @property
    def to(self) -> str | None:
        """Whose area the person is released to, as it was last recorded."""
        return self.coded("to", LEARNS, RELEASES)

    @property
    def new_authority(self) -> str | None:
        """The number of the new authority, once it was sent the plan."""
        return self.coded("new_authority", PASSES_ON)

    @property
    def cease_code(self) -> str | None:
        """The reason of the SEN2 return, once another authority has the plan."""
        return cease_reason(ELSEWHERE).code if self.how == "transferred" else None

    @property
    def how(self) -> str:
        """The stage without the name of the kind."""
        if (closed := self.last(CLOSES)) is not None:
            return str(closed.fields["why"])
        if self.released_on is not None:
            if self.to != ELSEWHERE:
                return "released"
            return "transferred" if self.last(PASSES_ON) is not None else "to_pass_on"
        if self.last(LEARNS) is not None:
            return "release_known"
        return "plan_sent" if self.is_plan_sent else "kept"

    @property
    def stage(self) -> str:
        """The stage, as in the search attribute and in JSON."""
        return f"detention_{self.how}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen in it."""
        return self.how not in ("kept", "plan_sent", "release_known", "to_pass_on")


def _heard(fact: Event) -> Event:
    return fact_in(Act(fact.event, fact.on, fact.of, fact.fields))


def law_facts(state: Detention) -> tuple[Event, ...]:
    """Return the detention and what followed it as facts of the law, in order."""
    found: list[Event] = []
    told_of_release = False
    for fact in state.facts:
        if fact.event in (LEARNS, RELEASES) and fact.fields["to"] == ELSEWHERE and not told_of_release:
            found.append(Event("release_known", fact.on))
            told_of_release = True
        match fact.event:
            case "record_detention":
                aware = {"aware_on": fact.fields["aware_on"]} if fact.fields.get("aware_on") else {}
                found += [Event(DETAINED, fact.on), Event("detained_plan_kept", fact.on, None, aware)]
            case "record_kept_plan_sent":
                found.append(Event(PLAN_SENT, fact.on))
            case "record_new_accommodation":
                found.append(Event("accommodation_changed", fact.on))
            case "record_release":
                found.append(Event(RELEASED, fact.on))
            case "record_plan_passed_on":
                found.append(Event("plan_sent_on_release", fact.on))
    return tuple(found)


def said(act: Act) -> str:
    """Return the text of an act for the ledger. It names codes, and holds no personal data."""
    if act.action == CLOSES:
        return f"the record of the detention was closed: {str(act.fields['why']).replace('_', ' ')}"
    if act.action == PLAN_CHANGED.name:
        return f"the plan reported: {str(act.fields['event']).replace('_', ' ')}"
    return ACTS[act.action].said
