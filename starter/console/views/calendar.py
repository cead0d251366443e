"""The calendar of a person: a month or a week, day by day."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from casework.access.permissions import Person
from office import calendar_feed
from office.calendar_days import CalendarDay, days_of
from records import cases, tray
from starter.console.views.today import may_be_named
from statute.words import short_date

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_EARLIEST, _LATEST = date(2014, 9, 1), date(2099, 12, 31)
ADDRESS = "/calendar?"
_MONTHS = tuple(calendar.month_name)


@dataclass(frozen=True, slots=True)
class Period:
    """The days of a page of the calendar, its code in an address, and the addresses of the pages before and after it."""

    kind: str
    first: date
    last: date
    code: str
    title: str
    before: str
    after: str


def period_of(query: Mapping[str, str], today: date, address: str = ADDRESS) -> Period:
    """Return the period that an address asks for; this month if it asks for none. `address` begins those around it."""
    if query.get("week"):
        return _week(_day_of(query["week"]) or today, address)
    return _month(_day_of(f"{query.get('month', '')}-01") or today, address)


def calendar_page(
    session: Session, person: Person, period: Period, today: date, feed_key: bytes
) -> dict[str, Any]:
    """Return the context of the page. `named` is the number of children's names on it, for the access log."""
    found = days_of(session, person, period.first, period.last)
    rows = cases.those(session, sorted({one.of for one in found}))
    names = tray.names_of(session, [row.case_id for row in rows.values() if may_be_named(person, row)])
    by_day: dict[date, list[CalendarDay]] = defaultdict(list)
    for one in found:
        by_day[one.on].append(one)
    days = days_between(period.first, period.last)
    return {
        "title": f"Calendar: {period.title}",
        "period": period,
        "views": views_of(period, today),
        "weeks": grid(period, {on: len(items) for on, items in by_day.items()}, today),
        "weekdays": list(calendar.day_name),
        "days": [
            {"on": on, "anchor": on.isoformat(), "today": on == today, "items": by_day.get(on, [])}
            for on in days
            if by_day.get(on) or period.kind == "week"
        ],
        "names": names,
        "named": len(names),
        "total": len(found),
        "has_feed": calendar_feed.path_of(session, person, feed_key) is not None,
    }  # fmt: skip


def views_of(period: Period, today: date, address: str = ADDRESS) -> list[dict[str, Any]]:
    """Return the links to the month and the week of a period."""
    month, week = f"month={_month_code(period.first)}", f"week={_in_view(period, today).isoformat()}"
    return [
        {"href": f"{address}{month}", "text": "Month", "current": period.kind == "month"},
        {"href": f"{address}{week}", "text": "Week", "current": period.kind == "week"},
    ]


def grid(period: Period, numbers: Mapping[date, int], today: date) -> list[list[dict[str, Any]]]:
    """Return the weeks of a month, each with seven days and the number of entries; nothing for a week.

    A day outside the month has no number.
    """
    weeks: list[list[dict[str, Any]]] = []
    if period.kind != "month":
        return weeks
    monday = period.first - timedelta(days=period.first.weekday())
    while monday <= period.last:
        weeks.append(
            [
                {
                    "on": on,
                    "inside": period.first <= on <= period.last,
                    "number": numbers.get(on, 0),
                    "today": on == today,
                }
                for on in days_between(monday, monday + _WEEK - _DAY)
            ]
        )
        monday += _WEEK
    return weeks


def _month(day: date, address: str) -> Period:
    first = day.replace(day=1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    before, after = max(first - _DAY, _EARLIEST), min(last + _DAY, _LATEST)
    return Period(
        "month",
        first,
        last,
        _month_code(first),
        f"{_MONTHS[first.month]} {first.year}",
        f"{address}month={_month_code(before)}",
        f"{address}month={_month_code(after)}",
    )


def _week(day: date, address: str) -> Period:
    first = day - timedelta(days=day.weekday())
    return Period(
        "week",
        first,
        first + _WEEK - _DAY,
        first.isoformat(),
        f"week of {short_date(first)}",
        f"{address}week={(first - _WEEK).isoformat()}",
        f"{address}week={(first + _WEEK).isoformat()}",
    )


def _in_view(period: Period, today: date) -> date:
    return today if period.first <= today <= period.last else period.first


def _month_code(day: date) -> str:
    return f"{day:%Y-%m}"


def _day_of(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _EARLIEST <= day <= _LATEST else None


def days_between(first: date, last: date) -> list[date]:
    """Return the days of a period, in order."""
    return [first + _DAY * number for number in range((last - first).days + 1)]
