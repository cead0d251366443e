"""Every kind of process, carried through legal and illegal acts, late recordings, passing days and moments in any order."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from casework.case.actions import Act
from casework.case.acts import CATALOGUE
from casework.case.law_of_case import pin_at_opening
from casework.case.law_pin import LawPin
from casework.case.particulars import wrong_shape
from casework.processes.process import Known, ParentCase, Process
from casework.processes.registry import PROCESSES
from casework.processes.telling import ToCase
from statute.facts import Event
from tests.casework.any_act import any_act

FIRST_DAY = date(2026, 1, 5)
CASE = "case-0123456789abcdef"
EVENTS = (
    Event("request_received", date(2025, 6, 2), None, {}),
    Event("assessment_agreed", date(2025, 7, 7), None, {}),
    Event("plan_agreed", date(2025, 9, 8), None, {}),
    Event("draft_issued", date(2025, 9, 15), None, {}),
    Event("final_issued", date(2025, 10, 13), None, {}),
)


def _opening(process: Process[Any], law: LawPin) -> tuple[dict[str, Any], Act | None]:
    """The opening fields of a process and its first act; the kinds that a sitting or an area calls have none here."""
    if process.called_with is not None:
        parent = ParentCase(CASE, "plan_issued", EVENTS)
        return {"case": CASE, **process.begins_with(parent)}, None
    event = sorted(process.starts_from)[0]
    events = (*EVENTS, Event(event, FIRST_DAY, None, {}))
    about = process.about(events, event, {}, ())
    assert about is not None
    first = Act(event, FIRST_DAY, None, {}) if event in process.hears else None
    return dict(process.opens_with(CASE, events, about, FIRST_DAY)), first


class Machine(RuleBasedStateMachine):
    """One process of a kind, with its days and moments."""

    process: ClassVar[Process[Any]]

    def __init__(self) -> None:
        super().__init__()
        self.today, self.done = FIRST_DAY, frozenset[str]()

    @initialize()
    def begins(self) -> None:
        law = pin_at_opening(FIRST_DAY)
        fields, first = _opening(self.process, law)
        json.dumps(fields)
        self.state = self.process.begin(f"{self.process.noun}-1", fields, law)
        event, text = self.process.opened(self.state)
        assert event.isidentifier() and text
        if first is not None and self.process.refusal(self.state, first, self.today, None) is None:
            self._record(first)

    @rule(data=st.data())
    def records(self, data: st.DataObject) -> None:
        """An act, legal or not: it is refused in one sentence, or it is recorded."""
        act = data.draw(any_act(tuple(self.process.acts.values()), self.today))
        offered = {each.name for each in self.process.allowed(self.state, self.today)}
        if act.action in self.process.hears and act.action not in offered:
            return  # only its case reports it, after the guard of the case
        why = self.process.refusal(self.state, act, self.today, None)
        if why is None:
            assert act.on is None or act.on <= self.today, "an act in the future was not refused"
            self._record(act)
        else:
            assert why.endswith((".", "?")) and "\n" not in why, why

    @rule(data=st.data())
    def records_what_is_offered(self, data: st.DataObject) -> None:
        """An act that is offered now is drawn more often, so that stories go far."""
        offered = self.process.allowed(self.state, self.today)
        if offered:
            act = data.draw(any_act(offered, self.today))
            if self.process.refusal(self.state, act, self.today, None) is None:
                self._record(act)

    @rule(days=st.sampled_from((1, 7, 30, 200)))
    def days_pass(self, days: int) -> None:
        """Days pass, and each moment comes in its order and once."""
        until = self.today + timedelta(days=days)
        while (moment := self.process.next_moment(self.state, self.done, self.today)) is not None:
            if moment.on > until:
                break
            assert moment.kind not in self.done, f"{moment.kind} came twice"
            assert moment.said
            self.today = max(self.today, moment.on)
            self.done |= {moment.kind}
            before = self.state
            self.state, telling = self.process.after_moment(before, moment.kind, self.today)
            assert self.process.moment_text(before, moment.kind, telling)
            self._reports(telling)
        self.today = until

    @rule()
    def looks_up(self) -> None:
        """A look-up is answered by an empty authority, and changes what it may."""
        if (wanted := self.process.wants(self.state)) is not None:
            known = Known(None, case=ParentCase(CASE, "plan_issued", EVENTS))
            chosen = self.process.choose(wanted, self.state, known)
            json.dumps(chosen)
            answer = self.process.answered(self.state, wanted, chosen, self.today)
            if answer is not None and answer.act is not None:
                self._record(answer.act)

    def _record(self, act: Act) -> None:
        assert self.process.said(self.state, act, None)
        telling = self.process.told(self.state, act, None, False)
        self.state = self.process.after(self.state, act)
        self._reports(telling)

    def _reports(self, telling: tuple[ToCase, ...]) -> None:
        for fact in telling:
            act = Act(fact.action, fact.on or self.today, fact.of, dict(fact.fields))
            assert (wrong := wrong_shape(CATALOGUE[fact.action], act)) is None, wrong
            self.process.notices(act, act.on or self.today, ())

    @invariant()
    def its_state_survives_its_view(self) -> None:
        if not hasattr(self, "state"):
            return
        view = json.loads(json.dumps(self.process.view(self.state, None)))
        assert self.process.state(view) == self.state
        json.dumps(self.process.as_json(view, self.today))
        json.dumps(self.process.list_json(view, self.today))
        assert self.process.stage_in_words(self.state.stage)
        stages = self.process.page_type.stages
        assert not stages or self.state.stage.removeprefix(f"{self.process.kind}_") in stages

    @precondition(lambda self: hasattr(self, "state") and self.state.is_over)
    @invariant()
    def nothing_is_offered_when_it_is_over(self) -> None:
        assert self.process.allowed(self.state, self.today) == ()


def _drives(process: Process[Any]) -> bool:
    return process.called_with is not None or bool(process.starts_from)


@pytest.mark.parametrize("process", [each for each in PROCESSES if _drives(each)], ids=lambda each: each.kind)
def test_no_order_of_acts_days_and_moments_breaks_a_process(process: Process[Any]) -> None:
    run_state_machine_as_test(
        type(f"{process.workflow}Machine", (Machine,), {"process": process}),
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            derandomize=True,
            phases=(Phase.generate,),
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
