"""A process whose state is one dataclass with the case that it belongs to."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Protocol, TypeVar

from pydantic import TypeAdapter

from casework.case.actions import Act, Action
from casework.case.clock import Clock
from casework.case.particulars import in_future, malformed
from casework.letters.notice import Notice
from casework.processes.action_as_json import action_as_json
from casework.processes.process import Process
from casework.processes.process_state import ProcessState
from casework.processes.telling import ProcessMoment, ToCase


class StateOfOneCase(ProcessState, Protocol):
    """A state with its case, or without one if the process can hang on a child's record."""

    @property
    def case(self) -> str | None: ...


Kept = TypeVar("Kept", bound=StateOfOneCase)
Asked = TypeVar("Asked", contravariant=True)
Timed = TypeVar("Timed")


class Rules(Protocol[Asked]):
    """When each act may be recorded: the `guard.py` of a kind."""

    def refusal(self, state: Asked, act: Act, today: date, /) -> str | None:
        """Return why an act may not be recorded today, in one sentence; None if it may."""

    def allowed(self, state: Asked, /) -> tuple[Action, ...]:
        """Return the acts that may be recorded now, in display order."""


class Timing(Protocol[Timed]):
    """What happens when time passes: the `moments.py` of a kind."""

    def next_moment(self, state: Timed, done: frozenset[str], today: date, /) -> ProcessMoment | None:
        """Return the next moment, which comes unless a person acts first; `done` holds the moments that have come."""

    def after_moment(self, state: Timed, moment: str, today: date, /) -> tuple[Timed, tuple[ToCase, ...]]:
        """Return the state after a moment, and what to report to the case."""

    def moment_text(self, moment: str, /) -> str:
        """Return the text of a moment that has come, for the ledger."""


class Reports(Protocol[Asked]):
    """What the case is told: the `telling.py` of a kind."""

    def told(self, state: Asked, act: Act, /) -> tuple[ToCase, ...]:
        """Return what to report to the case about an act. `state` is the state before it."""


class ProcessOfOneCase(Process[Kept]):
    """A process whose JSON view is its whole state. Class variables name the parts of a kind; kinds override what differs."""

    state_type: type[Kept]
    """The dataclass of its state."""
    rules: Rules[Kept]
    """When each act may be recorded."""
    timing: Timing[Kept] | None = None
    """What happens when time passes; None if nothing does."""
    reports: Reports[Kept] | None = None
    """What its case is told; None if nothing."""
    in_lists: tuple[str, ...]
    """The names in its JSON that a list shows."""

    def __init_subclass__(cls, **given: Any) -> None:
        """Keep what it tells its case from people: only the process itself records that."""
        super().__init_subclass__(**given)
        cls.only_told = frozenset(action.name for action in cls.tells)

    # Its state.

    @cached_property
    def _adapter(self) -> TypeAdapter[Kept]:
        return TypeAdapter(self.state_type)

    def view(self, state: Kept, team: str | None) -> dict[str, Any]:
        """Return the whole state as JSON values."""
        how = {"stage": state.stage, "is_over": state.is_over, "team": team}
        return {**self._adapter.dump_python(state, mode="json"), **how}

    def state(self, view: Mapping[str, Any]) -> Kept:
        """Return the state from a view."""
        return self._adapter.validate_python(dict(view))

    def cases(self, state: Kept) -> tuple[str, ...]:
        """Return its case, if it has one."""
        return (state.case,) if state.case is not None else ()

    # Acts.

    def refusal(self, state: Kept, act: Act, today: date, by: str | None) -> str | None:
        """Return why an act may not be recorded today. What ends it with its case is taken at any stage, on any day so far."""
        if not state.is_over and self._ends_with_its_case(act):
            return malformed(self.noun, self.acts, act) or in_future(act.on, today)
        return self.rules.refusal(state, act, today)

    def _ends_with_its_case(self, act: Act) -> bool:
        """Return whether an act is one with which something in its case ends it, such as a death."""
        return any(
            act.action == name and all(act.fields.get(key) == value for key, value in fields.items())
            for name, fields in self.ended_by.values()
        )

    def allowed(self, state: Kept, today: date, by: str | None = None) -> tuple[Action, ...]:
        return self.rules.allowed(state)

    def told(self, state: Kept, act: Act, by: str | None, heard: bool) -> tuple[ToCase, ...]:
        """Return what to report to the case: nothing if the case or the plan sent the act."""
        return () if heard or self.reports is None else self.reports.told(state, act)

    # Moments.

    def next_moment(self, state: Kept, done: frozenset[str], today: date) -> ProcessMoment | None:
        return self.timing.next_moment(state, done, today) if self.timing is not None else None

    def after_moment(self, state: Kept, moment: str, today: date) -> tuple[Kept, tuple[ToCase, ...]]:
        return self.timing.after_moment(state, moment, today) if self.timing is not None else (state, ())

    def moment_text(self, state: Kept, moment: str, telling: Sequence[ToCase]) -> str:
        if self.timing is None:
            return super().moment_text(state, moment, telling)
        return self.timing.moment_text(moment)

    # Notices and JSON.

    def notices(self, act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...] | None:
        """Return the notices of an act that it reports to its case; None if the act is not its own."""
        return self.notices_of(act, on, clocks) if act.action in self.only_told else None

    def notices_of(self, act: Act, on: date, clocks: Iterable[Clock]) -> tuple[Notice, ...]:
        """Return the notices of one of the acts that it tells its case."""
        return ()

    def as_json(self, view: Mapping[str, Any], today: date, by: str | None = None) -> dict[str, Any]:
        """Return the JSON of one: what every kind shows, what this kind shows, its limits and the acts that may be recorded now."""
        state = self.state(view)
        return {
            self.group.noun: state.id,
            "kind": self.kind,
            "case": state.case,
            "stage": state.stage,
            "is_over": state.is_over,
            **self.shown(state, today),
            "obligations": [one.as_json() for one in self.obligations(state, today)],
            "actions": [action_as_json(each) for each in self.allowed(state, today, by)],
        }

    @abstractmethod
    def shown(self, state: Kept, today: date) -> dict[str, Any]:
        """Return what the JSON of this kind shows besides what every kind does."""

    def list_json(self, view: Mapping[str, Any], today: date) -> dict[str, Any]:
        """Return the JSON of one for a list."""
        whole = self.as_json(view, today)
        return {name: whole[name] for name in self.in_lists}


def iso_days(days: Mapping[str, date | None]) -> dict[str, str | None]:
    """Return days as JSON values, by name."""
    return {name: day.isoformat() if day is not None else None for name, day in days.items()}
