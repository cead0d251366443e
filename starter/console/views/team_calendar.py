"""The calendar of a team: a month with the number of entries of each day, or a week with the entries themselves."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from casework.access.permissions import Person
from office import team_calendar as office
from office.calendar_days import CalendarDay
from records import cases, team_calendar, tray
from starter.console.views.assignment import teams
from starter.console.views.calendar import Period, days_between, grid, views_of
from starter.console.views.today import may_be_named

MOST = 20
"""The most deadlines that a day of a week shows."""
MOST_IN_MONTH = 20
"""The most other entries that a day of a month shows."""


def address_of(team: str) -> str:
    """Return the address of the calendar of a team, to which a period is added."""
    return f"/manager/calendar?{urlencode({'team': team})}&"


def chosen_team(session: Session, person: Person, asked: str) -> tuple[str, list[dict[str, str]]]:
    """Return the team whose calendar a person sees, and the teams that they may choose: the one asked for, or the first."""
    found = [
        one for one in teams(session, person) if one["value"] and office.may_choose(person, one["value"])
    ]
    values = [one["value"] for one in found]
    return (asked if asked in values else next(iter(values), "")), found


def team_calendar_page(
    session: Session, person: Person, team: str, period: Period, today: date
) -> dict[str, Any]:
    """Return the context of the page. `named` is the number of children's names on it, for the access log."""
    dated = office.dated(session, person, team, period.first, period.last)
    within = office.within_team(person, team)
    limits = team_calendar.limit_counts(session, within, period.first, period.last)
    numbers = Counter(one.on for one in dated) + Counter(limits)
    by_day: dict[date, list[CalendarDay]] = defaultdict(list)
    for one in dated:
        by_day[one.on].append(one)
    days: list[dict[str, Any]] = []
    for on in days_between(period.first, period.last):
        shown = by_day[on]
        if period.kind == "week" and limits.get(on):
            shown += office.limits_on(session, person, team, on, MOST)
        left = max(0, len(shown) - MOST_IN_MONTH) if period.kind == "month" else 0
        if shown or period.kind == "week" or limits.get(on):
            days.append(
                {
                    "on": on,
                    "anchor": on.isoformat(),
                    "today": on == today,
                    "items": shown[:MOST_IN_MONTH] if left else shown,
                    "left": left,
                    "limits": limits.get(on, 0),
                    "more": max(0, limits.get(on, 0) - MOST) if period.kind == "week" else 0,
                }
            )
    rows = cases.those(session, sorted({one.of for each in days for one in each["items"]}))
    names = tray.names_of(session, [row.case_id for row in rows.values() if may_be_named(person, row)])
    return {
        "title": f"Team calendar: {period.title}",
        "period": period,
        "views": views_of(period, today, address_of(team)),
        "weeks": grid(period, numbers, today),
        "address": address_of(team),
        "days": days,
        "names": names,
        "named": len(names),
        "total": sum(numbers.values()),
    }
