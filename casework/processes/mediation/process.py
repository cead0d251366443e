"""The process of a mediation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from casework.case.actions import Act, Action
from casework.case.clock import Clock
from casework.disputes.clocks import clocks_of
from casework.disputes.dispute import DAY, Clocks
from casework.disputes.group import DISPUTES
from casework.disputes.process import DisputeProcess
from casework.letters.notice import Notice
from casework.processes.lookup import Answer, Lookup
from casework.processes.mediation import deemed_certificate, mediation, moments
from casework.processes.mediation.case_acts import TELLS
from casework.processes.mediation.commands import PrintedMediation
from casework.processes.mediation.mediation import Mediation
from casework.processes.mediation.mediator_choice import next_mediator
from casework.processes.mediation.notices import notices
from casework.processes.mediation.pages import MediationPages
from casework.processes.mediation.shapes import SHAPES
from casework.processes.process import Known, Measure
from casework.processes.telling import ProcessMoment, ToCase
from statute.facts import Event

_FIND_MEDIATOR = "find_mediator"
_ARRANGED_IN = 30 * DAY
_ENDED_BY = {"died": ("end_mediation", {"why": "case_ended"})}


class MediationProcess(DisputeProcess[Mediation]):
    """One mediation, from the first step of a dispute to its certificate and what was agreed."""

    kind = "mediation"
    noun = "mediation"
    title = "Mediation"
    workflow = "Mediation"
    details = (
        "One mediation, from the first step of a dispute to its certificate and what was agreed. Updates record what the "
        "mediator and the officer do; signals tell the case, which goes on. The mediation may outlive its case."
    )
    rights = replace(DISPUTES.rights, own_acts=mediation.MEDIATORS_ACTS)
    acts = mediation.MEDIATION_ACTS
    starts_from = mediation.FIRST_STEPS
    begins_again = frozenset({"mediation_requested"})
    hears = mediation.FOLLOWED
    ends_with = frozenset({"mediation_certificate"})
    ended_by = _ENDED_BY
    tells = TELLS
    only_told = frozenset(action.name for action in TELLS)
    page_type = MediationPages
    print_type = PrintedMediation
    own_notices = only_told | {"mediation_not_arranged"}
    bundle_file = Path(__file__).with_name("bundle.yaml")
    shapes = SHAPES
    adapter = TypeAdapter(Mediation)

    def concerns(self, state: Mediation, action: str) -> bool:
        return mediation.concerns(state, action)

    def people(self, state: Mediation) -> frozenset[str]:
        """Return its mediator."""
        return frozenset({state.mediator} if state.mediator else ())

    def is_breached(self, state: Mediation, done: frozenset[str]) -> bool:
        return state.stage == deemed_certificate.STAGE

    def due_on(self, state: Mediation) -> date | None:
        """Return the day of the session, or the last of the 30 days to arrange it."""
        if state.session_on is not None:
            return state.session_on
        asked = state.fact("mediation_requested")
        return asked.on + _ARRANGED_IN if asked is not None and asked.on is not None else None

    def calendar_days(self, state: Mediation) -> tuple[tuple[date, str], ...]:
        """Return the day of the session or, before one is arranged, the last day to arrange it."""
        due_on = self.due_on(state)
        text = "Mediation session" if state.session_on is not None else "Last day to arrange the mediation"
        return ((due_on, text),) if due_on is not None else ()

    def measured(self, state: Mediation) -> Measure:
        held = state.fact("mediation_held")
        return Measure(state.outcome, held.on if held is not None else None)

    def refusal(self, state: Mediation, act: Act, today: date, by: str | None) -> str | None:
        return mediation.refusal(state, act, today, by)

    def allowed(self, state: Mediation, today: date, by: str | None = None) -> tuple[Action, ...]:
        return mediation.allowed(state, today, by)

    def after(self, state: Mediation, act: Act) -> Mediation:
        return mediation.after(state, act)

    def tells_of(self, state: Mediation, act: Act) -> tuple[ToCase, ...]:
        return mediation.told(state, act)

    def moment_after(self, state: Mediation, done: frozenset[str], clocks: Clocks) -> ProcessMoment | None:
        return moments.next_moment(state, done, clocks)

    def after_moment(
        self, state: Mediation, moment: str, today: date
    ) -> tuple[Mediation, tuple[ToCase, ...]]:
        return moments.after_moment(state, moment, today)

    def moment_text(self, state: Mediation, moment: str, telling: Sequence[ToCase]) -> str:
        return moments.moment_text(moment)

    def act_if_case_closed(self, state: Mediation, event: str, today: date) -> Act | None:
        """Return the act for a legal step that is late. While the case is open, the case alerts instead."""
        if not moments.is_step_over(event):
            return None
        late = moments.late_step(event, clocks_of(state, today), today)
        if late is None:
            return None
        why, due = late
        return Act("mediation_waits", today, None, {"mediation": state.id, "why": why, "by": due.isoformat()})

    def dropped_limits(
        self, clocks: Iterable[Clock], events: Iterable[Event]
    ) -> frozenset[tuple[str, str | None, date]]:
        """Return the limits of arranging a mediation that has ended."""
        return moments.dropped_limits(clocks, events)

    def wants(self, state: Mediation) -> Lookup | None:
        """Return the lookup of a mediator if one is needed, among those not asked before."""
        if not state.needs_mediator:
            return None
        said = "Look for a mediator in the authority's list who can be invited"
        return Lookup(_FIND_MEDIATOR, ",".join(state.passed_over), said)

    def choose(self, wanted: Lookup, state: Mediation, known: Known) -> str | None:
        listed = tuple(known.profile.mediators) if known.profile else ()
        return next_mediator(listed, known.busy, state.passed_over)

    def answered(self, state: Mediation, wanted: Lookup, chosen: Any, today: date) -> Answer | None:
        """Return an invitation, or a report that no one is left to invite; None if a mediator was invited meanwhile."""
        if not state.needs_mediator:
            return None
        if chosen is None:
            telling = (moments.waits(state, "none_listed"),)
            return Answer(event="none_listed", text=moments.NONE_LISTED, telling=telling)
        count = len(state.passed_over) + 1
        act = Act("invite_mediator", today, None, {"mediator": str(chosen)})
        return Answer(act, f"{state.id}-invites-{count}")

    def notices_of(self, act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...]:
        return notices(act, on, clocks)


PROCESS = MediationProcess()
