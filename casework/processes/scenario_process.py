"""A process that a scenario calls: its opening, and the acts recorded in it with their days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.case.actions import Act, Action
from casework.case.particulars import wrong_shape
from statute.errors import BadFacts
from statute.words import listed


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """An act to record in a process on a day. If `act` is None, only time passes, so moments may come."""

    on: date
    act: Act | None


@dataclass(frozen=True, slots=True)
class Planned:
    """A process of a scenario: the fields of its opening, the day of the call, who acts in it, and its steps in order.

    `first` is the act that calls it, if it is called in a case.
    """

    fields: Mapping[str, Any]
    called_on: date
    by: str
    steps: tuple[PlannedStep, ...]
    first: Act | None = None


def planned_in_case(
    noun: str, acts: Mapping[str, Action], first: str, place: int, row: Any, case_id: str, opened_on: date
) -> Planned:
    """A process that is called in the case of the scenario, from its row.

    The row holds `on`, `by`, the fields of the first act, and later `acts`, each with its name as `act`. Raises BadFacts
    with one sentence.
    """
    where = f"{noun.capitalize()} {place}"
    if not isinstance(row, Mapping):
        raise BadFacts(f'{where} is not an object; write an object with "on" and the fields of the act.')
    rest = dict(row)
    by, later = str(rest.pop("by", "scenario")), rest.pop("acts", [])
    if not isinstance(later, list) or not all(isinstance(each, Mapping) for each in later):
        raise BadFacts(f'{where}: "acts" is not a list of objects.')
    begins = _act(where, acts[first], rest)
    if begins.on is None or begins.on < opened_on:
        raise BadFacts(f"{where} begins before the case was opened; correct its day.")
    steps = []
    for each in later:
        written = dict(each)
        name = str(written.pop("act", ""))
        if name not in acts:
            raise BadFacts(f"{where}: there is no act {name!r}; the acts are {listed(acts)}.")
        act = _act(where, acts[name], written)
        steps.append(PlannedStep(act.on or begins.on, act))
    return Planned({"case": case_id}, begins.on, by, tuple(sorted(steps, key=lambda step: step.on)), begins)


def _act(where: str, action: Action, written: dict[str, Any]) -> Act:
    """An act from its row in a scenario: its day and its fields."""
    act = Act(action.name, day_of(f"{where}: on", written.pop("on", None)), None, written)
    kept = {field.name: "note" for field in action.fields if field.kind == "text" and field.name in written}
    if (why := wrong_shape(action, Act(action.name, act.on, None, {**written, **kept}))) is not None:
        raise BadFacts(f"{where}: {why}")
    return act


def day_of(where: str, written: Any) -> date:
    """A day from a scenario. Raises BadFacts with one sentence."""
    try:
        return date.fromisoformat(str(written))
    except ValueError:
        raise BadFacts(f"{where} is {written!r}; write it as YYYY-MM-DD, such as 2024-03-04.") from None
