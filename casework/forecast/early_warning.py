"""Early warnings: which limits of open cases are at risk, and when people hear of it. Pure.

People are warned once when the chance of missing a limit reaches the threshold of the council's policy. They are warned again
only after the chance fell clearly below it, or once when the day of their own plan has passed and the limit is still at risk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from casework.authority.local_policy import Warnings
from casework.forecast.forecast import CaseForecast
from casework.letters.notice import Notice
from casework.letters.notice_sentences import sentence
from casework.letters.staff_notices import MANAGER
from statute.clock_roles import DECIDE_ON_A_PLAN, DECIDE_TO_ASSESS, FINAL_PLAN
from statute.words import long_date

EARLY_WARNING: Final = "early_warning"
PLAN_PASSED: Final = "warning_plan_passed"
"""The kinds of alert: a limit is at risk, and the day of the plan for it has passed."""
_LIMITS: Mapping[str, str] = {
    role: title
    for roles, title in (
        (DECIDE_TO_ASSESS, "Decide whether to assess and tell the family"),
        (DECIDE_ON_A_PLAN, "Decide on a plan and tell the family"),
        (FINAL_PLAN, "Send the final plan"),
    )
    for role in roles
}
_SAME: Mapping[str, str] = {
    role: roles[0] for roles in (DECIDE_TO_ASSESS, DECIDE_ON_A_PLAN, FINAL_PLAN) for role in roles
}
"""A detained person has clocks of their own for the same limits."""


@dataclass(frozen=True, slots=True)
class Risk:
    """A limit of a case with the chance of missing it, in percent, and why in a sentence."""

    case_id: str
    limit: str
    due_on: date
    percent: int
    because: str


@dataclass(frozen=True, slots=True)
class EarlyWarning:
    """A warning. `over_on` is the day on which it was over; `plan_passed` the planned day that people were reminded of.

    `number` counts the warnings about one limit of a case.
    """

    case_id: str
    limit: str
    number: int
    due_on: date
    raised_on: date
    percent: int
    because: str
    over_on: date | None = None
    plan_passed: date | None = None

    @property
    def title(self) -> str:
        """The limit in words."""
        return title_of(self.limit)


@dataclass(frozen=True, slots=True)
class Decided:
    """What a night makes of a limit: the warning as it is now, and which alert people get, if any."""

    warning: EarlyWarning
    alert: Literal["early_warning", "warning_plan_passed"] | None


def title_of(limit: str) -> str:
    """Return a limit in words."""
    return _LIMITS.get(limit, limit.replace("_", " ").capitalize())


def risks_of(forecast: CaseForecast) -> Iterator[Risk]:
    """Yield the limits of a forecast that have a chance, each once: the next one, and the final plan."""
    seen = set()
    for limit, due_on, chance in (
        (forecast.next_limit, forecast.next_due_on, forecast.chance_of_missing_next),
        (str(FINAL_PLAN[0]), forecast.final_due_on, forecast.chance_of_missing_final),
    ):
        if limit is None or due_on is None or chance is None:
            continue
        same = _SAME.get(limit, limit)
        if same not in seen:
            seen.add(same)
            yield Risk(forecast.case_id, same, due_on, round(100 * chance), forecast.because)


def decide(
    risks: Iterable[Risk],
    known: Mapping[tuple[str, str], EarlyWarning],
    planned: Mapping[tuple[str, str], date],
    policy: Warnings,
    day: date,
) -> Iterator[Decided]:
    """Yield what changes after a day: warnings that begin, that are over, and plans whose day has passed.

    `known` holds the last warning about each limit of a case, `planned` the day of the last plan. A limit whose last day has
    passed is not warned of: the alert about a missed limit comes then.
    """
    now = {(one.case_id, one.limit): one for one in risks if one.due_on > day}
    for key, risk in now.items():
        if (made := _risen(risk, known.get(key), policy, day)) is not None:
            yield made
    for key, warning in known.items():
        if warning.over_on is not None:
            continue
        at_risk = now.get(key)
        if at_risk is None or at_risk.percent < policy.over_below_percent:
            yield Decided(replace(warning, over_on=day), None)
            continue
        by = planned.get(key)
        if by is not None and warning.raised_on <= by <= day and warning.plan_passed != by:
            still = replace(warning, percent=at_risk.percent, because=at_risk.because, plan_passed=by)
            yield Decided(still, PLAN_PASSED)


def _risen(risk: Risk, last: EarlyWarning | None, policy: Warnings, day: date) -> Decided | None:
    if risk.percent < policy.from_percent or (last is not None and last.over_on is None):
        return None
    number = last.number + 1 if last is not None else 1
    made = EarlyWarning(risk.case_id, risk.limit, number, risk.due_on, day, risk.percent, risk.because)
    return Decided(made, EARLY_WARNING)


def notices_of(decided: Decided, on: date) -> tuple[Notice, ...]:
    """The alerts to the officer and the team manager. They go with the daily digest."""
    one = decided.warning
    if decided.alert is None:
        return ()
    text = sentence(
        decided.alert,
        limit=one.title,
        due=long_date(one.due_on),
        chance=f"{one.percent} in 100",
        why=one.because,
        planned_on=long_date(one.plan_passed) if one.plan_passed else None,
    )
    return tuple(Notice(on, decided.alert, role, one.limit, None, text) for role in MANAGER)
