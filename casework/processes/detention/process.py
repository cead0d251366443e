"""The process of the detention of a child or young person with a plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.case.actions import Act
from casework.plans.plan_life import FromPlan, PlanLife
from casework.processes.closed_with_plan import closed_by
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
from casework.processes.plan_in_case import why_no_plan
from casework.processes.process import Measure, ParentCase
from casework.processes.process_of_one_case import iso_days
from casework.processes.process_of_plan import ProcessOfPlan
from casework.processes.with_plan import MAINTAINED


class DetentionProcess(ProcessOfPlan[Detention]):
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
    limits = limits
    reports = telling
    in_alerts = "detention"
    page_type = DetentionPages
    acts = ACTS
    roles = frozenset(limits.ROLES)
    called_with = CALLS
    takes_up = frozenset({MAINTAINED})
    ends_with = frozenset({RELEASES, PASSES_ON, CLOSES})
    ended_by = closed_by(CLOSES)
    tells = TELLS
    hears_from_plan = frozenset({RELEASED})

    def not_in_case(self, case: ParentCase, on: date) -> str | None:
        """Return why the case has no plan to keep, if so. The case may be open or closed."""
        return why_no_plan(case, on)

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

    def due_on(self, state: Detention) -> date | None:
        """Return the last day to send the plan or, if nothing is owed, the day of the release."""
        if state.is_over:
            return None
        limit = limits.owed(state)
        return limit.due_on if limit is not None else state.day("releases_on", LEARNS)

    def measured(self, state: Detention) -> Measure:
        """Return the reason of the SEN2 return and the day, once another authority has the plan."""
        return Measure(state.cease_code, state.last_on) if state.cease_code is not None else Measure()

    def said(self, state: Detention, act: Act, by: str | None) -> str:
        return state_of.said(act)

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
