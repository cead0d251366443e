"""The moments of a placement: alerts before and after its limits, sessions without a mark, and checks of a provider that run out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from casework.case.moment import Role
from casework.processes.ap_placement.codes import content_of
from casework.processes.ap_placement.limits import calendar_of, owed
from casework.processes.ap_placement.placement import Placement
from casework.processes.telling import ProcessMoment, ToCase
from statute.obligation import Obligation
from statute.words import short_date

DUE_SOON, MISSED, UNMARKED, CHECKS = "due_soon", "missed", "sessions_unmarked", "provider_checks"
_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)
_AHEAD = timedelta(weeks=10)
"""How far ahead a week with sessions is looked for: longer than any holiday."""
_THERE = frozenset({"started", "returning"})


@dataclass(frozen=True, slots=True)
class _Step:
    """A step: the day it comes, what it is, what it is about, and the day that it tells of."""

    on: date
    why: str
    about: str
    day: date

    @property
    def kind(self) -> str:
        return f"{self.why}:{self.about}:{self.day.isoformat()}"


def next_moment(placement: Placement, done: frozenset[str], today: date) -> ProcessMoment | None:
    """Return the next moment. What was missed while no one recorded anything comes at once, each step once."""
    if placement.is_over:
        return None
    steps = [one for one in _steps(placement, today) if one.kind not in done]
    if not steps:
        return None
    first = min(steps, key=lambda one: (one.on, one.kind))
    return ProcessMoment(first.on, first.kind, _waits_for(first))


def after_moment(placement: Placement, kind: str, today: date) -> tuple[Placement, tuple[ToCase, ...]]:
    """Return the placement after a moment, and what to report to its case, if it has one."""
    why, about, day = kind.split(":")
    if why == CHECKS:
        return replace(placement, asked_again=placement.asked_again + 1), ()
    if placement.case is None:
        return placement, ()
    if why == UNMARKED:
        fields = {"day": day, "provider": str(placement.matched("provider"))}
        return placement, (ToCase(placement.case, "placement_unmarked", fields, of=placement.id),)
    fields = {"why": why, "about": about, "day": day}
    return placement, (ToCase(placement.case, "placement_waits", fields, of=placement.id),)


def moment_text(kind: str, *, has_case: bool = True) -> str:
    """Return the text of a moment that has come. Without a case no one is written to; the lists show the day."""
    why, about, day = kind.split(":")
    on = short_date(date.fromisoformat(day))
    if not has_case and why != CHECKS:
        return _noted(why, about, on)
    match why:
        case "provider_checks":
            return f"the provider is looked up again: a check of it runs out on {on}"
        case "sessions_unmarked":
            return f"sessions of the week of {on} have no mark; the provider is chased"
        case "due_soon":
            return f"people were reminded of “{title_of(about)}”, due on {on}"
    return f"“{title_of(about)}” was due on {on} and is not done; people were told"


def _noted(why: str, about: str, on: str) -> str:
    if why == UNMARKED:
        return f"sessions of the week of {on} have no mark; ask the provider"
    return f"“{title_of(about)}” {'is' if why == DUE_SOON else 'was'} due on {on}{'' if why == DUE_SOON else ' and is not done'}"


def title_of(role: str) -> str:
    """Return the title of a limit, by its role."""
    pack = content_of("limits")["pack"]
    rules = {rule["id"]: str(rule["title"]) for rule in pack["rules"]}
    titles = {clock["role"]: rules[clock["rule"]] for clock in pack["clocks"]}
    return titles.get(role, "a limit")


def roles_of(why: str, role: str) -> tuple[Role, ...]:
    """Return who is told at a step of a limit; no one for a limit that is not known."""
    told = content_of("limits")["alerts"].get(role, {})
    days = [days for days in told if (days == 0) == (why == MISSED)]
    return tuple(told[days[0]]) if days else ()


def is_missed(placement: Placement, done: frozenset[str]) -> bool:
    """Return whether a limit was missed and is still not met. `done` holds the moments that have come."""
    if placement.is_over:
        return False
    return any(
        f"{MISSED}:{one.role}:{one.due_on.isoformat()}" in done
        for one in owed(placement, placement.last_on or date.min)
    )


def _steps(placement: Placement, today: date) -> Iterator[_Step]:
    for limit in owed(placement, today):
        steps = sorted(_of_limit(placement, limit), key=lambda one: one.on)
        late = [one for one in steps if one.on <= today]
        yield from late[-1:]
        yield from (one for one in steps if one.on > today)
    if placement.stage_code in _THERE:
        yield from _unmarked(placement, today)
        yield from _checks(placement)


def _of_limit(placement: Placement, limit: Obligation) -> Iterator[_Step]:
    """Yield the steps of a limit: those before its last day that had not passed when it began, and the day after it."""
    calendar, role = calendar_of(placement), str(limit.role)
    for days in content_of("limits")["alerts"][role]:
        if days == 0:
            yield _Step(limit.due_on + _DAY, MISSED, role, limit.due_on)
            continue
        on = calendar.add_working_days(limit.due_on, days)
        if on >= limit.started_on:
            yield _Step(on, DUE_SOON, role, limit.due_on)


def _unmarked(placement: Placement, today: date) -> Iterator[_Step]:
    """Yield the last week so far with too many sessions without a mark, and the next one that would have them."""
    late: _Step | None = None
    for step in _short_weeks(placement, today + _AHEAD):
        if step.on > today:
            yield step
            break
        late = step
    if late is not None:
        yield late


def _short_weeks(placement: Placement, until: date) -> Iterator[_Step]:
    """Yield each week with too many sessions without a mark, on the first working day after it."""
    started = placement.started_on
    if started is None or placement.tier == "tier_1" or placement.last("match_provider") is None:
        return
    calendar = calendar_of(placement)
    monday = started - timedelta(days=started.weekday())
    while monday <= until:
        if _expected(placement, monday) - _marked(placement, monday) >= placement.policy["unmarked_sessions"]:
            yield _Step(calendar.add_working_days(monday + _WEEK - _DAY, 1), UNMARKED, "week", monday)
        monday += _WEEK


def _expected(placement: Placement, monday: date) -> int:
    """Return how many sessions a week should have: those agreed, at most two for each school day of the placement in it."""
    calendar, started = calendar_of(placement), placement.started_on or date.max
    days = [monday + timedelta(days=place) for place in range(5)]
    open_days = sum(calendar.is_school_day(day) for day in days if day >= started)
    return min(int(placement.matched("sessions")), 2 * open_days)


def _marked(placement: Placement, monday: date) -> int:
    found = [
        int(fact.fields["marked"])
        for fact in placement.facts
        if fact.event == "mark_attendance" and str(fact.fields["week"]) == monday.isoformat()
    ]
    return found[-1] if found else 0


def _checks(placement: Placement) -> Iterator[_Step]:
    until = placement.provider.get("checked_until")
    if until:
        day = date.fromisoformat(str(until))
        yield _Step(day - timedelta(days=placement.policy["provider_check_days"]), CHECKS, "soon", day)
        yield _Step(day + _DAY, CHECKS, "over", day)


def _waits_for(step: _Step) -> str:
    day = short_date(step.day)
    match step.why:
        case "provider_checks":
            return f"the provider is looked up again, because a check of it runs out on {day}"
        case "sessions_unmarked":
            return f"if sessions of the week of {day} have no mark, the provider is chased"
        case "due_soon":
            return f"if it is not done, people are reminded of “{title_of(step.about)}”, due on {day}"
    return f"if it is not done, people are told that “{title_of(step.about)}” was missed"
