"""Read the facts that were recorded in a process, in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from casework.case.actions import Act
from casework.case.law_pin import LawPin
from casework.case.particulars import in_future
from statute.facts import Event
from statute.words import short_date


@dataclass(frozen=True, slots=True)
class WithFacts:
    """Methods that read the facts recorded in a process. The class has no fields, so that each kind can define its own."""

    @property
    def facts(self) -> tuple[Event, ...]:
        """The recorded facts, in order. Each kind has them as a field."""
        raise NotImplementedError

    def last(self, *names: str) -> Event | None:
        """The last fact with one of these names, or None."""
        return next((fact for fact in reversed(self.facts) if fact.event in names), None)

    def each(self, *names: str) -> Iterator[Event]:
        """The facts with one of these names, in order."""
        return (fact for fact in self.facts if fact.event in names)

    def value(self, name: str, *acts: str) -> Any:
        """The value of a field in the last of these acts that has it, or None."""
        found = (
            fact.fields[name] for fact in reversed(self.facts) if fact.event in acts and name in fact.fields
        )
        return next(found, None)

    def coded(self, name: str, *acts: str) -> str | None:
        """The code or id in a field of the last of these acts that has it, or None."""
        found = self.value(name, *acts)
        return str(found) if found is not None else None

    def day(self, name: str, *acts: str) -> date | None:
        """The day in a field of the last of these acts that has it, or None."""
        written = self.value(name, *acts)
        return date.fromisoformat(str(written)) if written else None

    def in_last(self, name: str, *acts: str) -> Any:
        """The value of a field in the last of these acts; None if that act does not have it, or was not recorded."""
        fact = self.last(*acts)
        return fact.fields.get(name) if fact is not None else None

    def count(self, *names: str) -> int:
        """How many facts have one of these names."""
        return sum(1 for _ in self.each(*names))

    def on(self, *names: str) -> date | None:
        """The day of the last fact with one of these names, or None."""
        fact = self.last(*names)
        return fact.on if fact is not None else None

    @property
    def last_on(self) -> date | None:
        """The latest day of a fact, or None."""
        return max((fact.on for fact in self.facts if fact.on is not None), default=None)

    def until(self, day: date) -> Self:
        """Return the state as its facts up to the end of a day make it; a fact without a day counts from the start."""
        changed: dict[str, Any] = {
            "facts": tuple(fact for fact in self.facts if fact.on is None or fact.on <= day)
        }
        return replace(self, **changed)

    def with_act(self, act: Act) -> Self:
        """Return the state after an act."""
        return self.with_fact(Event(act.action, act.on, act.of, act.fields))

    def with_fact(self, fact: Event) -> Self:
        """Return the state after a fact."""
        changed: dict[str, Any] = {"facts": (*self.facts, fact)}
        return replace(self, **changed)


@dataclass(frozen=True, slots=True)
class RecordedFacts(WithFacts):
    """A process of one case: its recorded acts, the plan that it belongs to if it is known, and the law pinned to its case."""

    id: str
    case: str
    plan: str | None = None
    facts: tuple[Event, ...] = ()
    law: LawPin | None = None

    @classmethod
    def begun(cls, process_id: str, fields: Mapping[str, Any], law: LawPin | None) -> Self:
        """Return a state without acts, from the fields of an opening."""
        plan = fields.get("plan")
        return cls(process_id, str(fields["case"]), str(plan) if plan is not None else None, law=law)


def misdated(state: RecordedFacts, act: Act, today: date, after: Mapping[str, str]) -> str | None:
    """Return why an act cannot have happened on its day. `after` names facts that it must not precede, each as a clause."""
    if act.on is None:
        return None
    if (why := in_future(act.on, today)) is not None:
        return why
    for name, clause in after.items():
        day = state.on(name)
        if day is not None and name != act.action and act.on < day:
            return f"{short_date(act.on)} is before {clause} on {short_date(day)}; correct the date."
    return None
