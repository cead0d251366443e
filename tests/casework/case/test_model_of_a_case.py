"""A case, carried through legal and illegal acts, late recordings, corrections and passing days, in any order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from casework.case.acts import CATALOGUE, NOT_BY_PEOPLE
from casework.case.case import Case, after, began, window_closed
from casework.case.facts import facts_of
from casework.case.guard import allowed, refusal
from casework.case.law_of_case import pin_at_opening
from casework.case.ledger_line import LedgerLine
from casework.case.moment import Moment
from casework.case.recording import record
from casework.case.transition import ActDone, Opening, Transition
from statute.facts import Event
from statute.timeline import timeline
from tests.casework.any_act import any_act

FIRST_DAY = date(2025, 3, 3)
ACTS = tuple(action for name, action in CATALOGUE.items() if name not in NOT_BY_PEOPLE)


class CaseMachine(RuleBasedStateMachine):
    """One case with its ledger, as the workflow and the recorder carry it."""

    @initialize()
    def opens(self) -> None:
        event = Event("request_received", FIRST_DAY, None, {})
        self.today, self.case = FIRST_DAY, began(event)
        self.lines: tuple[LedgerLine, ...] = ()
        pin = pin_at_opening(FIRST_DAY)
        opening = Opening("request_received", FIRST_DAY, fields=pin.as_fields())
        self._record(opening=opening)

    @rule(data=st.data(), offered=st.sampled_from((True, True, True, False)))
    def records(self, data: st.DataObject, offered: bool) -> None:
        """An act, offered or not: it is refused in one sentence, or it is recorded."""
        choice = [one for one in allowed(self.case) if one in ACTS] if offered else ACTS
        if self.outlook.closed or not choice:
            return
        act = data.draw(any_act(choice, self.today))
        why = refusal(self.case, act, self.today, self.outlook.earliest_final)
        if why is not None:
            assert why.endswith((".", "?")) and "\n" not in why, why
            return
        assert act.on is None or act.on <= self.today
        self.case = after(self.case, act)
        self._record(acts=(ActDone(act, self.case.stage),))

    @rule(days=st.sampled_from((1, 14, 60)))
    def days_pass(self, days: int) -> None:
        """Days pass, and the moments of the agenda come on their days."""
        until = self.today + timedelta(days=days)
        while (agenda := self.outlook.open_agenda) and agenda[0].on <= until:
            self.today = max(self.today, agenda[0].on)
            moments = tuple(moment for moment in agenda if moment.on <= self.today)
            self._close_windows(moments)
            self._record(moments=moments)
        self.today = until

    def _record(self, **what: object) -> None:
        at = datetime.combine(self.today, time(12), UTC)
        seq = 1 + max((line.seq for line in self.lines), default=0)
        transition = Transition(seq=seq, recorded_at=at, stage=self.case.stage, **what)  # type: ignore[arg-type]
        (done,) = record(self.lines, [transition])
        assert done.lines, "a transition left no line"
        self.lines, self.outlook = done.outlook.lines, done.outlook
        if "moments" not in what:
            self.case = Case(self.outlook.stage, self.case.events)
        assert self.outlook.stage is self.case.stage

    def _close_windows(self, moments: Iterable[Moment]) -> None:
        for moment in moments:
            if moment.kind == "window_closed":
                self.case = window_closed(self.case, moment.role)

    @invariant()
    def every_limit_is_the_one_that_the_law_counts(self) -> None:
        """The stored obligations are those of the pure timeline."""
        counted = timeline(
            facts_of(self.outlook.events),
            self.today,
            pack=self.outlook.law.pack,
            calendar=self.outlook.law.calendar,
        )
        assert {(one.rule, one.of, one.due_on) for one in counted} == {
            (one.rule, one.of, one.due_on) for one in self.outlook.obligations
        }


def test_no_order_of_acts_and_days_breaks_a_case() -> None:
    run_state_machine_as_test(
        CaseMachine,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            derandomize=True,
            deadline=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
