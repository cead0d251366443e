"""A process whose state is one dataclass with the case that it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Protocol, TypeVar

from pydantic import TypeAdapter

from casework.processes.process import Process
from casework.processes.process_state import ProcessState


class StateOfOneCase(ProcessState, Protocol):
    """A state with its case, or without one if the process can hang on a child's record."""

    @property
    def case(self) -> str | None: ...


Kept = TypeVar("Kept", bound=StateOfOneCase)


class ProcessOfOneCase(Process[Kept]):
    """A process whose JSON view is its whole state."""

    state_type: type[Kept]
    """The dataclass of its state."""

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
