"""The coming reminders of a plan for the local area. All are local policy, and none is a limit in law."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from casework.processes.area_strategy.strategy import (
    DRAFTING,
    IN_REVIEW,
    PUBLISHED,
    TO_SIGN,
    Strategy,
    Version,
)
from casework.processes.telling import ProcessMoment
from statute.strict_reading import yaml_from

_DAYS: Final[dict[str, int]] = yaml_from(
    Path(__file__).with_name("reminders.yaml").read_text(encoding="utf-8")
)
_QUARTERS: Final = 4
SAID: Final = {
    "drafting": "the plan is still being drafted",
    "review": "the partnership has had the plan for its review",
    "sign_off": "a partner has not signed off",
    "priority_soon": "a priority is due soon",
    "priority_late": "a priority is late",
    "measures": "the measures of the priorities are due this quarter",
    "refresh_soon": "the yearly refresh is due soon",
    "refresh": "the yearly refresh is due",
}
"""Each reminder as a clause."""


def next_moment(plan: Strategy, done: frozenset[str]) -> ProcessMoment | None:
    """Return the next reminder, which comes unless a person acts first. Each comes once."""
    coming = [one for one in _moments(plan) if one.kind not in done]
    return min(coming, key=lambda one: (one.on, one.kind), default=None)


def next_day(plan: Strategy) -> date:
    """Return the next day that matters: when the refresh or a priority is due, or the stage is to be looked at."""
    if plan.is_over:
        return plan.since
    dues = [one.due_on for one in plan.priorities if one.is_open] if plan.stage == PUBLISHED else []
    version = plan.published
    if version is not None and plan.stage == PUBLISHED:
        return min([refresh_on(version), *dues])
    days = {DRAFTING: "drafting_days", IN_REVIEW: "review_days", TO_SIGN: "sign_off_days"}[plan.stage]
    return plan.since + timedelta(days=_DAYS[days])


def refresh_on(version: Version) -> date:
    """Return the day on which a version is to be refreshed."""
    return _months_after(version.published_on, _DAYS["refresh_months"])


def _moments(plan: Strategy) -> Iterator[ProcessMoment]:
    if plan.is_over:
        return
    if plan.stage == PUBLISHED:
        yield from _of_published(plan)
        return
    name = {DRAFTING: "drafting", IN_REVIEW: "review", TO_SIGN: "sign_off"}[plan.stage]
    yield _moment(next_day(plan), name, plan.since.isoformat())


def _of_published(plan: Strategy) -> Iterator[ProcessMoment]:
    version = plan.published
    assert version is not None
    number = str(version.number)
    due = refresh_on(version)
    yield _moment(due - timedelta(days=_DAYS["refresh_days_before"]), "refresh_soon", number)
    yield _moment(due, "refresh", number)
    for quarter in range(1, _QUARTERS):
        day = _months_after(version.published_on, quarter * _DAYS["measures_months"])
        yield _moment(day, "measures", f"{number}-{quarter}")
    for one in plan.priorities:
        if one.is_open:
            about = f"{one.id}-{one.due_on.isoformat()}"
            soon = max(one.due_on - timedelta(days=_DAYS["priority_days_before"]), plan.since)
            yield _moment(soon, "priority_soon", about)
            yield _moment(one.due_on + timedelta(days=1), "priority_late", about)


def _moment(on: date, name: str, about: str) -> ProcessMoment:
    return ProcessMoment(on, f"{name}:{about}", f"reminder by local policy, {SAID[name]}")


def _months_after(day: date, months: int) -> date:
    """Return the same day of the month some months later, or the last of that month."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day.day, last))


def is_late(plan: Strategy, done: frozenset[str]) -> bool:
    """Return whether the refresh or an open priority is past its day."""
    late = {one.partition(":")[2] for one in done if one.startswith("priority_late:")}
    priorities = any(one.is_open and f"{one.id}-{one.due_on.isoformat()}" in late for one in plan.priorities)
    version = plan.published
    return priorities or (
        plan.stage == PUBLISHED and version is not None and f"refresh:{version.number}" in done
    )


def in_words(name: str) -> str:
    """Return a reminder that came, in words for the ledger."""
    return f"reminder by local policy: {SAID[name]}"
