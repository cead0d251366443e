"""The process of a plan that was transferred from another authority."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.case.actions import Act
from casework.processes.closed_with_plan import closed_by
from casework.processes.group import Group
from casework.processes.move_in import guard, limits, telling
from casework.processes.move_in import move as state_of
from casework.processes.move_in.case_acts import TELLS
from casework.processes.move_in.move import ACTS, CALLS, FROM_PLAN, REVIEWED, MoveIn
from casework.processes.move_in.pages import LIST, MoveInPages
from casework.processes.plan_in_case import before_case, why_over
from casework.processes.process import Measure, ParentCase
from casework.processes.process_of_one_case import iso_days
from casework.processes.process_of_plan import ProcessOfPlan
from casework.processes.telling import ToCase

_TRANSFER = "plan_transferred_in"
_NO_OUTCOME = "H"
"""AssessmentOutcome in the SEN2 return of a plan that another authority made."""


class MoveInProcess(ProcessOfPlan[MoveIn]):
    """One plan that was transferred from another authority, from its receipt until the first review here."""

    kind = "move_in"
    state_type = MoveIn
    noun = "movein"
    title = "Move into the area"
    workflow = "MoveIn"
    details = (
        "One plan that another authority transferred (SEND Regs 2014 reg 15). Updates record the receipt, the placement, what the family was told and "
        "the first review. It goes on after its case has closed."
    )
    group = Group(
        noun="move_in",
        title="Moves in",
        help="Children and young people who move into the area with a plan.",
        command="move-in",
        path="moves-in",
        pages="moves-in",
        lists="ehcp move-in list",
        case_key="moves_in",
        at="in",
        list_page=LIST,
    )
    rights = group.rights
    in_lists = ("move_in", "kind", "case", "stage", "is_over", "old_authority", "transferred_on", "address_proved_on", "setting", "told_on", "tell_by", "review_by", "reviewed_on", "assessment_outcome", "obligations")  # fmt: skip
    rules = guard
    limits = limits
    reports = telling
    in_alerts = "move"
    page_type = MoveInPages
    acts = ACTS
    roles = frozenset({limits.TELL, limits.REVIEW})
    called_with = CALLS
    hears = frozenset({REVIEWED})
    ends_with = frozenset({"close_move_in"})
    ended_by = closed_by("close_move_in")
    tells = TELLS
    hears_from_plan = FROM_PLAN

    def not_in_case(self, case: ParentCase, on: date) -> str | None:
        """Return why no plan can be received in a case, if so. The case may be open or closed."""
        return why_over(case) or before_case(case, on)

    def begins_with(self, case: ParentCase) -> Mapping[str, Any]:
        """Return whether the case counts the limits itself, because the transfer is recorded in it, and the day of that transfer."""
        days = [event.on for event in case.events if event.event == _TRANSFER]
        if not days:
            return {"case_counts": False}
        return {"case_counts": True, **iso_days({"transfer_in_case": days[-1]})}

    def heading(self, fields: Mapping[str, Any]) -> str:
        return "Move into the area with a plan (reg 15)"

    def opened(self, state: MoveIn) -> tuple[str, str]:
        return "move_in_opened", "a record of the move was opened"

    def concerns(self, state: MoveIn, action: str) -> bool:
        return action == REVIEWED or action in self.acts

    def due_on(self, state: MoveIn) -> date | None:
        """Return the last day to tell the family or, after that, to review the plan."""
        if state.is_over:
            return None
        return limits.last_day(state, limits.TELL if state.told_on is None else limits.REVIEW)

    def measured(self, state: MoveIn) -> Measure:
        """Return the outcome in the SEN2 return, and the day of the transfer."""
        return Measure(_NO_OUTCOME, state.transferred_on) if state.transferred_on is not None else Measure()

    def said(self, state: MoveIn, act: Act, by: str | None) -> str:
        return state_of.said(act)

    def after_moment(self, state: MoveIn, moment: str, today: date) -> tuple[MoveIn, tuple[ToCase, ...]]:
        """Return the alert of a limit. A case that counts the limits itself alerts people, so nothing is reported to it."""
        if state.case_counts:
            return state, ()
        return super().after_moment(state, moment, today)

    def shown(self, state: MoveIn, today: date) -> dict[str, Any]:
        """Return what was received and decided, with the last days of the limits."""
        days = {
            "transferred_on": state.transferred_on,
            "last_reviewed_on": state.day("last_reviewed_on", CALLS),
            "address_proved_on": state.address_proved_on,
            "told_on": state.told_on,
            "tell_by": limits.last_day(state, limits.TELL),
            "review_on": state.day("review_on", "tell_family"),
            "review_by": limits.last_day(state, limits.REVIEW),
            "reviewed_on": state.reviewed_on,
        }
        return {
            "plan": state.plan,
            "old_authority": state.old_authority,
            "setting": state.setting,
            "placed": state.value("placed", "place_child"),
            "assess": state.value("assess", "tell_family"),
            "assessment_outcome": _NO_OUTCOME,
            **iso_days(days),
        }


PROCESS = MoveInProcess()
