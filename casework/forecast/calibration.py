"""The check of the forecast on months that it did not see, against two simpler ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from casework.case.rag import AMBER_WORKING_DAYS
from casework.forecast.came_true import was_missed
from casework.forecast.forecast import CaseForecast
from casework.forecast.model import Calendar, Staff, fit, open_requests
from casework.forecast.priors import Priors
from casework.forecast.simulation import forecast, limit
from casework.measures.case_life import CaseLife, StageSpan
from statute.clock_roles import FINAL_PLAN

MONTHS = 6
"""How many months are held back."""
DECILES = 10
_BEFORE = 12
"""How many months before a held-back one teach the simpler ways."""
_UNKNOWN = 0.5


@dataclass(frozen=True, slots=True)
class Predicted:
    """A prediction on a day: the stage, the colour by days left, the chance, and whether the twenty weeks were missed."""

    case_id: str
    on: date
    stage: str
    colour: str
    chance: float
    missed: bool


@dataclass(frozen=True, slots=True)
class Decile:
    """The predictions with a chance in one tenth: how many, their mean chance, and the share that came true."""

    above: float
    predictions: int
    predicted: float
    came_true: float


@dataclass(frozen=True, slots=True)
class Check:
    """The result: Brier scores (0 is perfect, lower is better) of the forecast and of the two simpler ways."""

    months: tuple[date, ...]
    predictions: int
    forecast: float
    stage_average: float
    days_left: float
    deciles: tuple[Decile, ...]

    @property
    def is_better(self) -> bool:
        """Whether the forecast beats both."""
        return self.forecast < min(self.stage_average, self.days_left)


def as_known(life: CaseLife, day: date) -> CaseLife | None:
    """Return a life as it was known at the end of a day, or None if the case had not begun."""
    if life.received_on is None or life.received_on > day:
        return None

    def known(on: date | None) -> date | None:
        return on if on is not None and on <= day else None

    ended = known(life.ended_on)
    assess, plan = known(life.decided_to_assess_on), known(life.decided_on_plan_on)
    return replace(
        life,
        decided_to_assess_on=assess,
        agreed_to_assess=life.agreed_to_assess if assess else None,
        decided_on_plan_on=plan,
        agreed_to_plan=life.agreed_to_plan if plan else None,
        draft_on=known(life.draft_on),
        final_on=known(life.final_on),
        ended_on=ended,
        ended_as=life.ended_as if ended else None,
        plan_ended_on=known(life.plan_ended_on),
        closed_on=known(life.closed_on),
        advice=tuple(
            replace(one, received_on=known(one.received_on), closed_on=known(one.closed_on))
            for one in life.advice
            if one.asked_on <= day
        ),
        stages=tuple(
            StageSpan(one.stage, one.from_on, known(one.to_on)) for one in life.stages if one.from_on <= day
        ),
    )


def all_known(lives: Sequence[CaseLife], day: date) -> list[CaseLife]:
    """Return the lives of the cases that had begun, as they were known at the end of a day."""
    return [known for one in lives if (known := as_known(one, day)) is not None]


def check(
    lives: Sequence[CaseLife],
    as_at: date,
    calendar: Calendar,
    given: Priors | None = None,
    staff: Staff | None = None,
    months: int = MONTHS,
) -> Check:
    """Return how the forecast of each held-back month did, for the cases whose twenty weeks have ended by `as_at`."""
    days = [_month_before(as_at, back) for back in range(months + _BEFORE, 0, -1)]
    held_back = [day for day in days if day in days[_BEFORE:]]
    outcomes = {one.case_id: one for one in lives}
    predicted: list[Predicted] = []
    for day in held_back:
        known = all_known(lives, day)
        model = fit(known, day, calendar, staff, given)
        told = {one.case_id: one for one in forecast(known, model)}
        predicted += _predicted(known, day, as_at, calendar, outcomes, told)
    taught = [
        one for day in days for one in _predicted(all_known(lives, day), day, as_at, calendar, outcomes, {})
    ]
    return Check(
        months=tuple(held_back),
        predictions=len(predicted),
        forecast=_brier([(one.chance, one.missed) for one in predicted]),
        stage_average=_taught(predicted, taught, outcomes, lambda one: one.stage),
        days_left=_taught(predicted, taught, outcomes, lambda one: one.colour),
        deciles=deciles(predicted),
    )


def deciles(predicted: Sequence[Predicted]) -> tuple[Decile, ...]:
    """Return how the predictions of each tenth of the chances did."""
    groups: dict[int, list[Predicted]] = defaultdict(list)
    for one in predicted:
        groups[min(int(one.chance * DECILES), DECILES - 1)].append(one)
    return tuple(
        Decile(
            tenth / DECILES,
            len(of),
            sum(one.chance for one in of) / len(of),
            sum(one.missed for one in of) / len(of),
        )
        for tenth, of in sorted(groups.items())
    )


def _predicted(
    known: Sequence[CaseLife],
    day: date,
    as_at: date,
    calendar: Calendar,
    outcomes: dict[str, CaseLife],
    told: dict[str, CaseForecast],
) -> list[Predicted]:
    """Return the predictions of a day whose limits have ended since. Without `told` only what came true counts."""
    found = []
    for life in open_requests(known):
        last = limit(life, FINAL_PLAN)
        if last is None or not day < last.due_on <= as_at:
            continue
        one = told.get(life.case_id)
        chance = one.chance_of_missing_final if one is not None else None
        found.append(
            Predicted(
                life.case_id,
                day,
                life.stages[-1].stage,
                _colour(day, last.due_on, calendar),
                _UNKNOWN if chance is None else chance,
                was_missed(outcomes[life.case_id], last.role, last.due_on),
            )
        )
    return found


def _colour(day: date, due_on: date, calendar: Calendar) -> str:
    left = sum(calendar.is_working(day + timedelta(days=one)) for one in range(1, (due_on - day).days + 1))
    return "amber" if left <= AMBER_WORKING_DAYS else "green"


def _taught(
    predicted: Sequence[Predicted],
    taught: Sequence[Predicted],
    outcomes: dict[str, CaseLife],
    group: Callable[[Predicted], str],
) -> float:
    """Return the Brier score of saying for each case the share of its group that missed, as known on the day."""
    scored = []
    for day in sorted({one.on for one in predicted}):
        missed: dict[str, list[bool]] = defaultdict(list)
        for one in taught:
            last = limit(outcomes[one.case_id], FINAL_PLAN)
            if one.on < day and last is not None and last.due_on <= day:
                missed[group(one)].append(one.missed)
        for one in predicted:
            if one.on == day:
                known = missed.get(group(one), [])
                scored.append((sum(known) / len(known) if known else _UNKNOWN, one.missed))
    return _brier(scored)


def _brier(scored: Sequence[tuple[float, bool]]) -> float:
    return sum((chance - missed) ** 2 for chance, missed in scored) / len(scored) if scored else 0.0


def _month_before(day: date, months: int) -> date:
    """Return the last day of the month that lies some months before a day."""
    count = day.year * 12 + day.month - 1 - months + 1
    return date(count // 12, count % 12 + 1, 1) - timedelta(days=1)
