"""What was predicted, and what came true."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from casework.case.stages import DECIDING, GATHERING, UNDECIDED
from casework.measures.case_life import CaseLife
from statute.clock_roles import DECIDE_ON_A_PLAN, DECIDE_TO_ASSESS


@dataclass(frozen=True, slots=True)
class Prediction:
    """What was said of a case on a day: the chance of missing a limit, by its role, and the cause."""

    case_id: str
    made_on: date
    limit: str
    due_on: date
    chance: float
    cause: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A prediction whose limit has ended, and whether it was missed."""

    prediction: Prediction
    missed: bool


def came_true(predictions: Iterable[Prediction], lives: Mapping[str, CaseLife], as_at: date) -> list[Outcome]:
    """Return the outcome of each prediction whose last day was before `as_at`. One without its case is left out."""
    return [
        Outcome(one, was_missed(lives[one.case_id], one.limit, one.due_on))
        for one in predictions
        if one.due_on < as_at and one.case_id in lives
    ]


def was_missed(life: CaseLife, limit: str, due_on: date) -> bool:
    """Return whether a limit was still unmet after its last day. A case that ended before missed nothing."""
    met = met_on(life, limit)
    return met is None or met > due_on


def met_on(life: CaseLife, limit: str) -> date | None:
    """Return the day on which a limit on the way to a plan was met or ceased to count, or None."""
    group = UNDECIDED
    if limit in DECIDE_TO_ASSESS:
        group = DECIDING
    elif limit in DECIDE_ON_A_PLAN:
        group = DECIDING | GATHERING
    within = [one for one in life.stages if one.stage in group]
    return within[-1].to_on if within else life.received_on
