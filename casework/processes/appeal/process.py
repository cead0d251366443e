"""The process of an appeal to the Tribunal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter

from casework.case.actions import Act, Action
from casework.case.clock import Clock
from casework.disputes.clocks import clocks_of
from casework.disputes.dispute import Clocks
from casework.disputes.pages import DisputePages
from casework.disputes.process import DisputeProcess
from casework.letters.notice import Notice
from casework.processes.appeal import appeal
from casework.processes.appeal.appeal import Appeal
from casework.processes.appeal.case_acts import TELLS
from casework.processes.appeal.commands import PrintedAppeal
from casework.processes.appeal.notices import notices
from casework.processes.appeal.shapes import SHAPES
from casework.processes.process import Measure
from casework.processes.telling import ProcessMoment, ToCase

_BREACHES = ("response_", "evidence_late", "order_late")
_ENDED_BY = {"died": ("end_appeal", {"why": "case_ended"})}


class AppealProcess(DisputeProcess[Appeal]):
    """One appeal, from the time to bring it until the order is carried out."""

    kind = "appeal"
    noun = "appeal"
    title = "Appeal"
    workflow = "Appeal"
    details = (
        "One appeal to the Tribunal, from the time to bring it until the order is carried out. Updates record what the "
        "officer does; signals tell the case, which goes on. The appeal may outlive its case."
    )
    acts = appeal.APPEAL_ACTS
    starts_from = appeal.FIRST_STEPS
    begins_again = frozenset({"appeal_registered"})
    hears = appeal.FOLLOWED
    ends_with = frozenset({"tribunal_order", "appeal_unopposed", "end_appeal"})
    ended_by = _ENDED_BY
    tells = TELLS
    only_told = frozenset(action.name for action in TELLS)
    page_type = DisputePages
    print_type = PrintedAppeal
    own_notices = only_told
    bundle_file = Path(__file__).with_name("bundle.yaml")
    shapes = SHAPES
    adapter = TypeAdapter(Appeal)

    def concerns(self, state: Appeal, action: str) -> bool:
        return appeal.concerns(state, action)

    def is_breached(self, state: Appeal, done: frozenset[str]) -> bool:
        return any(moment.startswith(_BREACHES) for moment in done)

    def due_on(self, state: Appeal) -> date | None:
        """Return the next of the Tribunal's days that is still to come or to be met."""
        return min((day for day, _ in self.calendar_days(state)), default=None)

    def calendar_days(self, state: Appeal) -> tuple[tuple[date, str], ...]:
        """Return the Tribunal's days that are still to come or to be met."""
        waits = (
            (state.response_by, "Response to the Tribunal is due", state.fact("appeal_response_sent")),
            (state.evidence_by, "Final evidence for the Tribunal is due", state.evidence_sent_on),
            (state.hearing_on, "Hearing of the Tribunal", state.heard_on),
        )
        return tuple((day, text) for day, text, done in waits if day is not None and done is None)

    def measured(self, state: Appeal) -> Measure:
        decided = state.fact("tribunal_order", "appeal_unopposed")
        if decided is not None:
            return Measure(decided.event, decided.on)
        return Measure(state.ended_why, state.ended_on)

    def refusal(self, state: Appeal, act: Act, today: date, by: str | None) -> str | None:
        return appeal.refusal(state, act, today)

    def allowed(self, state: Appeal, today: date, by: str | None = None) -> tuple[Action, ...]:
        return appeal.allowed(state)

    def after(self, state: Appeal, act: Act) -> Appeal:
        return appeal.after(state, act)

    def tells_of(self, state: Appeal, act: Act) -> tuple[ToCase, ...]:
        return appeal.told(state, act)

    def moment_after(self, state: Appeal, done: frozenset[str], clocks: Clocks) -> ProcessMoment | None:
        return appeal.next_moment(state, done, clocks)

    def after_moment(self, state: Appeal, moment: str, today: date) -> tuple[Appeal, tuple[ToCase, ...]]:
        return appeal.after_moment(state, moment)

    def moment_text(self, state: Appeal, moment: str, telling: Sequence[ToCase]) -> str:
        return appeal.moment_text(moment)

    def act_if_case_closed(self, state: Appeal, event: str, today: date) -> Act | None:
        """Return the act for a late response. While the case is open, the case alerts instead."""
        if event != "response_over":
            return None
        by = clocks_of(state, today).respond_by
        fields = {"why": "response_late", "by": by.isoformat() if by else None}
        return Act("appeal_waits", today, None, fields)

    def notices_of(self, act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...]:
        return notices(act, on, clocks)


PROCESS = AppealProcess()
