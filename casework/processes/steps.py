"""The steps that come in a process when time passes: each comes once, and of a ladder that was missed only the latest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from casework.processes.telling import ProcessMoment
from statute.words import short_date

_MARK = ":"


class AnyStep(Protocol):
    """A step: the day it comes, its code, and the moment that it is."""

    @property
    def on(self) -> date: ...

    @property
    def why(self) -> str: ...

    @property
    def kind(self) -> str: ...


OfLadder = TypeVar("OfLadder", bound=AnyStep)


@dataclass(frozen=True, slots=True)
class Step:
    """A step besides the alerts of a limit: the day it comes, its code, the day that it tells of, and what it is about."""

    on: date
    why: str
    day: date
    about: str | None = None

    @property
    def kind(self) -> str:
        parts = (self.why, self.about, self.day.isoformat())
        return _MARK.join(part for part in parts if part is not None)


def step_of(moment: str) -> Step:
    """Return the step that a moment was, as of the day that it tells of."""
    why, *about, day = moment.split(_MARK)
    on = date.fromisoformat(day)
    return Step(on, why, on, about[0] if about else None)


def next_of(
    steps: Iterable[Step], done: frozenset[str], waits: Mapping[str, str], alert: ProcessMoment | None = None
) -> ProcessMoment | None:
    """Return the first moment of the steps that have not come and the alert of a limit. `waits` says what each step waits for."""
    found = [ProcessMoment(one.on, one.kind, waits[one.why]) for one in steps if one.kind not in done]
    found += [alert] if alert is not None else []
    return min(found, key=lambda one: (one.on, one.kind), default=None)


def text_of(moment: str, came: Mapping[str, str]) -> str:
    """Return the text of a step that has come. `came` holds a sentence for each code, with a place for the day."""
    step = step_of(moment)
    return came[step.why].format(short_date(step.day))


def next_of_ladder(
    ladder: Iterable[OfLadder], done: frozenset[str], today: date, since: date, again: str
) -> OfLadder | None:
    """Return the latest step of a ladder that is due and has not come, or else the next one.

    `ladder` is in order of days. A step before the day `since`, on which the time began, does not come. `again` is the code
    of the step that repeats: it comes on its own day only, after the step before it came.
    """
    reached: OfLadder | None = None
    for step in ladder:
        if step.on > today:
            return reached or step
        if step.kind in done:
            reached = None
        elif step.why == again:
            reached = reached or (step if step.on == today else None)
        elif step.on >= since:
            reached = step
    return reached
