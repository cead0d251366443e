"""A plan for the local area in a scenario: one object in "inclusion-plans" with `on`, `type`, `lead`, `signer` and `acts`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from casework.case.actions import Act
from casework.case.particulars import wrong_shape
from casework.inclusion_plan.plan_types import PLAN_TYPES
from casework.processes.area_strategy.acts import ACTS, FROZEN
from casework.processes.scenario_process import Planned, PlannedStep, day_of
from statute.errors import BadFacts
from statute.words import listed

_NAMES: Final = frozenset({"on", "type", "lead", "signer", "until", "acts"})
_LEAD: Final = "scenario"


def planned_strategy(place: int, row: Any, opened_on: date) -> Planned:
    """Return the plan of a scenario, from its row and its place in the list. Raises BadFacts with one sentence.

    `until` is a day until which time passes, so that reminders come.
    """
    where = f"Plan {place}"
    if not isinstance(row, Mapping) or (unknown := sorted(set(row) - _NAMES)):
        wrong = f"{unknown[0]!r} is not known" if isinstance(row, Mapping) else "it is not an object"
        raise BadFacts(f"{where}: {wrong}; a plan has {listed(sorted(_NAMES))}.")
    began = day_of(f"{where}: on", row.get("on"))
    if began < opened_on:
        raise BadFacts(f"{where} starts before the case was opened; correct its day.")
    kind, lead = str(row.get("type", next(iter(PLAN_TYPES)))), str(row.get("lead", _LEAD))
    if kind not in PLAN_TYPES:
        raise BadFacts(f"{where}: type is {kind!r}; choose from {listed(PLAN_TYPES)}.")
    fields = {
        "type": kind,
        "lead": lead,
        "signer": str(row.get("signer", lead)),
        "opened_on": began.isoformat(),
    }
    steps = [_step(where, each) for each in row.get("acts", ())]
    if "until" in row:
        steps.append(PlannedStep(day_of(f"{where}: until", row["until"]), None))
    return Planned(fields, began, lead, tuple(sorted(steps, key=lambda step: step.on)))


def _step(where: str, written: Any) -> PlannedStep:
    if not isinstance(written, Mapping) or str(written.get("act")) not in set(ACTS) - {FROZEN}:
        name = written.get("act") if isinstance(written, Mapping) else written
        raise BadFacts(
            f"{where}: there is no act {name!r}; the acts are {listed(one for one in ACTS if one != FROZEN)}."
        )
    action = ACTS[str(written["act"])]
    on = day_of(f"{where}: on", written.get("on"))
    fields = {name: value for name, value in written.items() if name not in ("act", "on")}
    kept = {each.name: "note" for each in action.fields if each.kind == "text" and each.name in fields}
    if (why := wrong_shape(action, Act(action.name, on, None, {**fields, **kept}))) is not None:
        raise BadFacts(f"{where}: {why}")
    return PlannedStep(on, Act(action.name, on, None, fields))
