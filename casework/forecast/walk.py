"""One possible course of a case from today to its end, drawn from the model."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from casework.case.stages import Stage
from casework.forecast.durations import Durations
from casework.forecast.model import Model, stage_now
from casework.forecast.what_if import SHORT_NAMES, BadWhatIf, WhatIf
from casework.measures.case_life import CaseLife

WORK_DAYS_IN_A_WEEK, DAYS_IN_A_WEEK = 5, 7
_NEW = -1
_ASSESSING = Stage.ASSESSING.value


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes as the walk applies them: the pace of officers' stages, and by service how its time is stretched and shifted.

    A service with (0.5, -2) takes half its days of work, less two.
    """

    officers: float = 1.0
    services: Mapping[str, tuple[float, int]] | None = None


Step = tuple[str, float, float]
"""A step of a course: its stage or service, its whole length, and the part that is still to come, in days of work."""


class Course(NamedTuple):
    """A course: when the case left each stage, when and how it ended, and the steps of the way. In days of work."""

    left: Mapping[str, float]
    ended: float
    ended_as: str
    steps: Sequence[Step]


@dataclass(frozen=True, slots=True)
class Start:
    """Where a case stands: its stage, since when, how old that is, its officer's pace, and its advice.

    `pending` holds the advice that is still out: service, durations, when it was asked, and its age (-1: not asked yet).
    `last_in` is when the newest advice came, with its service.
    """

    stage: str
    since: float
    age: int
    now: float
    officer_pace: float
    pending: tuple[tuple[str, Durations, float, int], ...]
    last_in: tuple[float, str]


def check_changes(model: Model, wished: WhatIf) -> None:
    """Check that each change leaves at least 1 of today's number. Raises BadWhatIf with its key."""
    short = {service: name for name, service in SHORT_NAMES.items()}
    changes = [
        ("panel_weekly", wished.weekly_places, model.weekly_places),
        ("officers", wished.officers, model.officers),
        *(
            (f"{short.get(name, name)}_return_days", change, _calendar_days(model.service(name).median))
            for name, change in wished.return_days.items()
        ),
    ]
    for key, change, today in changes:
        if change is not None and change.applied_to(today) < 1:
            said = f"{key} is about {round(today)} today, and this change leaves less than 1; write a smaller change."
            raise BadWhatIf(said, key)


def _calendar_days(work_days: float) -> float:
    return work_days * DAYS_IN_A_WEEK / WORK_DAYS_IN_A_WEEK


def changes_of(model: Model, wished: WhatIf) -> Changes:
    """Return the changes of a what-if as the walk applies them. Raises BadWhatIf if one leaves too little."""
    check_changes(model, wished)
    officers = 1.0
    if wished.officers is not None:
        then = wished.officers.applied_to(model.officers)
        officers = 1.0 / stretched(model.priors.officers_share, model.officers / then)
    services = {}
    for name, change in wished.return_days.items():
        today = model.service(name).median
        then = change.applied_to(_calendar_days(today)) * WORK_DAYS_IN_A_WEEK / DAYS_IN_A_WEEK
        services[name] = (1.0, round(then) - today)
    return Changes(officers, services)


def stretched(share: float, load: float) -> float:
    """Return how much longer work takes when each person has `load` times as much, if a share of its time depends on them."""
    return 1.0 - share + share * load


def new_request(model: Model, since: float) -> Start:
    """Return where a request stands that is received at a point of the days of work."""
    return Start(next(iter(model.stages)), since, _NEW, since, 1.0, (), (since, _ASSESSING))


def start_of(life: CaseLife, model: Model) -> Start:
    """Return where an open request stands."""
    stage = stage_now(life)
    if stage is None:
        raise ValueError(f"{life.case_id} has ended, so it has no forecast")
    since, now = model.pace.at(life.stages[-1].from_on), model.pace.at(model.as_at)
    pending: list[tuple[str, Durations, float, int]] = []
    last_in = (since, stage.value)
    if stage is Stage.ASSESSING:
        for one in life.advice:
            asked = model.pace.at(one.asked_on)
            if one.received_on is None:
                pending.append((one.service, model.service(one.service), asked, round(now - asked)))
            else:
                last_in = max(last_in, (model.pace.at(one.received_on), one.service))
        if not life.advice:
            pending = [(name, model.service(name), now, _NEW) for name in model.usual_services]
    pace = model.officer_pace.get(life.officer or "", 1.0)
    return Start(stage.value, since, round(now - since), now, pace, tuple(pending), last_in)


def walk(start: Start, model: Model, random: Random, changes: Changes, wait: float = 0.0) -> Course:
    """Return one course. `wait` is the longer (or shorter) wait for a place at the panel, in days of work."""
    stage, at, age = start.stage, start.since, start.age
    left: dict[str, float] = {}
    steps: list[Step] = []
    draw, waits_for_place = random.random, model.waits_for_place
    while stage in model.stages:
        chance, turn, what = draw(), draw(), stage
        if stage == _ASSESSING and (start.pending or model.usual_services or age >= 0):
            took, what = _gathering(start, model, draw, changes, at, age, chance)
        else:
            pace = start.officer_pace * changes.officers if stage in model.officers_stages else 1.0
            took = model.stages[stage].draw(chance, age, pace)
        if wait and stage == waits_for_place:
            took = max(took + wait, age + 1, 1)
        steps.append((what, took, took - age if age > 0 else took))
        at += took
        left[stage] = at
        names, shares = model.goes_to[stage]
        stage, age = names[bisect_left(shares, turn)], _NEW
    return Course(left, at, stage, steps)


def _gathering(
    start: Start,
    model: Model,
    draw: Callable[[], float],
    changes: Changes,
    at: float,
    age: int,
    chance: float,
) -> tuple[float, str]:
    """Return how long the advice takes from `at` on, and the service that is last."""
    waits = draw() < model.waits_for_advice
    is_now = age >= 0
    ready, last = start.last_in if is_now else (at, _ASSESSING)
    services = changes.services
    for name, durations, asked, asked_age in start.pending if is_now else model.usual_advice:
        took = durations.draw(draw(), asked_age)
        if services and name in services:
            factor, shift = services[name]
            took = max(round(took * factor) + shift, asked_age + 1, 1)
        back = (asked if is_now else at) + took
        if back > ready:
            ready, last = back, name
    if not waits:
        return model.stages[_ASSESSING].draw(chance, age), last
    done_for = round(start.now - ready) if is_now and not start.pending else _NEW
    took_all = ready - at + model.after_advice.draw(chance, done_for)
    return max(took_all, age + 1), last
