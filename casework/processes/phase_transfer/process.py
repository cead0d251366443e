"""The process of a phase transfer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from casework.case.actions import Act
from casework.case.clock import Clock
from casework.case.law_pin import LawPin
from casework.letters.notice import Notice
from casework.plans.plan_life import FromPlan, PlanLife
from casework.plans.plan_limit import PlanLimit, limits_of
from casework.processes.closed_with_plan import closed_by
from casework.processes.commands import verb_that_calls
from casework.processes.group import Group
from casework.processes.phase_transfer import guard, limits, moments, telling
from casework.processes.phase_transfer import transfer as state_of
from casework.processes.phase_transfer.acts import ACTS, ASKS, BEGINS, CLOSE, HOLIDAY, PREFERENCE, START
from casework.processes.phase_transfer.case_acts import TELLS
from casework.processes.phase_transfer.from_plan import HEARD, begun_from
from casework.processes.phase_transfer.lists import LISTS
from casework.processes.phase_transfer.notices import notices
from casework.processes.phase_transfer.pages import LIST, TransferGroupPages, TransferPages
from casework.processes.phase_transfer.transfer import Transfer
from casework.processes.plan_in_case import why_no_plan
from casework.processes.process import Measure, ParentCase
from casework.processes.process_of_one_case import ProcessOfOneCase, iso_days
from casework.processes.with_plan import MAINTAINED
from statute.facts import Event
from statute.obligation import Obligation


class PhaseTransfer(ProcessOfOneCase[Transfer]):
    """One phase transfer, from the autumn in which the child is due until the first day at the next setting."""

    kind = "phase_transfer"
    state_type = Transfer
    noun = "transfer"
    title = "Phase transfer"
    workflow = "PhaseTransfer"
    details = (
        "One move to the next phase of education (SEND Regs 2014 reg 18). Updates record what the family prefers, the review, the "
        "notice, the consultation, the final plan and the place; signals tell its case while it is open. It goes on after the case has closed."
    )
    group = Group(
        noun="transfer",
        title="Phase transfers",
        help="Moves to the next phase of education.",
        command="transfer",
        path="transfers",
        pages="transfers",
        lists="ehcp transfer list",
        case_key="transfers",
        at="in",
        list_page=LIST,
        page_type=TransferGroupPages,
    )
    rights = group.rights
    in_lists = ("transfer", "kind", "case", "stage", "is_over", "from_phase", "to_phase", "year", "setting", "stays", "named", "is_type_only", "missing", "final_by", "target_on", "obligations")  # fmt: skip
    rules = guard
    timing = moments
    reports = telling
    page_type = TransferPages
    acts = ACTS
    roles = limits.ROLES
    called_with = BEGINS
    takes_up = frozenset({MAINTAINED})
    hears = frozenset({HOLIDAY})
    hears_from_plan = HEARD
    ends_with = frozenset({START, CLOSE})
    ended_by = closed_by(CLOSE)
    tells = TELLS
    for_several = frozenset({ASKS})
    verbs = (verb_that_calls(ACTS[BEGINS]),)
    listings = LISTS

    def not_in_case(self, case: ParentCase, on: date) -> str | None:
        """Return why the case has no plan in force, if so. The case may be open or closed."""
        return why_no_plan(
            case,
            on,
            so="there is no plan to amend",
            then="That authority plans the move.",
            instead="begin the transfer in the case of the plan",
        )

    def begins_from_plan(self, life: PlanLife, today: date) -> tuple[FromPlan, ...]:
        """Return the transfer at the end of this school year or, if none is due, at the end of the next."""
        return begun_from(life, today)

    def to_plan(self, state: Transfer, act: Act) -> tuple[Event, ...]:
        return telling.to_plan(state, act)

    def begin(self, process_id: str, fields: Mapping[str, Any], law: LawPin | None) -> Transfer:
        return state_of.begun(process_id, fields, law)

    def heading(self, fields: Mapping[str, Any]) -> str:
        """Return what the process is, with the regulation."""
        return "Phase transfer (reg 18)"

    def opened(self, state: Transfer) -> tuple[str, str]:
        return "transfer_identified", "the phase transfer was identified"

    def is_breached(self, state: Transfer, done: frozenset[str]) -> bool:
        """Return whether a limit was missed and is still not met."""
        return moments.is_missed(state, done)

    def due_on(self, state: Transfer) -> date | None:
        """Return the last day of the limit that ends first."""
        last = state.last_on or state.began_on
        found = limits.final_by(state, last) if last is not None else None
        return found.due_on if found is not None else None

    def measured(self, state: Transfer) -> Measure:
        """Return what the plan names, and the day of the final plan."""
        final = state.final
        if final is None:
            return Measure()
        return Measure("type_only" if state.is_type_only else "final", final.on)

    def plan_limits(self, state: Transfer) -> tuple[PlanLimit, ...]:
        """Return the limit before the day of the law; nothing once the move will not happen."""
        last = state.last_on or state.began_on
        if state.closed_why is not None or last is None:
            return ()
        return tuple(limits_of(self.kind, limits.AMEND, limits.obligations_of(state, last)))

    def obligations(self, state: Transfer, today: date) -> tuple[Obligation, ...]:
        """Return the two limits of law."""
        return limits.obligations_of(state, today)

    def after(self, state: Transfer, act: Act) -> Transfer:
        return state_of.after(state, act)

    def said(self, state: Transfer, act: Act, by: str | None) -> str:
        return state_of.said(state, act)

    def notices_of(self, act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...]:
        return notices(act, on)

    def shown(self, state: Transfer, today: date) -> dict[str, Any]:
        """Return the move, the consultation, and the days planned back from the limits."""
        first = limits.final_by(state, today)
        final = state.final
        days = {
            "moves_on": state.moves_on,
            "final_on": final.on if final is not None else None,
            "final_by": first.due_on if first is not None else None,
            "target_on": limits.target_of(first) if first is not None else None,
        }
        return {
            "plan": self.plan(state),
            "from_phase": state.from_phase,
            "to_phase": state.to_phase,
            "year": state.year,
            "school_year": state.school_year,
            **iso_days(days),
            "setting": state.setting,
            "stays": state.stays,
            "preferred": list(state.preferred),
            "preferred_type": state.in_last("kind_of_setting", PREFERENCE),
            "consulted": [{"setting": name, "answer": answer} for name, answer in state.consulted.items()],
            "named": state.named,
            "named_type": final.fields.get("kind_of_setting") if final is not None else None,
            "is_type_only": state.is_type_only,
            "missing": list(state.missing),
            "planned_back": [
                {
                    "step": one.step,
                    "title": one.title,
                    "on": one.on.isoformat(),
                    "because": one.because,
                    "done": state.last(*one.done_by) is not None,
                }
                for one in limits.planned_back(state, today)
            ],
            "closed_why": state.closed_why,
        }


PROCESS = PhaseTransfer()
