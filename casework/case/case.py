"""A case as the process sees it: its stage, its facts so far, and its state after one more act."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from casework.case.actions import directions
from casework.case.acts import CATALOGUE, Act
from casework.case.advisers import ADVISERS, PREPARING_FOR_ADULTHOOD, STATUTORY_ADVISERS
from casework.case.disputable_decisions import is_decision
from casework.case.openings import REQUESTS
from casework.case.stages import DECIDED, Stage
from statute.clock_roles import ClockRole
from statute.facts import Event

CHAIN = (
    "request_received", "authority_responsible", "assessment_agreed", "assessment_refused", "plan_agreed", "plan_refused",
    "draft_issued", "final_issued", "decision_reversed", "tribunal_order", "mediation_agreement", "appeal_unopposed",
    "reassessment_agreed",
)  # fmt: skip
"""Acts that follow one another: none can take effect before the day of the one recorded before it."""

_DIRECTING = frozenset({"tribunal_order", "mediation_agreement", "appeal_unopposed"})
_ADVICE_STARTS = frozenset({"assessment_agreed", "reassessment_agreed"})


@dataclass(frozen=True, slots=True)
class Case:
    """A case: its stage, and every fact in the order of recording."""

    stage: Stage = Stage.RECEIVED
    events: tuple[Event, ...] = ()

    def last(self, *names: str) -> Event | None:
        """The last recorded fact with one of these names, or None."""
        return next((event for event in reversed(self.events) if event.event in names), None)

    @property
    def received_on(self) -> date | None:
        """The day of the fact that opened the case; None where it is not known."""
        return self.events[0].on if self.events else None

    @property
    def asks_to_reassess(self) -> bool:
        """Whether the case was opened by a request to re-assess that is neither agreed nor refused yet."""
        last = self.last("reassessment_requested", "reassessment_agreed", "reassessment_refused")
        return last is not None and last is self.events[0] and last.event == "reassessment_requested"

    @property
    def decided(self) -> bool:
        """Whether any decision that a family can dispute is recorded."""
        return any(is_decision(event) for event in self.events)


def opened(event: str, on: date | None, source: str | None = None, not_after: date | None = None) -> Case:
    """A new case with the request that opens it."""
    fields = {"source": source} if source else {}
    return Case(Stage.RECEIVED, (Event(event, on, None, fields, not_after),))


def began(event: Event) -> Case:
    """A case after its opening: a request, which the family is told we are considering, or an act about an existing plan."""
    if event.event in REQUESTS:
        return considered(Case(Stage.RECEIVED, (event,)))
    return Case(CATALOGUE[event.event].moves_to or Stage.PLAN_ISSUED, (event,))


def advice(case: Case) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The advisers asked in this assessment, and those whose advice has not arrived, both in the order of asking."""
    asked: dict[str, bool] = {}
    for event in case.events:
        if event.event in _ADVICE_STARTS:
            asked.clear()
        elif event.event == "advice_requested" and event.of:
            asked[event.of] = False
        elif event.event == "advice_received" and event.of in asked:
            asked[event.of] = True
    return tuple(asked), tuple(of for of, received in asked.items() if not received)


def never_asked(case: Case) -> tuple[str, ...]:
    """The advice that every assessment needs but was never asked for, and that no earlier advice replaces.

    From year 9 this includes the adviser on preparing for adulthood (reg 6(1)(g)).
    """
    covered = set(advice(case)[0]) | {e.of for e in case.events if e.event == "advice_sufficient"}
    missing = [said for said, codes in STATUTORY_ADVISERS.items() if not codes & covered]
    opening = case.events[0] if case.events else None
    if opening is not None and opening.fields.get("year_nine") and PREPARING_FOR_ADULTHOOD not in covered:
        missing.append(ADVISERS[PREPARING_FOR_ADULTHOOD])
    return tuple(missing)


def unanswered(case: Case) -> tuple[str, ...]:
    """The settings that were consulted and have not replied, in the order of asking."""
    asked = dict.fromkeys(e.of for e in case.events if e.event == "setting_consulted" and e.of)
    replied = {e.of for e in case.events if e.event == "setting_responded"}
    return tuple(of for of in asked if of not in replied)


def after(case: Case, act: Act) -> Case:
    """The case after an act, which the guard must have allowed."""
    event = Event(act.action, act.on, act.of, act.fields, act.not_after)
    then = replace(case, events=(*case.events, event))
    return replace(then, stage=_stage(case, then, act))


def window_closed(case: Case, role: str | None) -> Case:
    """The case after a window of the family has closed. The end of its time to answer the draft ends the consultation."""
    if role == ClockRole.ANSWER_THE_DRAFT and case.stage is Stage.CONSULTING:
        return replace(case, stage=Stage.FINALISING)
    return case


def considered(case: Case) -> Case:
    """The case after the family is told that the request is being considered."""
    return replace(case, stage=Stage.DECIDING_TO_ASSESS) if case.stage is Stage.RECEIVED else case


def _stage(before: Case, then: Case, act: Act) -> Stage:
    stage = before.stage
    if (moves_to := CATALOGUE[act.action].moves_to) is not None:
        return moves_to
    match act.action:
        case "advice_requested" if stage is Stage.DECIDING_TO_ISSUE:
            return Stage.ASSESSING
        case "advice_received" if stage is Stage.ASSESSING and not advice(then)[1]:
            return Stage.DECIDING_TO_ISSUE
        case "decision_reversed":
            return _reopened(stage)
        case name if name in _DIRECTING and stage in DECIDED:
            for to in directions(act.fields):
                stage = _directed(stage, to)
    return stage


def _reopened(stage: Stage) -> Stage:
    return {
        Stage.ASSESSMENT_REFUSED: Stage.DECIDING_TO_ASSESS,
        Stage.PLAN_REFUSED: Stage.DECIDING_TO_ISSUE,
    }.get(stage, stage)


def _directed(stage: Stage, to: str) -> Stage:
    refused = stage is not Stage.PLAN_ISSUED
    if to == "assess" and refused:
        return Stage.DECIDING_TO_ASSESS
    if to == "make_plan" and refused:
        return Stage.DRAFTING
    return _reopened(stage) if to == "reconsider" else stage
