"""What was predicted in each week, and what came true: hits, false alarms and misses. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from casework.authority.local_policy import Warnings
from casework.forecast.came_true import Prediction, was_missed
from casework.measures.case_life import CaseLife


@dataclass(frozen=True, slots=True)
class PredictionWeek:
    """The predictions of one week for one team.

    A hit was predicted to be missed, and was. A false alarm was predicted to be missed, and was met. A miss was missed without
    a prediction. `met` were met as predicted, and of `not_known` the last day has not passed.
    """

    week_on: date
    team: str
    hits: int = 0
    false_alarms: int = 0
    misses: int = 0
    met: int = 0
    not_known: int = 0

    @property
    def predicted(self) -> int:
        """How many of the limits that have passed were predicted to be missed."""
        return self.hits + self.false_alarms

    @property
    def missed(self) -> int:
        """How many were missed."""
        return self.hits + self.misses


def prediction_weeks(
    predictions: Iterable[Prediction], lives: Mapping[str, CaseLife], policy: Warnings, as_at: date
) -> list[PredictionWeek]:
    """Return the weeks by Monday and team, newest first. A limit counts in the weeks shortly before its last day.

    A prediction about a case that is not there any more, or a limit that an accepted exception explains, is left out.
    """
    counted: dict[tuple[date, str], Counter[str]] = {}
    for one in predictions:
        life = lives.get(one.case_id)
        near = one.due_on - one.made_on <= timedelta(weeks=policy.foretold_weeks)
        if life is None or not near or one.limit in life.excused:
            continue
        monday = one.made_on - timedelta(days=one.made_on.weekday())
        counted.setdefault((monday, life.team or ""), Counter())[_what(one, life, policy, as_at)] += 1
    weeks = [PredictionWeek(week_on, team, **counts) for (week_on, team), counts in counted.items()]
    return sorted(weeks, key=lambda one: (-one.week_on.toordinal(), one.team))


def in_all(weeks: Iterable[PredictionWeek]) -> list[PredictionWeek]:
    """Return one row a week for all teams together, newest first."""
    found: dict[date, PredictionWeek] = {}
    for one in weeks:
        had = found.get(one.week_on, PredictionWeek(one.week_on, ""))
        found[one.week_on] = PredictionWeek(
            one.week_on,
            "",
            had.hits + one.hits,
            had.false_alarms + one.false_alarms,
            had.misses + one.misses,
            had.met + one.met,
            had.not_known + one.not_known,
        )
    return [found[week] for week in sorted(found, reverse=True)]


def _what(one: Prediction, life: CaseLife, policy: Warnings, as_at: date) -> str:
    if one.due_on >= as_at:
        return "not_known"
    predicted = round(100 * one.chance) >= policy.from_percent
    if was_missed(life, one.limit, one.due_on):
        return "hits" if predicted else "misses"
    return "false_alarms" if predicted else "met"
