"""The process of a phase transfer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from casework.case.actions import Act, Action
from casework.case.clock import Clock
from casework.case.law_pin import LawPin
from casework.letters.notice import Notice
from casework.plans.plan_life import FromPlan, PlanLife
from casework.processes.action_as_json import action_as_json
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
from casework.processes.phase_transfer.plan_in_force import no_plan
from casework.processes.phase_transfer.transfer import Transfer
from casework.processes.phase_transfer.transfer_words import STAGES
from casework.processes.plan_changed import PLAN_ENDED
from casework.processes.process import Measure, ParentCase
from casework.processes.process_of_one_case import ProcessOfOneCase
from casework.processes.telling import ProcessMoment, ToCase
from statute.facts import Event
from statute.obligation import Obligation

_TOLD = frozenset(action.name for action in TELLS)
_ENDED_BY: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "died": (CLOSE, {"why": "died"}),
    "moved_away": (CLOSE, {"why": "moved_away"}),
    "aged_out": (CLOSE, {"why": "plan_ended"}),
    "plan_transferred_out": (CLOSE, {"why": "moved_away"}),
    PLAN_ENDED: (CLOSE, {"why": "plan_ended"}),
}
_SHORT = ("transfer", "kind", "case", "stage", "is_over", "from_phase", "to_phase", "year", "setting", "stays", "named", "is_type_only", "missing", "final_by", "target_on", "obligations")  # fmt: skip


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
    page_type = TransferPages
    acts = ACTS
    roles = limits.ROLES
    called_with = BEGINS
    hears = frozenset({HOLIDAY})
    hears_from_plan = HEARD
    ends_with = frozenset({START, CLOSE})
    ended_by = _ENDED_BY
    tells = TELLS
    only_told = _TOLD
    for_several = frozenset({ASKS})
    verbs = (verb_that_calls(ACTS[BEGINS]),)
    listings = LISTS

    def not_in_case(self, case: ParentCase, on: date) -> str | None:
        """Return why the case has no plan in force, if so. The case may be open or closed."""
        return no_plan(case, on)

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
        last = max((fact.on for fact in state.facts if fact.on is not None), default=state.began_on)
        found = limits.final_by(state, last) if last is not None else None
        return found.due_on if found is not None else None

    def stage_in_words(self, stage: str) -> str:
        return STAGES[stage.removeprefix("phase_transfer_")]

    def measured(self, state: Transfer) -> Measure:
        """Return what the plan names, and the day of the final plan."""
        final = state.final
        if final is None:
            return Measure()
        return Measure("type_only" if state.is_type_only else "final", final.on)

    def obligations(self, state: Transfer, today: date) -> tuple[Obligation, ...]:
        """Return the two limits of law."""
        return limits.obligations_of(state, today)

    def refusal(self, state: Transfer, act: Act, today: date, by: str | None) -> str | None:
        return guard.refusal(state, act, today)

    def allowed(self, state: Transfer, today: date, by: str | None = None) -> tuple[Action, ...]:
        return guard.allowed(state)

    def after(self, state: Transfer, act: Act) -> Transfer:
        return state_of.after(state, act)

    def said(self, state: Transfer, act: Act, by: str | None) -> str:
        return state_of.said(state, act)

    def told(self, state: Transfer, act: Act, by: str | None, heard: bool) -> tuple[ToCase, ...]:
        """Return what to report to the case: nothing if the case sent the act."""
        return () if heard else telling.told(state, act)

    def next_moment(self, state: Transfer, done: frozenset[str], today: date) -> ProcessMoment | None:
        return moments.next_moment(state, done, today)

    def after_moment(self, state: Transfer, moment: str, today: date) -> tuple[Transfer, tuple[ToCase, ...]]:
        return moments.after_moment(state, moment, today)

    def moment_text(self, state: Transfer, moment: str, telling: Sequence[ToCase]) -> str:
        return moments.moment_text(moment)

    def notices(self, act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...] | None:
        return notices(act, on) if act.action in _TOLD else None

    def as_json(self, view: Mapping[str, Any], today: date, by: str | None = None) -> dict[str, Any]:
        """Return the JSON of a transfer, with its limits, the days planned back from them, and the acts that may be recorded now."""
        state = self.state(view)
        first = limits.final_by(state, today)
        final = state.final
        return {
            "transfer": state.id,
            "kind": self.kind,
            "case": state.case,
            "plan": self.plan(state),
            "stage": state.stage,
            "is_over": state.is_over,
            "from_phase": state.from_phase,
            "to_phase": state.to_phase,
            "year": state.year,
            "school_year": state.school_year,
            "moves_on": state.moves_on.isoformat() if state.moves_on else None,
            "setting": state.setting,
            "stays": state.stays,
            "preferred": list(state.preferred),
            "preferred_type": state.value(PREFERENCE, "kind_of_setting"),
            "consulted": [{"setting": name, "answer": answer} for name, answer in state.consulted.items()],
            "final_on": final.on.isoformat() if final is not None and final.on else None,
            "named": state.named,
            "named_type": final.fields.get("kind_of_setting") if final is not None else None,
            "is_type_only": state.is_type_only,
            "missing": list(state.missing),
            "final_by": first.due_on.isoformat() if first is not None else None,
            "target_on": limits.target_of(first).isoformat() if first is not None else None,
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
            "obligations": [one.as_json() for one in self.obligations(state, today)],
            "actions": [action_as_json(each) for each in self.allowed(state, today, by)],
        }

    def list_json(self, view: Mapping[str, Any], today: date) -> dict[str, Any]:
        whole = self.as_json(view, today)
        return {name: whole[name] for name in _SHORT}


PROCESS = PhaseTransfer()
