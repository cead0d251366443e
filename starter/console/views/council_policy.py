"""The page of the council's policy: what is in force, in words, and what each version changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from casework.authority.local_policy import LocalPolicy, Steps, StepsOfLimit
from casework.measures.measure import MEASURES
from records.local_policy import PolicyVersion
from statute.words import capital, days, listed

_WHO: Mapping[str, str] = {
    "case_officer": "the case officer",
    "team_manager": "the team manager",
    "head_of_service": "the head of service",
    "service_manager": "the manager of the service",
}
_LIMITS: Mapping[str, str] = {
    "decide_to_assess": "Decide whether to assess",
    "decide_on_a_plan": "Decide on a plan",
    "final_plan": "Send the final plan",
}
Row = tuple[str, list[str]]


def sections(
    policy: LocalPolicy, schedule: Mapping[str, Any], closures: Mapping[str, int]
) -> list[dict[str, Any]]:
    """Return each part of the policy with its rows: a name, and lines in words."""
    parts: list[tuple[str, str, Iterable[Row]]] = [
        (
            "Teams",
            "The teams of your case officers.",
            ((key, [one.name]) for key, one in policy.teams.items()),
        ),
        ("Reminders and alerts", "They move no date of the law.", _ladders(policy)),
        ("Early warnings", "From an estimate of your own past cases. It is not law.", _warnings(policy)),
        ("Targets", "Your own. They are not law.", _targets(policy)),
        ("Panel days and capacity", "What you have to meet the deadlines.", _capacity(policy)),
        (
            "School closures",
            "A closure only proposes an exception. A person accepts it.",
            _closures(closures),
        ),
        (
            "How long records are kept",
            "If there are several periods, the longest counts.",
            _retention(schedule),
        ),
    ]
    return [{"title": title, "hint": hint, "rows": list(rows)} for title, hint, rows in parts]


def _ladders(policy: LocalPolicy) -> Iterator[Row]:
    ladders = policy.ladders
    yield "Deadlines of the law", _steps(ladders.limit)
    yield "Advice that is late", _steps(ladders.late_advice)
    yield "Your own targets", _steps(ladders.target)
    yield "Time limits in guidance", _steps(ladders.guidance)
    advisers = [f"{one} weeks" for one in ladders.chase_advice_weeks]
    yield "Advisers are reminded", [f"{listed(advisers, 'and')} after you ask" if advisers else "Never"]
    settings = [days(one) for one in ladders.chase_setting_days]
    yield (
        "Settings are reminded",
        [f"{listed(settings, 'and')} after you consult them" if settings else "Never"],
    )


def _steps(given: Steps) -> list[str]:
    lines = [f"{_when(one.working_days)}: {_who(one.to)}" for one in given.steps]
    if isinstance(given, StepsOfLimit):
        every = (
            "Every working day" if given.repeats.every == 1 else f"Every {given.repeats.every} working days"
        )
        lines.append(f"{every} after that: {_who(given.repeats.to)}")
    return lines or ["Never"]


def _when(working_days: int) -> str:
    if working_days == 0:
        return "The day after the last day"
    number = -working_days
    return f"{number} working {'day' if number == 1 else 'days'} before the last day"


def _who(roles: Iterable[str]) -> str:
    return listed([_WHO[role] for role in roles], "and")


def _warnings(policy: LocalPolicy) -> Iterator[Row]:
    one = policy.warnings
    yield "People are warned", [f"If the chance of missing a deadline is {one.from_percent} in 100 or more"]
    yield "The warning is over", [f"If the chance falls below {one.over_below_percent} in 100"]
    yield "Predictions of a week", [f"About deadlines in the next {one.foretold_weeks} weeks"]


def _targets(policy: LocalPolicy) -> Iterator[Row]:
    for role, weeks in policy.targets.weeks.items():
        yield _LIMITS[role], [f"Within {weeks} weeks of the request"]
    if policy.targets.in_time_percent is not None:
        yield "Plans in time", [f"{policy.targets.in_time_percent} of 100"]
    for name, percent in policy.targets.measures.items():
        measure = MEASURES[name]
        yield measure.name, [f"At {'most' if measure.target == 'at_most' else 'least'} {percent}%"]


def _capacity(policy: LocalPolicy) -> Iterator[Row]:
    if policy.panel_days:
        yield "Panel days", [listed([capital(day) for day in policy.panel_days], "and")]
    held = policy.capacity
    for name, number in (
        ("Case officers, full-time equivalents", held.officers),
        ("Psychologists, full-time equivalents", held.psychologists),
        ("Panel places a week", held.panel_places_a_week),
    ):
        if number is not None:
            yield name, [f"{number:g}"]


def _closures(closures: Mapping[str, int]) -> Iterator[Row]:
    for authority, number in closures.items():
        yield authority, [f"{number} closures"]


def _retention(schedule: Mapping[str, Any]) -> Iterator[Row]:
    since = {"birth": "birth", "closure": "the end of the case"}
    for name, title in (("with_plan", "Cases with a plan"), ("without_plan", "Cases without a plan")):
        yield title, [f"{one['years']} years from {since[one['since']]}" for one in schedule[name]]


def history(versions: Iterable[PolicyVersion], name: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return each version with who put it in force, why, and what it did to open cases."""
    return [
        {
            "version": one.version,
            "at": one.changed_at,
            "by": name(one.by),
            "because": one.because,
            "effects": one.effects,
        }
        for one in versions
    ]
