"""A process that belongs to a plan: it tells the plan what it records, and people are alerted to its limits of law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol, Self, TypeVar

from casework.case.actions import Act
from casework.case.clock import Clock
from casework.case.law_pin import LawPin
from casework.letters.notice import Notice
from casework.processes import limit_alerts
from casework.processes.process_of_one_case import ProcessOfOneCase, Reports, StateOfOneCase
from casework.processes.telling import ProcessMoment, ToCase
from statute.facts import Event
from statute.obligation import Obligation


class StateOfPlan(StateOfOneCase, Protocol):
    """A state that is begun from the fields of an opening and changed by acts: `RecordedFacts` of a kind."""

    @classmethod
    def begun(cls, process_id: str, fields: Mapping[str, Any], law: LawPin | None) -> Self: ...

    @property
    def case(self) -> str: ...

    @property
    def last_on(self) -> date | None: ...

    def with_act(self, act: Act) -> Self: ...


Kept = TypeVar("Kept", bound=StateOfPlan)
Asked = TypeVar("Asked", contravariant=True)


class Limits(Protocol[Asked]):
    """The limits of law: the `limits.py` of a kind."""

    def obligations_of(self, state: Asked, today: date, /) -> tuple[Obligation, ...]:
        """Return the limits on a day."""


class PlanReports(Reports[Asked], Protocol[Asked]):
    """What the case and the plan are told, and who else: the `telling.py` of a kind."""

    def to_plan(self, state: Asked, act: Act, /) -> tuple[Event, ...]:
        """Return the facts that an act adds to the life of the plan. `state` is the state before it."""

    def notices(self, act: Act, on: date, /) -> tuple[Notice, ...]:
        """Return the notices of a report to the case."""


class ProcessOfPlan(ProcessOfOneCase[Kept]):
    """A process of a plan. People are alerted before and after each limit, unless a kind has a `timing` of its own."""

    limits: Limits[Kept]
    """Its limits of law."""
    reports: PlanReports[Kept]
    """What its case and its plan are told."""
    in_alerts: str
    """What the ledger calls it where a limit comes near, such as "move"."""

    def begin(self, process_id: str, fields: Mapping[str, Any], law: LawPin | None) -> Kept:
        return self.state_type.begun(process_id, fields, law)

    def after(self, state: Kept, act: Act) -> Kept:
        return state.with_act(act)

    def to_plan(self, state: Kept, act: Act) -> tuple[Event, ...]:
        return self.reports.to_plan(state, act)

    def notices_of(self, act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...]:
        return self.reports.notices(act, on)

    def obligations(self, state: Kept, today: date) -> tuple[Obligation, ...]:
        return self.limits.obligations_of(state, today)

    def is_breached(self, state: Kept, done: frozenset[str]) -> bool:
        """Return whether a limit was missed and is still to be met."""
        return not state.is_over and limit_alerts.is_missed(
            self.limits.obligations_of(state, state.last_on or date.min), done
        )

    def next_moment(self, state: Kept, done: frozenset[str], today: date) -> ProcessMoment | None:
        if self.timing is not None:
            return super().next_moment(state, done, today)
        return (
            None if state.is_over else limit_alerts.next_moment(self.obligations(state, today), done, today)
        )

    def after_moment(self, state: Kept, moment: str, today: date) -> tuple[Kept, tuple[ToCase, ...]]:
        if self.timing is not None:
            return super().after_moment(state, moment, today)
        return state, limit_alerts.after_moment(self.kind, state.case, moment, today, state.id)

    def moment_text(self, state: Kept, moment: str, telling: Sequence[ToCase]) -> str:
        if self.timing is not None:
            return super().moment_text(state, moment, telling)
        return limit_alerts.moment_text(self.in_alerts, moment)
