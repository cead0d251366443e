"""A maintained plan: its acts and its state, from the first final plan until it ceases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from casework.case.actions import NOTE, Act, Action, Field
from casework.case.disputable_decisions import disputed
from casework.case.law_pin import LawPin
from casework.plans.school_years import school_year_of
from casework.processes.plan_changed import JOINED, PLAN_TOLD, TAUGHT, fact_in
from casework.processes.recorded_facts import WithFacts
from statute.facts import Event

ENDINGS = ("ceased", "transferred_out", "died", "aged_out")
"""Why a plan can end."""
ENDED_BY_FACTS = {"plan_ended": "ceased", "plan_transferred_out": "transferred_out"}
"""The facts told by other processes that end a plan, each with why."""
END, CORRECT, CHILD_KNOWN, LOOK_AGAIN = "end_plan", "correct_plan", "child_known", "look_again"
DISPUTE = "open_dispute"
YEARS = tuple(str(year) for year in range(-2, 15))
"""The national curriculum years: Reception is 0, Nursery is -1."""
_AGES = ("low_age", "high_age")
NUMBERS = ("school_year", *_AGES)
"""The fields of an act that are whole numbers."""
_SENT = ("final_issued", "amended_final_issued", "plan_transferred_in")


def _act(name: str, title: str, said: str, *fields: Field) -> Action:
    return Action(name, title, said, frozenset(), fields=fields)


_OF_CHILD = (
    Field("school_year", "code", choices=YEARS, asks="The national curriculum year in which the child is taught (Reception is 0)"),
    Field("setting", "id", asks="Which setting does the child attend?", holds="setting"),
    Field("attends_no_setting", "flag", asks="Whether the child attends no setting"),
    Field("under_five", "flag", asks="Whether the child is under five"),
    Field("last_year", "flag", asks="Whether the young person reaches the highest age for a plan in this school year"),
)  # fmt: skip
_OF_SETTING = tuple(
    Field(name, "code", asks=f"The {words} age of the setting")
    for name, words in zip(_AGES, ("lowest", "highest"), strict=True)
)
ACTS: Mapping[str, Action] = {
    action.name: action
    for action in (
        PLAN_TOLD,
        _act(CORRECT, "Correct the child's year or setting", "the child's year or setting was corrected", *_OF_CHILD[:3], NOTE),
        _act(LOOK_AGAIN, "Look up the child's record again", "the child's record is looked up again"),
        _act(CHILD_KNOWN, "Record what the child's record says", "the child's year and setting were looked up", *_OF_CHILD, *_OF_SETTING),
        _act(DISPUTE, "Open a case for a dispute", "a family disputes the last decision about the plan", NOTE),
        _act(END, "End the plan", "the plan ended", Field("why", "code", True, ENDINGS, "Why it ends"), NOTE),
    )
}  # fmt: skip
"""The acts in a plan, by name."""


@dataclass(frozen=True, slots=True)
class Plan(WithFacts):
    """The state of a maintained plan.

    `facts` are the facts of law of its life, and `law` is the pin of its case. `school_year` is the year in which the child
    is taught in the school year that began in `known_for`; it rises by one each September. `asked_for` is the school year
    for which the child's record was last looked up, and `asked` counts the times.
    `low_age` and `high_age` are the ages of its setting; `is_corrected` is whether people corrected the setting this school
    year. `last_year` is whether the person reaches the highest age for a plan in this school year. `disputed_facts` marks the decisions for which a case was opened.
    """

    id: str
    case: str
    law: LawPin | None = None
    facts: tuple[Event, ...] = ()
    school_year: int | None = None
    known_for: int | None = None
    setting: str | None = None
    attends_no_setting: bool = False
    under_five: bool = False
    last_year: bool = False
    low_age: int | None = None
    high_age: int | None = None
    is_corrected: bool = False
    asked_for: int | None = None
    asked: int = 0
    disputed_facts: tuple[str, ...] = ()
    ended_on: date | None = None
    ended_why: str | None = None

    @property
    def version(self) -> str | None:
        """The paper of the plan in force."""
        sent = self.last(*_SENT)
        return str(sent.fields["document"]) if sent is not None and sent.fields.get("document") else None

    @property
    def began_on(self) -> date | None:
        """The day of the first final plan, or of the transfer to this authority."""
        return next((fact.on for fact in self.facts if fact.event in _SENT), None)

    @property
    def attended(self) -> str | None:
        """The setting that the child attends or, if that is not known, the one that the plan names."""
        if self.setting is not None or self.attends_no_setting:
            return self.setting
        named = next(
            (fact.fields.get("setting") for fact in reversed(self.facts) if fact.event in _SENT), None
        )
        return str(named) if named else None

    def year_on(self, today: date) -> int | None:
        """The year in which the child is taught in the school year that contains a day."""
        if self.school_year is None or self.known_for is None:
            return None
        return self.school_year + school_year_of(today) - self.known_for

    @property
    def is_detained(self) -> bool:
        """Whether the child or young person is detained."""
        last = self.last("detention_began", "released")
        return last is not None and last.event == "detention_began"

    @property
    def is_over(self) -> bool:
        """Whether the plan has ended."""
        return self.ended_why is not None

    @property
    def stage(self) -> str:
        """The stage, as in the search attribute and in JSON."""
        return f"maintained_plan_{self.ended_why or 'maintained'}"


def after(plan: Plan, act: Act) -> Plan:
    """The plan after an act, which must not have been refused. Once the setting is another, its ages are looked up."""
    then = _after(plan, act)
    if act.action == CHILD_KNOWN or then.attended == plan.attended:
        return then
    return replace(then, low_age=None, high_age=None, asked=plan.asked + 1)


def _after(plan: Plan, act: Act) -> Plan:
    match act.action:
        case PLAN_TOLD.name:
            return _told(plan, fact_in(act))
        case "correct_plan":
            found = _known(plan, act)
            return replace(found, is_corrected=plan.is_corrected or found.attended != plan.attended)
        case "child_known":
            since = school_year_of(act.on) if act.on is not None else 0
            return replace(_known(plan, act), asked_for=max(plan.asked_for or 0, since) or None)
        case "open_dispute" if (decision := last_decision(plan)) is not None:
            return replace(plan, disputed_facts=(*plan.disputed_facts, mark_of(decision)))
        case "look_again":
            return replace(plan, asked=plan.asked + 1, is_corrected=False)
        case "end_plan":
            return replace(plan, ended_on=act.on, ended_why=str(act.fields["why"]))
    return plan


def _told(plan: Plan, fact: Event) -> Plan:
    if fact.event == JOINED:
        return plan
    if fact.event == TAUGHT:
        return _known(plan, Act(fact.event, fact.on, None, fact.fields))
    told = replace(plan, facts=_in_order(plan.facts, fact))
    why = ENDED_BY_FACTS.get(fact.event)
    return replace(told, ended_on=fact.on, ended_why=why) if why is not None else told


def last_decision(plan: Plan) -> Event | None:
    """The last decision about the plan that a family can dispute, or None."""
    found = disputed(plan.facts)
    return plan.facts[found] if found is not None else None


def mark_of(decision: Event) -> str:
    """The mark of a decision for which a case was opened."""
    return f"{decision.event}:{decision.on}"


def new_school_year(plan: Plan, year: int) -> Plan:
    """The plan once a school year has begun, for which the child's record is to be looked up."""
    return replace(plan, asked_for=year, asked=plan.asked + 1, is_corrected=False)


def knows(plan: Plan, fact: Event) -> bool:
    """Whether a plan was told a fact before, such as by its case and by the process that the case heard it from."""
    return any(
        one.event == fact.event
        and one.on == fact.on
        and one.of == fact.of
        and one.fields.get("decision") == fact.fields.get("decision")
        for one in plan.facts
    )


def _in_order(facts: tuple[Event, ...], fact: Event) -> tuple[Event, ...]:
    """The facts with one more, by day: a fact can be told after a later one."""
    found = [*facts, fact]
    return tuple(sorted(found, key=lambda one: one.on or date.min))


def _known(plan: Plan, act: Act) -> Plan:
    fields: dict[str, Any] = dict(act.fields)
    changed: dict[str, Any] = {
        name: fields[name]
        for name in ("setting", "attends_no_setting", "under_five", "last_year")
        if fields.get(name) is not None
    }
    if changed.get("setting") is not None:
        changed["setting"] = str(changed["setting"])
        changed.setdefault("attends_no_setting", False)
    if changed.get("attends_no_setting"):
        changed["setting"] = None
    if fields.get("school_year") is not None and act.on is not None:
        changed |= {"school_year": int(fields["school_year"]), "known_for": school_year_of(act.on)}
    changed |= {name: int(fields[name]) for name in _AGES if fields.get(name) is not None}
    return replace(plan, **changed)
