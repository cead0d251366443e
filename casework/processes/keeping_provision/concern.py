"""A concern that provision in Section F of a plan is not delivered: its acts and its state.

The duty to secure the provision is immediate and absolute (CFA 2014 s.42(2) and (3)). The target counted here is the
authority's own target to answer. It is local policy, not law.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from casework.case.actions import FAMILY_READS, NOTE, Act, Action, Field
from casework.case.casework_acts import CASEWORK_ACTS
from casework.case.law_pin import LawPin
from casework.processes.recorded_facts import WithFacts
from statute.facts import Event

RAISED_BY = ("family", "setting", "review", "officer")
"""Who can raise a concern."""
DELIVERED = ("in_full", "in_part", "not_at_all", "not_known")
"""How much of the provision is delivered."""
OUTCOMES = ("provided_again", "made_good", "not_found", "plan_to_be_amended", "complaint_goes_on")
"""The possible outcomes of an answer."""
ENDINGS = ("plan_ended", "moved_away", "died", "other")
"""Why a concern can end without a reply from the family."""
REPLY_DAYS = 28
"""Calendar days after an answer in which the family can reply that it is not satisfied. Local policy."""
HOLIDAY = "bank_holiday_proclaimed"
_CONFIRMED, _WITHDRAWN, _NO_REPLY = "confirmed", "withdrawn", "no_reply"


def _act(name: str, title: str, said: str, *fields: Field) -> Action:
    return Action(name, title, said, frozenset(), fields=fields)


_ANSWERS = Field(
    "answers", "id", True, asks="Who must answer: an officer's id, or a service such as speech_therapist"
)
_ACTS = (
    _act(
        "raise_concern", "Raise a concern", "a concern was raised that provision is not delivered",
        Field("raised_by", "code", True, RAISED_BY, "Who raised it"),
        Field("provision", "text", True, asks="Which provision in Section F is not delivered", readers=FAMILY_READS),
        Field("item", "code", asks="Its number in the plan, such as F3"),
        Field("missing_since", "date", True, asks="The first day on which it was not delivered"),
        _ANSWERS,
    ),
    _act("assign_answer", "Change who answers", "another person or service now answers", _ANSWERS),
    _act(
        "ask_setting", "Ask the setting", "the setting was asked what it delivers",
        Field("setting", "id", True, asks="The setting", holds="setting"),
        Field("question", "text", True, asks="What you ask the setting", readers="The setting reads this"),
    ),
    _act(
        "record_delivery", "Record what is delivered", "what is delivered was recorded",
        Field("delivered", "code", True, DELIVERED, "How much of the provision is delivered"), NOTE,
    ),
    _act(
        "answer_concern", "Answer the concern", "the concern was answered",
        Field("outcome", "code", True, OUTCOMES, "What you found and did"),
        Field("answer", "text", True, asks="The answer, in words that the family can read", readers=FAMILY_READS),
    ),
    _act("confirm_answer", "Record that the family is satisfied", "the family said that it is satisfied", NOTE),
    _act(
        "reopen_concern", "Reopen the concern", "the concern was reopened",
        Field("reason", "text", True, asks="Why the family is not satisfied, or what is missing again", readers=FAMILY_READS),
    ),
    _act("withdraw_concern", "Withdraw the concern", "the concern was withdrawn", NOTE),
    _act(
        "end_concern", "End the concern", "the concern ended",
        Field("why", "code", True, ENDINGS, "Why it ends"),
    ),
)  # fmt: skip
ACTS: Mapping[str, Action] = {
    **{action.name: action for action in _ACTS},
    HOLIDAY: next(action for action in CASEWORK_ACTS if action.name == HOLIDAY),
}
"""The acts in a concern, by name."""


@dataclass(frozen=True, slots=True)
class Concern(WithFacts):
    """The state of a concern: its recorded acts, in order.

    `lapsed` is True if the family did not reply to the answer. `law` is the pin of its case.
    """

    id: str
    case: str
    facts: tuple[Event, ...] = ()
    lapsed: bool = False
    law: LawPin | None = None

    @property
    def raised_on(self) -> date | None:
        raised = self.last("raise_concern")
        return raised.on if raised is not None else None

    @property
    def raised_by(self) -> str | None:
        return self.coded("raised_by", "raise_concern")

    @property
    def provision(self) -> str | None:
        """The id of the text about the provision that is not delivered."""
        return self.coded("provision", "raise_concern")

    @property
    def item(self) -> str | None:
        """The number of the provision in the plan."""
        return self.coded("item", "raise_concern")

    @property
    def missing_since(self) -> str | None:
        return self.coded("missing_since", "raise_concern")

    @property
    def answers(self) -> str | None:
        """The officer or service that must answer."""
        return self.coded("answers", "raise_concern", "assign_answer")

    @property
    def delivered(self) -> str | None:
        """How much is delivered, as last recorded since the concern was raised or reopened."""
        last = self.last("record_delivery", "reopen_concern")
        return last.fields.get("delivered") if last is not None else None

    @property
    def answer(self) -> Event | None:
        """The current answer; None before it is given and after the concern is reopened."""
        last = self.last("answer_concern", "reopen_concern")
        return last if last is not None and last.event == "answer_concern" else None

    @property
    def reply_by(self) -> date | None:
        """The last day on which the family can reply that it is not satisfied with the answer."""
        answer = self.answer
        return answer.on + timedelta(days=REPLY_DAYS) if answer is not None and answer.on else None

    @property
    def ended_why(self) -> str | None:
        """Why it is over; None while it is open."""
        if self.lapsed:
            return _NO_REPLY
        ending = self.last("confirm_answer", "withdraw_concern", "end_concern")
        if ending is None:
            return None
        known = {"confirm_answer": _CONFIRMED, "withdraw_concern": _WITHDRAWN}
        return known.get(ending.event) or str(ending.fields["why"])

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen in it."""
        return self.ended_why is not None

    @property
    def stage(self) -> str:
        """The stage, as in the search attribute and in JSON."""
        how = self.ended_why or ("answered" if self.answer is not None else "to_answer")
        return f"keeping_provision_{how}"


def after(concern: Concern, act: Act) -> Concern:
    """The concern after an act, which must not have been refused."""
    return concern.with_act(act)


def said(before: Concern, act: Act) -> str:
    """The text of an act for the ledger. It names codes, and holds no personal data."""
    plain = {name: str(value).replace("_", " ") for name, value in act.fields.items()}
    match act.action:
        case "raise_concern":
            item = f" ({plain['item']})" if plain.get("item") else ""
            return f"the {plain['raised_by']} raised a concern that provision in Section F is not delivered{item}"
        case "record_delivery":
            return f"the provision is recorded as delivered {_HOW_MUCH[act.fields['delivered']]}"
        case "answer_concern":
            return f"the concern was answered: {plain['outcome']}"
        case "end_concern":
            return f"the concern ended: {plain['why']}"
    return ACTS[act.action].said


_HOW_MUCH: Mapping[Any, str] = {
    "in_full": "in full",
    "in_part": "in part",
    "not_at_all": "not at all",
    "not_known": "to an unknown extent",
}
