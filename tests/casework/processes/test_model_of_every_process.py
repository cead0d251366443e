"""Every kind of process, carried through legal and illegal acts, late recordings, passing days and moments in any order."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

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

from casework.case.actions import Act, Action, Field
from casework.case.acts import CATALOGUE
from casework.case.law_of_case import pin_at_opening
from casework.case.law_pin import LawPin
from casework.case.particulars import wrong_shape
from casework.processes.process import Known, ParentCase, Process
from casework.processes.registry import PROCESSES
from casework.processes.telling import ToCase
from statute.facts import Event

FIRST_DAY = date(2026, 1, 5)
CASE = "case-0123456789abcdef"
EVENTS = (
    Event("request_received", date(2025, 6, 2), None, {}),
    Event("assessment_agreed", date(2025, 7, 7), None, {}),
    Event("plan_agreed", date(2025, 9, 8), None, {}),
    Event("draft_issued", date(2025, 9, 15), None, {}),
    Event("final_issued", date(2025, 10, 13), None, {}),
)
_IDS = ("urn-900001", "officer-1", "doc-1", "speech_therapist", "manager-2")
_DAYS = st.integers(-40, 60)


def _value(of: Field, today: date) -> st.SearchStrategy[Any]:
    """A value of the right kind most of the time, and sometimes a wrong one."""
    wrong = st.sampled_from(("no such code", "2026-13-45", True, 7, ["x y"]))
    if of.choices:
        one = st.sampled_from(of.choices)
        right = st.lists(one, min_size=1, max_size=2, unique=True) if of.several else one
    elif of.kind == "date":
        right = _DAYS.map(lambda days: (today + timedelta(days=days)).isoformat())
    elif of.kind == "flag":
        right = st.booleans()
    elif of.kind == "ids":
        right = st.lists(st.sampled_from(_IDS), min_size=1, max_size=2, unique=True)
    else:
        right = st.sampled_from((*_IDS, "12", "3"))
    return st.one_of(*[right] * 12, wrong)


@st.composite
def _acts(draw: st.DrawFn, actions: tuple[Action, ...], today: date) -> Act:
    action = draw(st.sampled_from(actions))
    of = draw(st.sampled_from(_IDS)) if action.of else None
    on = today - timedelta(days=draw(st.sampled_from((0, 0, 0, 0, 1, 3, 20, 400, -1))))
    given = {
        each.name: draw(_value(each, today))
        for each in action.fields
        if each.required or draw(st.integers(0, 3)) == 0
    }
    return Act(action.name, on, of, given)


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


def machine_of(process: Process[Any]) -> type[RuleBasedStateMachine]:
    """A state machine that drives one kind of process."""
    actions = tuple(process.acts.values())

    class Machine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.today, self.done = FIRST_DAY, frozenset[str]()

        @initialize()
        def begins(self) -> None:
            law = pin_at_opening(FIRST_DAY)
            fields, first = _opening(process, law)
            json.dumps(fields)
            self.state = process.begin(f"{process.noun}-1", fields, law)
            event, text = process.opened(self.state)
            assert event.isidentifier() and text
            if first is not None and process.refusal(self.state, first, self.today, None) is None:
                self._record(first)

        @rule(data=st.data())
        def records(self, data: st.DataObject) -> None:
            """An act, legal or not: it is refused in one sentence, or it is recorded."""
            act = data.draw(_acts(actions, self.today))
            offered = {each.name for each in process.allowed(self.state, self.today)}
            if act.action in process.hears and act.action not in offered:
                return  # only its case reports it, after the guard of the case
            why = process.refusal(self.state, act, self.today, None)
            if why is None:
                assert act.on is None or act.on <= self.today, "an act in the future was not refused"
                self._record(act)
            else:
                assert why.endswith((".", "?")) and "\n" not in why, why

        @rule(data=st.data())
        def records_what_is_offered(self, data: st.DataObject) -> None:
            """An act that is offered now is drawn more often, so that stories go far."""
            offered = process.allowed(self.state, self.today)
            if offered:
                act = data.draw(_acts(offered, self.today))
                if process.refusal(self.state, act, self.today, None) is None:
                    self._record(act)

        @rule(days=st.sampled_from((1, 7, 30, 200)))
        def days_pass(self, days: int) -> None:
            """Days pass, and each moment comes in its order and once."""
            until = self.today + timedelta(days=days)
            while (moment := process.next_moment(self.state, self.done, self.today)) is not None:
                if moment.on > until:
                    break
                assert moment.kind not in self.done, f"{moment.kind} came twice"
                assert moment.said
                self.today = max(self.today, moment.on)
                self.done |= {moment.kind}
                before = self.state
                self.state, telling = process.after_moment(before, moment.kind, self.today)
                assert process.moment_text(before, moment.kind, telling)
                self._reports(telling)
            self.today = until

        @rule()
        def looks_up(self) -> None:
            """A look-up is answered by an empty authority, and changes what it may."""
            if (wanted := process.wants(self.state)) is not None:
                known = Known(None, case=ParentCase(CASE, "plan_issued", EVENTS))
                chosen = process.choose(wanted, self.state, known)
                json.dumps(chosen)
                answer = process.answered(self.state, wanted, chosen, self.today)
                if answer is not None and answer.act is not None:
                    self._record(answer.act)

        def _record(self, act: Act) -> None:
            assert process.said(self.state, act, None)
            telling = process.told(self.state, act, None, False)
            self.state = process.after(self.state, act)
            self._reports(telling)

        def _reports(self, telling: tuple[ToCase, ...]) -> None:
            for fact in telling:
                act = Act(fact.action, fact.on or self.today, fact.of, dict(fact.fields))
                assert (wrong := wrong_shape(CATALOGUE[fact.action], act)) is None, wrong
                process.notices(act, act.on or self.today, ())

        @invariant()
        def its_state_survives_its_view(self) -> None:
            if not hasattr(self, "state"):
                return
            view = json.loads(json.dumps(process.view(self.state, None)))
            assert process.state(view) == self.state
            json.dumps(process.as_json(view, self.today))
            json.dumps(process.list_json(view, self.today))
            assert process.stage_in_words(self.state.stage)

        @precondition(lambda self: hasattr(self, "state") and self.state.is_over)
        @invariant()
        def nothing_is_offered_when_it_is_over(self) -> None:
            assert process.allowed(self.state, self.today) == ()

    Machine.__name__ = f"{process.workflow}Machine"
    return Machine


def _drives(process: Process[Any]) -> bool:
    return process.called_with is not None or bool(process.starts_from)


@pytest.mark.parametrize("process", [each for each in PROCESSES if _drives(each)], ids=lambda each: each.kind)
def test_no_order_of_acts_days_and_moments_breaks_a_process(process: Process[Any]) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine_of(process),
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            derandomize=True,
            phases=(Phase.generate,),
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
