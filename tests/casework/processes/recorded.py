"""A process of a case on which acts are recorded, each as its guard allows on its day."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from casework.case.actions import Act
from casework.processes.process_of_one_case import ProcessOfOneCase, StateOfOneCase

State = TypeVar("State", bound=StateOfOneCase)


def act(action: str, on: str, **fields: Any) -> Act:
    """Return an act on a day."""
    return Act(action, date.fromisoformat(on), None, fields)


def recorded(process: ProcessOfOneCase[State], begun: State, *acts: Act) -> State:
    """Return the state after some acts. Fails with the sentence of the refusal if one may not be recorded on its day."""
    found = begun
    for one in acts:
        assert (why := why_not(process, found, one)) == "", why
        found = process.after(found, one)
    return found


def why_not(process: ProcessOfOneCase[State], state: State, one: Act) -> str:
    """Return why an act may not be recorded on its day, or nothing."""
    assert one.on is not None
    return process.refusal(state, one, one.on, None) or ""
