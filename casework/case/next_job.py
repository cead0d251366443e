"""The next job in a case: what its officer does next, or who the case waits for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from casework.case.advisers import ADVISERS
from casework.case.stages import DECIDED, Stage
from statute.clock_roles import ClockRole
from statute.words import short_date


class OpenClock(Protocol):
    """What the next job reads of an obligation. One that is not owed was met, closed or superseded."""

    @property
    def role(self) -> str | None: ...
    @property
    def of(self) -> str | None: ...
    @property
    def title(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def duty_holder(self) -> str: ...
    @property
    def due_on(self) -> date: ...
    @property
    def is_owed(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Job:
    """The next job. `action` is the act that records it; None where there are several, which are then in `choices`.

    `waits` is whether others act next.
    """

    text: str
    action: str | None = None
    waits: bool = False
    choices: tuple[str, ...] = ()

    @property
    def acts(self) -> tuple[str, ...]:
        """The acts that do the job: one, or those to choose from."""
        return (self.action,) if self.action is not None else self.choices


_TO_ASSESS = Job("Decide whether to assess", choices=("assessment_agreed", "assessment_refused"))
_TO_MAKE_A_PLAN = Job("Decide whether to make a plan", choices=("plan_agreed", "plan_refused"))
_BY_STAGE: dict[Stage, Job] = {
    Stage.RECEIVED: _TO_ASSESS,
    Stage.DECIDING_TO_ASSESS: _TO_ASSESS,
    Stage.DECIDING_TO_ISSUE: _TO_MAKE_A_PLAN,
    Stage.DRAFTING: Job("Send the draft plan", "draft_issued"),
    Stage.FINALISING: Job("Send the final plan", "final_issued"),
}
ASKS_FOR_ADVICE_TOO = frozenset({"assessment_agreed"})
"""The acts after which advice is asked for, mostly on the same day, so that one form can do both."""
READ_ALWAYS = frozenset(
    {ClockRole.RETURN_ADVICE, ClockRole.ANSWER_THE_CONSULTATION, ClockRole.ANSWER_THE_DRAFT}
)
"""The roles of the clocks that the next job needs even where they are not owed: they show what was asked."""


def next_job(stage: Stage, clocks: Iterable[OpenClock], today: date) -> Job:
    """The next job of a case, from its stage and its clocks: those that are owed, and all with a role of READ_ALWAYS."""
    known = list(clocks)
    owed = [one for one in known if one.is_owed]
    if any(one.role == ClockRole.DECIDE_TO_REASSESS for one in owed):
        return Job("Decide whether to re-assess", choices=("reassessment_agreed", "reassessment_refused"))
    if any(one.role == ClockRole.START_DIRECTED_ASSESSMENT for one in owed):
        return Job("Start the assessment that was ordered or agreed")
    if stage in _BY_STAGE:
        return _BY_STAGE[stage]
    if stage is Stage.ASSESSING:
        return _advice([one for one in known if one.role == ClockRole.RETURN_ADVICE], today)
    if stage is Stage.CONSULTING:
        return _consultation(known, owed, today)
    return _after_a_decision(owed) if stage in DECIDED else Job("Nothing to do", waits=True)


def _advice(asked: list[OpenClock], today: date) -> Job:
    missing = [one for one in asked if one.is_owed]
    if not asked:
        return Job("Ask for advice", "advice_requested")
    if not missing:
        return _TO_MAKE_A_PLAN
    late = [one for one in missing if one.due_on < today]
    if late:
        return Job(f"Chase late advice: {_named(late)}", "advice_received")
    last = max(one.due_on for one in missing)
    return Job(f"Waiting for advice: {_named(missing)}, by {short_date(last)}", "advice_received", waits=True)


def _consultation(known: list[OpenClock], owed: list[OpenClock], today: date) -> Job:
    consulted = [one for one in known if one.role == ClockRole.ANSWER_THE_CONSULTATION]
    late = [one for one in consulted if one.is_owed and one.due_on < today]
    if not consulted:
        return Job("Consult settings", "setting_consulted")
    if late:
        number = len(late)
        return Job(
            f"Chase {number} {'reply' if number == 1 else 'replies'} to the consultation", "setting_responded"
        )
    answers = [one.due_on for one in known if one.role == ClockRole.ANSWER_THE_DRAFT]
    until = f", until {short_date(max(answers))}" if answers else ""
    return Job(f"Waiting for the family's answer to the draft{until}", "representations_received", waits=True)


def _after_a_decision(owed: list[OpenClock]) -> Job:
    ours = [one for one in owed if one.kind == "limit" and one.duty_holder == "authority"]
    if ours:
        return Job(min(ours, key=lambda one: one.due_on).title)
    others = [one for one in owed if one.kind == "limit"]
    if others:
        first = min(others, key=lambda one: one.due_on)
        return Job(f"Waiting: {_lowered(first.title)}, by {short_date(first.due_on)}", waits=True)
    return Job("Nothing to do now", waits=True)


def _named(clocks: list[OpenClock]) -> str:
    first = ADVISERS.get(clocks[0].of or "", (clocks[0].of or "an adviser").replace("_", " "))
    others = len(clocks) - 1
    return first + (f" and {others} {'other' if others == 1 else 'others'}" if others else "")


def _lowered(title: str) -> str:
    return title[:1].lower() + title[1:]
