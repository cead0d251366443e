"""A move to another area: the acts of it, and its state.

The old authority transfers the plan on the day of the move. If it did not know of the move at least 15 working days before,
it has 15 working days that begin with the day on which it learned of it (SEND Regulations 2014 reg 15(2)). A child who is
still being assessed takes no decision along: the new authority makes its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from casework.case.actions import NOTE, Act, Action, Field
from casework.case.law_pin import LawPin
from casework.plans.cease_reasons import cease_reason
from casework.processes.recorded_facts import RecordedFacts
from statute.facts import Event

CALLS = "learn_of_move"
ENGLAND, ELSEWHERE = "england", "outside_england"
HOW = ("secure_email", "portal", "school_to_school", "post", "by_hand")
STOPPED = ("stays", "mistake", "died")


def _act(name: str, title: str, said: str, *fields: Field) -> Action:
    return Action(name, title, said, frozenset(), fields=fields)


_DAY = Field("moves_on", "date", True, asks="What is the day of the move?")
_TO = Field("new_authority", "id", asks="The number of the new authority, such as 301")
_ACTS = (
    _act(
        CALLS, "Record a move out of the area", "the authority learned of a move out of its area",
        _DAY, Field("to", "code", True, (ENGLAND, ELSEWHERE), "Where do they move to?"), _TO, NOTE,
    ),
    _act("correct_move", "Change the day of the move", "the day of the move was changed", _DAY, _TO),
    _act(
        "transfer_plan", "Record that the plan was transferred", "the plan was transferred to the new authority",
        replace(_TO, required=True), Field("way", "code", True, HOW, "How did you send it?"),
        Field("receipt", "id", asks="The number of the receipt of the transfer, if there is one"),
    ),
    _act("record_receipt", "Record that the new authority has the plan", "the new authority said that it has the plan", NOTE),
    _act("offer_copy", "Record that a copy was offered", "the family was offered a copy of the plan", NOTE),
    _act("record_export", "Record the new authority", "the new authority was recorded, and nothing else was passed on", replace(_TO, required=True)),
    _act("stop_move", "Record that there is no move", "there is no move", Field("why", "code", True, STOPPED, "Why")),
)  # fmt: skip
ACTS: Mapping[str, Action] = {action.name: action for action in _ACTS}
"""The acts, by name."""


@dataclass(frozen=True, slots=True)
class MoveOut(RecordedFacts):
    """The state of a move out of the area. `has_plan` is whether a plan is maintained, or a request is still open."""

    has_plan: bool = True

    @classmethod
    def begun(cls, process_id: str, fields: Mapping[str, Any], law: LawPin | None) -> Self:
        """Return a move without acts, from the fields of its opening."""
        plan = fields.get("plan")
        known = str(plan) if plan is not None else None
        return cls(
            process_id, str(fields["case"]), known, law=law, has_plan=bool(fields.get("has_plan", True))
        )

    @property
    def moves_on(self) -> date | None:
        """The day of the move."""
        return self.day("moves_on", CALLS, "correct_move")

    @property
    def known_on(self) -> date | None:
        """The day on which the authority learned of the move."""
        return self.on(CALLS)

    @property
    def is_in_england(self) -> bool:
        """Whether another authority in England becomes responsible."""
        return bool(self.value("to", CALLS) == ENGLAND)

    @property
    def new_authority(self) -> str | None:
        """The number of the new authority."""
        return self.coded("new_authority", "record_export", "transfer_plan", "correct_move", CALLS)

    @property
    def transferred_on(self) -> date | None:
        """The day on which the plan was transferred (CeaseDate in the SEN2 return)."""
        return self.on("transfer_plan")

    @property
    def cease_code(self) -> str | None:
        """The reason of the SEN2 return, once the plan is transferred."""
        return cease_reason("another_authority").code if self.transferred_on is not None else None

    @property
    def exported_to(self) -> str | None:
        """The new authority of a child whose assessment was not finished (Exported in the SEN2 return)."""
        return self.new_authority if self.last("record_export") is not None else None

    @property
    def how(self) -> str:
        """The stage without the name of the kind."""
        if self.last("stop_move") is not None:
            return "stopped"
        if self.last("record_export") is not None:
            return "exported"
        if self.last("offer_copy") is not None:
            return "left_england"
        if self.last("record_receipt") is not None:
            return "received"
        return "transferred" if self.last("transfer_plan") is not None else "known"

    @property
    def stage(self) -> str:
        """The stage, as in the search attribute and in JSON."""
        return f"move_out_{self.how}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen in it."""
        return self.how not in ("known", "transferred")


def law_facts(move: MoveOut) -> tuple[Event, ...]:
    """Return the move and the transfer as facts of the law; none if no plan is transferred within England."""
    known = move.last(CALLS)
    if (
        known is None
        or move.moves_on is None
        or not (move.has_plan and move.is_in_england)
        or move.how == "stopped"
    ):
        return ()
    found = [Event("move_known", known.on, None, {"moves_on": move.moves_on.isoformat()})]
    if move.transferred_on is not None:
        found.append(Event("plan_transferred_out", move.transferred_on))
    return tuple(found)


def said(act: Act) -> str:
    """Return the text of an act for the ledger. It names codes, and holds no personal data."""
    return ACTS[act.action].said
