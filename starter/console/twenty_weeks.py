"""The chart of the 20 weeks of a case: today and the deadlines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from statute.clock_roles import ClockRole

_MARKS = {
    ClockRole.DECIDE_TO_ASSESS: "Decide to assess",
    ClockRole.DECIDE_ON_A_PLAN: "Decide on a plan",
    ClockRole.FINAL_PLAN: "Final plan",
}

_TWENTY_WEEKS = 140
"""In days."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A deadline on the chart. `at` is its position in percent of the chart's length."""

    label: str
    week: int
    due_on: str
    at: float
    status: str


@dataclass(frozen=True, slots=True)
class Weeks:
    """The chart. `at` is the position of today in percent of its length, `limit` that of the 20 weeks.

    It is 20 weeks long, or longer for a case that took longer. `length` is in weeks; `text` describes it in words.
    """

    week: int
    length: int
    at: float
    limit: float
    marks: tuple[Mark, ...]
    text: str
    closed: bool
    over: bool


def weeks_of(case: dict[str, Any], today: date) -> Weeks | None:
    """Return the chart of a case, or None if the date of receipt is unknown or the case is not an assessment."""
    if case["received_on"] is None or case["opens"] != "assessment":
        return None
    received = date.fromisoformat(case["received_on"])
    ended = date.fromisoformat(case["closed_on"]) if case["closed_on"] else None
    plan = next((one for one in case["obligations"] if one["role"] == ClockRole.FINAL_PLAN), None)
    until = date.fromisoformat(plan["met_on"]) if plan and plan["met_on"] else ended or today
    days = max(0, (until - received).days)
    length = max(_TWENTY_WEEKS, days, *_days_of_marks(case, received))
    marks = []
    for one in case["obligations"]:
        if one["role"] in _MARKS and one["of"] is None:
            due = (date.fromisoformat(one["due_on"]) - received).days
            marks.append(
                Mark(_MARKS[one["role"]], due // 7, one["due_on"], 100 * due / length, one["status"])
            )
    return Weeks(
        week=days // 7 + 1,
        length=-(-length // 7),
        at=100 * days / length,
        limit=100 * _TWENTY_WEEKS / length,
        marks=tuple(sorted(marks, key=lambda mark: mark.at)),
        text=_in_words(days, plan, ended is not None),
        closed=ended is not None,
        over=days > _TWENTY_WEEKS,
    )


def _days_of_marks(case: dict[str, Any], received: date) -> list[int]:
    return [
        (date.fromisoformat(one["due_on"]) - received).days
        for one in case["obligations"]
        if one["role"] in _MARKS and one["of"] is None
    ]


def _in_words(days: int, plan: dict[str, Any] | None, closed: bool) -> str:
    if plan and plan["met_on"]:
        return f"The final plan was issued {_weeks(days)} after the request."
    if closed:
        return f"The case ended {_weeks(days)} after the request."
    if days > _TWENTY_WEEKS:
        return f"The request was received {_weeks(days)} ago. This is {_days(days - _TWENTY_WEEKS)} over the 20 weeks."
    return f"The request was received {_weeks(days)} ago. There are {_days(_TWENTY_WEEKS - days)} left of the 20 weeks."


def _days(number: int) -> str:
    return f"{number} {'day' if number == 1 else 'days'}"


def _weeks(days: int) -> str:
    weeks, rest = divmod(days, 7)
    parts = [
        f"{number} {word}{'s' if number != 1 else ''}"
        for number, word in ((weeks, "week"), (rest, "day"))
        if number
    ]
    return " and ".join(parts) or "0 days"
