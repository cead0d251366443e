"""The process of the detention of a child or young person with a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from casework.case.actions import Act
from casework.case.clock import Clock
from casework.case.law_pin import LawPin
from casework.letters.notice import Notice
from casework.plans.plan_life import FromPlan, PlanLife
from casework.processes import limit_alerts
from casework.processes.detention import detention as state_of
from casework.processes.detention import guard, limits, telling
from casework.processes.detention.case_acts import TELLS
from casework.processes.detention.detention import (
    ACTS,
    CALLS,
    CLOSES,
    DETAINED,
    LEARNS,
    PASSES_ON,
    RELEASED,
    RELEASES,
    Detention,
)
from casework.processes.detention.pages import LIST, DetentionPages
from casework.processes.group import Group
from casework.processes.plan_changed import PLAN_ENDED
from casework.processes.plan_in_case import why_no_plan
from casework.processes.process import Measure, ParentCase
from casework.processes.process_of_one_case import ProcessOfOneCase, iso_days
from casework.processes.telling import ProcessMoment, ToCase
from casework.processes.with_plan import MAINTAINED
from statute.facts import Event
from statute.obligation import Obligation

_ENDED_BY: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "died": (CLOSES, {"why": "died"}),
    "moved_away": (CLOSES, {"why": "moved_away"}),
    "plan_transferred_out": (CLOSES, {"why": "moved_away"}),
    "aged_out": (CLOSES, {"why": "plan_ended"}),
    PLAN_ENDED: (CLOSES, {"why": "plan_ended"}),
}


class DetentionProcess(ProcessOfOneCase[Detention]):
    """One detention of a person with a plan, until they are released and the plan is where it belongs."""

    kind = "detention"
    state_type = Detention
    noun = "detention"
    title = "Detention"
    workflow = "Detention"
    details = (
        "One detention in youth accommodation of a person with a plan (CFA 2014 ss.48 and 74; SI 2015/62 regs 16 and 17). Updates record that the plan is "
        "kept and sent, moves, and the release. The plan hears of the detention and of the release."
    )
    group = Group(
        noun="detention",
        title="Detentions",
        help="Children and young people with a plan who are detained in youth accommodation.",
        command="detention",
        path="detentions",
        pages="detentions",
        lists="ehcp detention list",
        case_key="detentions",
        at="in",
        list_page=LIST,
    )
    rights = group.rights
    in_lists = ("detention", "kind", "case", "stage", "is_over", "detained_on", "aware_on", "released_on", "to", "new_authority", "obligations")  # fmt: skip
    rules = guard
    reports = telling
    page_type = DetentionPages
    acts = ACTS
    roles = frozenset(limits.ROLES)
    called_with = CALLS
    takes_up = frozenset({MAINTAINED})
    ends_with = frozenset({RELEASES, PASSES_ON, CLOSES})
    ended_by = _ENDED_BY
    tells = TELLS
    hears_from_plan = frozenset({RELEASED})

    def not_in_case(self, case: ParentCase, on: date) -> str | None:
        """Return why the case has no plan to keep, if so. The case may be open or closed."""
        return why_no_plan(case, on)

    def begin(self, process_id: str, fields: Mapping[str, Any], law: LawPin | None) -> Detention:
        return Detention.begun(process_id, fields, law)

    def begins_from_plan(self, life: PlanLife, today: date) -> tuple[FromPlan, ...]:
        """Return one for each detention that a case of the plan recorded, so that the plan is kept and sent."""
        return tuple(
            FromPlan(one.on.strftime("%Y%m%d"), one.on, {"detained_on": one.on.isoformat()})
            for one in life.facts
            if one.event == DETAINED and one.on is not None and "record" not in one.fields
        )

    def heading(self, fields: Mapping[str, Any]) -> str:
        return "Detention of a person with a plan (s.74)"

    def opened(self, state: Detention) -> tuple[str, str]:
        return "detention_opened", "a record of the detention was opened"

    def is_breached(self, state: Detention, done: frozenset[str]) -> bool:
        """Return whether the plan was not sent in time and is still owed."""
        return not state.is_over and limit_alerts.is_missed(
            limits.obligations_of(state, state.last_on or date.min), done
        )

    def due_on(self, state: Detention) -> date | None:
        """Return the last day to send the plan or, if nothing is owed, the day of the release."""
        if state.is_over:
            return None
        limit = limits.owed(state)
        return limit.due_on if limit is not None else state.day("releases_on", LEARNS)

    def measured(self, state: Detention) -> Measure:
        """Return the reason of the SEN2 return and the day, once another authority has the plan."""
        return Measure(state.cease_code, state.last_on) if state.cease_code is not None else Measure()

    def obligations(self, state: Detention, today: date) -> tuple[Obligation, ...]:
        return limits.obligations_of(state, today)

    def after(self, state: Detention, act: Act) -> Detention:
        return state.with_act(act)

    def said(self, state: Detention, act: Act, by: str | None) -> str:
        return state_of.said(act)

    def to_plan(self, state: Detention, act: Act) -> tuple[Event, ...]:
        return telling.to_plan(state, act)

    def next_moment(self, state: Detention, done: frozenset[str], today: date) -> ProcessMoment | None:
        return (
            None
            if state.is_over
            else limit_alerts.next_moment(limits.obligations_of(state, today), done, today)
        )

    def after_moment(
        self, state: Detention, moment: str, today: date
    ) -> tuple[Detention, tuple[ToCase, ...]]:
        return state, limit_alerts.after_moment(self.kind, state.case, moment, today, state.id)

    def moment_text(self, state: Detention, moment: str, telling: Sequence[ToCase]) -> str:
        return limit_alerts.moment_text("detention", moment)

    def notices_of(self, act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...]:
        return telling.notices(act, on)

    def shown(self, state: Detention, today: date) -> dict[str, Any]:
        """Return the detention, and where the person was released to."""
        days = {
            "detained_on": state.detained_on,
            "aware_on": state.aware_on,
            "releases_on": state.day("releases_on", LEARNS),
            "released_on": state.released_on,
        }
        return {
            "plan": state.plan,
            **iso_days(days),
            "to": state.to,
            "new_authority": state.new_authority,
            "code": state.cease_code,
        }


PROCESS = DetentionProcess()
