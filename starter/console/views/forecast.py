"""The views of the forecast: likely misses with their causes, what other numbers would change, and the staff of the coming year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from casework.access.permissions import Person
from casework.forecast.capacity import Need
from casework.forecast.explanation import cause_in_words, in_ten, limit_in_words
from casework.forecast.what_if import BadWhatIf, keys, what_if
from office import forecast
from office.forecast import ImpossibleChange
from office.forecast_report import panel_in_words, staff_in_words
from office.team_scope import team_scope
from records import case_forecasts, tray
from records.case_forecasts import Asked, Row
from records.tray import UNASSIGNED
from starter.console.views.manager import manager_frame
from starter.console.views.paging import LONGEST, page_number, paging
from starter.console.views.paging import Wanted as Listed
from statute.words import capital

ADDRESS = "/manager/forecast"
_DAYS = {"7": "7 days", "14": "14 days", "31": "a month", "62": "two months"}
_USUAL_DAYS = "31"
_CHANCES = {"0": "Any chance", "0.3": "3 in 10 or more", "0.5": "5 in 10 or more", "0.8": "8 in 10 or more"}
_USUAL_CHANCE = "0.5"
_FILTERS = ("team", "officer", "cause", "days", "least")
_CHANGES = {
    "panel_weekly": ("Cases decided on in a week", "A whole number such as 12, or a change such as +2"),
    "officers": ("Officers", "A whole number such as 9, or a change such as +2"),
    "return_days": (
        "Calendar days until half of its advice is back",
        "A whole number such as 35, or a change such as -7",
    ),
}
"""The fields of the form that tries other numbers: label and hint."""
_MUST_BE = "must be a whole number such as 12, or a change such as +2 or -7"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address of the page asks for. An unknown value counts as none."""

    filters: Mapping[str, str]
    changes: Mapping[str, str]
    service: str
    page: int

    @property
    def days(self) -> int:
        """How many days ahead the limits end."""
        return int(self.filters["days"])

    def asked(self, today: date) -> Asked:
        """Return which forecasts to read."""
        team, officer, cause = (self.filters[name] or None for name in ("team", "officer", "cause"))
        last = today + timedelta(days=self.days)
        return Asked(
            today, last, float(self.filters["least"]), team, "" if officer == UNASSIGNED else officer, cause
        )

    def address(self, **changed: Any) -> str:
        """Return the address of the page with some parts changed."""
        usual = {"days": _USUAL_DAYS, "least": _USUAL_CHANCE}
        parts = {**self.filters, **self.changes, "service": self.service, "page": self.page, **changed}
        kept = {
            name: value
            for name, value in parts.items()
            if value and value != usual.get(name) and (name, value) != ("page", 1)
        }
        return f"{ADDRESS}?{urlencode(kept)}" if kept else ADDRESS


def wanted(query: Mapping[str, str]) -> Wanted:
    """Return what an address asks for."""
    filters = {name: query.get(name, "").strip()[:60] for name in _FILTERS}
    filters["days"] = filters["days"] if filters["days"] in _DAYS else _USUAL_DAYS
    filters["least"] = filters["least"] if filters["least"] in _CHANCES else _USUAL_CHANCE
    changes = {name: query.get(name, "").strip()[:20] for name in _CHANGES}
    number = page_number(query.get("page", ""))
    return Wanted(filters, changes, query.get("service", "").strip()[:60], number)


def page(session: Session, person: Person, ask: Wanted, today: date, most: int = LONGEST) -> dict[str, Any]:
    """Return the likely misses with the filters, and what other numbers would change where they are given."""
    within, shown = team_scope(person), manager_frame(session, person, ADDRESS, today)
    found = case_forecasts.counted(session, within, ask.asked(today))
    total = sum(found.values())
    number, last = Listed(ask.page, most).within(total)
    rows = case_forecasts.likely(session, within, ask.asked(today), most, (number - 1) * most)
    names = tray.names_of(session, {one.forecast.case_id for one in rows})
    people: Mapping[str, str] = shown["people"]
    unfiltered = Asked(today, today + timedelta(days=ask.days), float(ask.filters["least"]))
    offered = case_forecasts.counted(session, within, unfiltered)
    services = forecast.services_asked(session)
    return {
        **shown,
        "made_on": case_forecasts.newest(session),
        "rows": [_row(one, people, names) for one in rows],
        "named": len(names),
        "number": total,
        "causes": _causes(found),
        "filters": _filters(ask, offered, people),
        "chosen": _chosen(ask, people),
        "clear": ADDRESS,
        "paging": paging(number, last, lambda one: ask.address(page=one)),
        "fields": [
            {"name": name, "label": label, "hint": hint, "value": ask.changes[name]}
            for name, (label, hint) in _CHANGES.items()
        ],
        "services": [{"value": one, "text": capital(cause_in_words(one))} for one in services],
        "service": ask.service,
        "hidden": {name: value for name, value in ask.filters.items() if value},
        **_tried(session, person, ask, today, services),
    }


def capacity(session: Session, person: Person, today: date) -> dict[str, Any]:
    """Return the requests of the coming year, the staff that they need, and what is assumed."""
    made_on, found = forecast.kept_capacity(session, today)
    return {
        "made_on": made_on,
        **manager_frame(session, person, ADDRESS, today),
        "months": [
            {
                "first": one.first,
                "requests": round(one.requests),
                "meetings": found.meetings.months[place] if found.meetings else None,
            }
            for place, one in enumerate(found.requests.months)
        ],
        "meetings": found.meetings,
        "meetings_words": panel_in_words(found.meetings) if found.meetings else "",
        "total": round(found.requests.coming_year),
        "last_year": round(found.requests.last_year),
        "share_today": None if found.share_today is None else f"{found.share_today:.0%}",
        "shares": _shares(found.needs),
        "assumptions": found.assumptions,
    }


def _shares(needs: Iterable[Need]) -> list[dict[str, Any]]:
    """Return a row for each share in time: what it needs of both, of officers only, and of psychologists only."""
    rows: dict[float, dict[str, Any]] = {}
    for one in needs:
        row = rows.setdefault(one.share, {"share": f"{one.share:.0%}", "needs": {}})
        row["needs"][one.who] = capital(staff_in_words(one))
    return list(rows.values())


def of_case(session: Session, case_id: str) -> dict[str, Any] | None:
    """Return the estimate that the page of a case shows, or None where there is none."""
    row = case_forecasts.of_case(session, case_id)
    if row is None:
        return None
    told = row.forecast
    chance = told.chance_of_missing_final
    return {
        "made_on": row.made_on,
        "final_on": told.final_on,
        "between": told.final_between,
        "chance": in_ten(chance) if chance is not None and chance < 1 else None,
        "because": told.because,
        "would_help": told.would_help,
    }


def _tried(session: Session, person: Person, ask: Wanted, today: date, services: list[str]) -> dict[str, Any]:
    settings, errors = [], {}
    for name, value in ask.changes.items():
        key = _key(ask.service, services) if name == "return_days" else name
        if not value:
            continue
        if key is None:
            errors["service"] = "Select whose advice takes that many days"
            continue
        try:
            what_if([f"{key}={value}"], services)
            settings.append(f"{key}={value}")
        except BadWhatIf:
            errors[name] = f"{_CHANGES[name][0]} {_MUST_BE}"
    if errors or not settings:
        return {"errors": errors, "compared": None}
    try:
        until = today + timedelta(days=ask.days)
        return {
            "errors": {},
            "compared": forecast.compared(session, today, until, settings, team_scope(person)),
        }
    except ImpossibleChange as refusal:
        name = refusal.key if refusal.key in _CHANGES else "return_days"
        return {"errors": {name: f"{_CHANGES[name][0]} must leave at least 1"}, "compared": None}


def _key(service: str, services: list[str]) -> str | None:
    """Return the key of the return days of a service, or None if it is not one that was ever asked."""
    return (
        next((key for key in keys([service]) if key.endswith("_return_days")), None)
        if service in services
        else None
    )


def _row(one: Row, people: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
    told = one.forecast
    return {
        "case_id": told.case_id,
        "name": names.get(told.case_id, told.case_id),
        "limit": limit_in_words(told.next_limit or ""),
        "due_on": told.next_due_on,
        "chance": in_ten(told.chance_of_missing_next or 0.0),
        "final_on": told.final_on,
        "between": told.final_between,
        "because": told.because,
        "would_help": told.would_help,
        "officer": people.get(one.officer, one.officer) if one.officer else "Not assigned",
    }


def _causes(found: Mapping[tuple[str | None, str | None, str], int]) -> list[dict[str, Any]]:
    """Return how many cases each cause makes late, the most frequent first."""
    sums: dict[str, int] = {}
    for (_, _, cause), number in found.items():
        sums[cause] = sums.get(cause, 0) + number
    ordered = sorted(sums.items(), key=lambda one: (-one[1], one[0]))
    return [{"text": capital(cause_in_words(cause)), "number": number} for cause, number in ordered]


def _filters(
    ask: Wanted, offered: Mapping[tuple[str | None, str | None, str], int], people: Mapping[str, str]
) -> list[dict[str, Any]]:
    teams = sorted({team for team, _, _ in offered if team})
    officers = sorted({officer for _, officer, _ in offered if officer}, key=lambda one: people.get(one, one))
    unassigned = (
        [{"value": UNASSIGNED, "text": "Not assigned"}] if any(one[1] is None for one in offered) else []
    )
    causes = sorted({cause for _, _, cause in offered}, key=cause_in_words)
    choices = {
        "team": ("Team", [{"value": one, "text": capital(one)} for one in teams], "All"),
        "officer": (
            "Officer",
            [{"value": one, "text": people.get(one, one)} for one in officers] + unassigned,
            "All",
        ),
        "cause": ("Cause", [{"value": one, "text": capital(cause_in_words(one))} for one in causes], "All"),
        "days": ("Deadline within", [{"value": one, "text": text} for one, text in _DAYS.items()], None),
        "least": (
            "Chance of missing it",
            [{"value": one, "text": text} for one, text in _CHANCES.items()],
            None,
        ),
    }
    return [
        {"id": name, "label": label, "options": options, "chosen": ask.filters[name], "first": first}
        for name, (label, options, first) in choices.items()
    ]


def _chosen(ask: Wanted, people: Mapping[str, str]) -> list[dict[str, str]]:
    words = {
        "team": capital(ask.filters["team"]),
        "officer": people.get(ask.filters["officer"], "Not assigned"),
        "cause": capital(cause_in_words(ask.filters["cause"])),
    }
    return [
        {"text": text, "href": ask.address(page=1, **{name: ""})}
        for name, text in words.items()
        if ask.filters[name]
    ]
