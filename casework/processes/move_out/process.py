"""The process of a move out of the area."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.case.actions import Act
from casework.processes.group import Group
from casework.processes.move_out import guard, limits, moments
from casework.processes.move_out import move as state_of
from casework.processes.move_out import notices as telling
from casework.processes.move_out.case_acts import TELLS
from casework.processes.move_out.move import ACTS, CALLS, MoveOut
from casework.processes.move_out.pages import LIST, MoveOutPages
from casework.processes.plan_in_case import before_case, has_plan, why_over
from casework.processes.process import Measure, ParentCase
from casework.processes.process_of_one_case import iso_days
from casework.processes.process_of_plan import ProcessOfPlan
from casework.processes.with_plan import MAINTAINED

_ENDED_BY: Mapping[str, tuple[str, Mapping[str, Any]]] = {"died": ("stop_move", {"why": "died"})}


class MoveOutProcess(ProcessOfPlan[MoveOut]):
    """One move out of the area, from the day it is known until the new authority has the plan."""

    kind = "move_out"
    state_type = MoveOut
    noun = "moveout"
    title = "Move out of the area"
    workflow = "MoveOut"
    details = (
        "One move out of the area (SEND Regs 2014 reg 15). Updates record the day of the move, the transfer of the plan and the receipt of the "
        "new authority. Without a plan, only the new authority is recorded."
    )
    group = Group(
        noun="move_out",
        title="Moves out",
        help="Children and young people who move to another area.",
        command="move-out",
        path="moves-out",
        pages="moves-out",
        lists="ehcp move-out list",
        case_key="moves_out",
        at="in",
        list_page=LIST,
    )
    rights = group.rights
    in_lists = ("move_out", "kind", "case", "stage", "is_over", "has_plan", "to", "new_authority", "moves_on", "known_on", "transfer_by", "transferred_on", "code", "exported_to", "obligations")  # fmt: skip
    rules = guard
    timing = moments
    limits = limits
    reports = telling
    page_type = MoveOutPages
    acts = ACTS
    roles = frozenset({limits.ROLE})
    called_with = CALLS
    takes_up = frozenset({MAINTAINED})
    ends_with = frozenset({"record_receipt", "offer_copy", "record_export", "stop_move"})
    ended_by = _ENDED_BY
    tells = TELLS

    def not_in_case(self, case: ParentCase, on: date) -> str | None:
        """Return why no move can be recorded in a case, if so. The case may be open or closed, with or without a plan."""
        return why_over(case) or before_case(case, on)

    def begins_with(self, case: ParentCase) -> Mapping[str, Any]:
        """Return whether there is a plan to transfer."""
        return {"has_plan": has_plan(case.events)}

    def heading(self, fields: Mapping[str, Any]) -> str:
        return "Move out of the area: transfer of the plan (reg 15)"

    def opened(self, state: MoveOut) -> tuple[str, str]:
        return "move_out_opened", "a record of the move was opened"

    def due_on(self, state: MoveOut) -> date | None:
        """Return the last day to transfer the plan or, after that, the day by which a receipt should come."""
        if state.is_over:
            return None
        return limits.receipt_by(state) or limits.transfer_by(state)

    def measured(self, state: MoveOut) -> Measure:
        """Return the reason of the SEN2 return and the day of the transfer, once the plan is transferred."""
        return Measure(state.cease_code, state.transferred_on) if state.cease_code is not None else Measure()

    def said(self, state: MoveOut, act: Act, by: str | None) -> str:
        return state_of.said(act)

    def shown(self, state: MoveOut, today: date) -> dict[str, Any]:
        """Return the move, with both days that its limit can end on."""
        days = {
            "moves_on": state.moves_on,
            "known_on": state.known_on,
            "after_learning": limits.after_learning(state),
            "transfer_by": limits.transfer_by(state),
            "transferred_on": state.transferred_on,
            "receipt_by": None if state.is_over else limits.receipt_by(state),
        }
        return {
            "plan": state.plan,
            "has_plan": state.has_plan,
            "to": state.value("to", CALLS),
            "new_authority": state.new_authority,
            **iso_days(days),
            "way": state.value("way", "transfer_plan"),
            "receipt": state.value("receipt", "transfer_plan"),
            "code": state.cease_code,
            "exported_to": state.exported_to,
        }


PROCESS = MoveOutProcess()
