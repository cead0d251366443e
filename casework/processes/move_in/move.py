"""A plan that another authority transferred to this one: the acts of it, and its state.

The new authority secures the plan from the day of the transfer, tells the family within 6 weeks whether it will assess and
when it will review, and reviews the plan within the later of 12 months from the last review and 3 months from the transfer
(SEND Regulations 2014 reg 15(3) to (6)). No decision of the old authority is copied as one of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from casework.case.actions import NOTE, Act, Action, Field
from casework.case.law_pin import LawPin
from casework.case.statutory_acts import STATUTORY_ACTS
from casework.processes.closed_with_plan import CLOSED
from casework.processes.plan_changed import PLAN_CHANGED, fact_in
from casework.processes.recorded_facts import RecordedFacts
from statute.facts import Event

CALLS = "receive_plan"
REVIEWED = "review_decision"
FROM_PLAN = frozenset({REVIEWED, "review_meeting", "amendment_notice"})
"""The facts of the plan that show its first review here."""
ASSESS = ("assess", "review_only")
PLACED = ("same_setting", "another_setting")


def _act(name: str, title: str, said: str, *fields: Field) -> Action:
    return Action(name, title, said, frozenset(), fields=fields)


_ACTS = (
    _act(
        CALLS, "Record a plan from another authority", "the plan was transferred from another authority",
        Field("old_authority", "id", True, asks="The number of the old authority, such as 301"),
        Field("last_reviewed_on", "date", True, asks="When was the plan made or last reviewed?"),
        Field("document", "id", asks="The plan that you received"),
    ),
    _act(
        "prove_address", "Record the proof of address", "the address in this area was proved",
        Field("document", "id", asks="The proof of address"), NOTE,
    ),
    _act(
        "place_child", "Record where the child is placed", "it was recorded which setting they attend",
        Field("setting", "id", True, asks="Which setting do they attend?", holds="setting"),
        Field("placed", "code", True, PLACED, "Can they get to the setting that the plan names?"),
    ),
    _act(
        "tell_family", "Tell the family what happens", "the family was told whether there will be an assessment, and when the plan will be reviewed",
        Field("assess", "code", True, ASSESS, "Will you assess again?"),
        Field("review_on", "date", True, asks="When will you review the plan?"),
    ),
    _act("record_first_review", "Record the first review", "the plan was reviewed, and the family was told the decision", NOTE),
    _act("close_move_in", "Close this record", "the record of the move was closed", Field("why", "code", True, CLOSED, "Why")),
)  # fmt: skip
ACTS: Mapping[str, Action] = {
    **{action.name: action for action in _ACTS},
    REVIEWED: STATUTORY_ACTS[REVIEWED],
    PLAN_CHANGED.name: PLAN_CHANGED,
}
"""The acts, by name: the last two are heard from the case and the plan."""
HEARD = frozenset({REVIEWED, PLAN_CHANGED.name})


@dataclass(frozen=True, slots=True)
class MoveIn(RecordedFacts):
    """The state of a move in.

    `case_counts` is whether the case recorded the transfer, and so counts and alerts the same limits; `transfer_in_case` is the day
    of that transfer.
    """

    case_counts: bool = False
    transfer_in_case: date | None = None

    @classmethod
    def begun(cls, process_id: str, fields: Mapping[str, Any], law: LawPin | None) -> Self:
        """Return a move without acts, from the fields of its opening."""
        plan = fields.get("plan")
        known = str(plan) if plan is not None else None
        in_case = fields.get("transfer_in_case")
        return cls(
            process_id,
            str(fields["case"]),
            known,
            law=law,
            case_counts=bool(fields.get("case_counts")),
            transfer_in_case=date.fromisoformat(str(in_case)) if in_case else None,
        )

    @property
    def transferred_on(self) -> date | None:
        """The day of the transfer, on which the time begins."""
        return self.on(CALLS)

    @property
    def old_authority(self) -> str | None:
        """The number of the old authority (TransferLA in the SEN2 return)."""
        return self.coded("old_authority", CALLS)

    @property
    def address_proved_on(self) -> date | None:
        """The day on which the address was proved."""
        return self.on("prove_address")

    @property
    def setting(self) -> str | None:
        """The setting that they attend now."""
        return self.coded("setting", "place_child")

    @property
    def told_on(self) -> date | None:
        """The day on which the family was told what happens."""
        return self.on("tell_family")

    @property
    def reviewed_on(self) -> date | None:
        """The day on which the decision of the first review here was sent. A decision to amend is sent with the notice of amendments."""
        since = self.transferred_on or date.min
        found = [
            fact.on
            for fact in law_facts(self)
            if _completes_a_review(fact) and fact.on is not None and fact.on >= since
        ]
        return min(found, default=None)

    @property
    def how(self) -> str:
        """The stage without the name of the kind."""
        if (closed := self.last("close_move_in")) is not None:
            return str(closed.fields["why"])
        if self.told_on is not None:
            return "reviewed" if self.reviewed_on is not None else "told"
        return "placed" if self.setting is not None else "received"

    @property
    def stage(self) -> str:
        """The stage, as in the search attribute and in JSON."""
        return f"move_in_{self.how}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen in it."""
        return self.how not in ("received", "placed", "told")


def _completes_a_review(fact: Event) -> bool:
    return fact.event == "amendment_notice" or (
        fact.event == REVIEWED and fact.fields.get("decision") != "amend"
    )


def law_facts(move: MoveIn) -> tuple[Event, ...]:
    """Return the transfer, what the family was told and the reviews, as facts of the law, in order."""
    found: list[Event] = []
    for fact in move.facts:
        match fact.event:
            case "receive_plan":
                found.append(
                    Event(
                        "plan_transferred_in",
                        fact.on,
                        None,
                        {"last_reviewed_on": fact.fields["last_reviewed_on"]},
                    )
                )
            case "tell_family":
                found.append(Event("transfer_notice_sent", fact.on))
            case "record_first_review":
                found.append(Event(REVIEWED, fact.on, None, {"decision": "maintain"}))
            case "review_decision":
                found.append(Event(REVIEWED, fact.on, None, fact.fields))
            case "plan_changed":
                told = fact_in(Act(fact.event, fact.on, fact.of, fact.fields))
                found.append(Event(told.event, told.on, None, told.fields))
    seen: dict[tuple[str, date | None], Event] = {}
    for one in found:
        seen.setdefault((one.event, one.on), one)
    return tuple(seen.values())


def said(act: Act) -> str:
    """Return the text of an act for the ledger. It names codes, and holds no personal data."""
    if act.action == "close_move_in":
        return f"the record of the move was closed: {str(act.fields['why']).replace('_', ' ')}"
    return ACTS[act.action].said
