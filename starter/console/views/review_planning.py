"""The views of reviews of many plans: their counts, the year planner, and the reviews of one setting."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right, scope_of
from casework.processes.group import Group
from casework.reviews.open_counts import OPEN_MONTHS
from casework.reviews.planning_policy import PlanningPolicy, planning_policy
from casework.reviews.published_counts import IN_WORDS
from casework.reviews.year_planner import Fault, Proposal
from office import review_planning
from office.review_planning import NO_SETTING, Reviewed, ReviewsOfSetting
from records import staff
from records.settings import names_of_settings
from starter.console.views.paging import Wanted, page_of
from statute.words import short_date

EVERYONE, NO_OFFICER = "all", "none"
"""What an address says of the reviews of every officer, and of those without one."""
By = Literal["officer", "setting"]
_URN = "urn-"
_FAULTS: Mapping[Fault, str] = {
    "late": "After the latest day",
    "no_day": "No possible day",
    "no_limit": "Latest day not known",
    "full": "Officer has no time",
}


@dataclass(frozen=True, slots=True)
class PlannerAsked:
    """What a person asks of the year planner: whose reviews, which month, how they are spread, and which page."""

    at: str
    officer: str = EVERYONE
    setting: str = ""
    month: str = ""
    by: By = "officer"
    meetings_a_week: int | None = None
    months_early: int | None = None

    def query(self, **changed: str) -> dict[str, str]:
        """Return the parts of the address, with those that are changed."""
        kept = {
            "officer": self.officer,
            "setting": self.setting,
            "month": self.month,
            "by": self.by,
            "meetings_a_week": str(self.meetings_a_week or ""),
            "months_early": str(self.months_early) if self.months_early is not None else "",
        }
        return {name: value for name, value in (kept | changed).items() if value}

    def address(self, **changed: str) -> str:
        """Return the address of the planner, with what is changed."""
        return f"{self.at}/planner?{urlencode(self.query(**changed))}"

    def has(self, proposal: Proposal) -> bool:
        """Whether a proposal is among those that are asked for."""
        review = proposal.review
        return (
            self.officer in (EVERYONE, review.officer or NO_OFFICER)
            and self.setting in ("", review.setting or NO_SETTING)
            and self.month in ("", month_of(proposal))
        )


@dataclass(frozen=True, slots=True)
class Names:
    """The names that a page shows, by id: children by case, staff, and settings by their number."""

    children: Mapping[str, str]
    staff: Mapping[str, str]
    settings: Mapping[str, str]

    def setting(self, setting: str | None) -> str:
        """Return the name of a setting, or its number if the register does not have it."""
        if setting is None:
            return "No school or college known"
        urn = setting.removeprefix(_URN)
        return self.settings.get(urn) or f"URN {urn}"

    def officer(self, officer: str | None) -> str:
        """Return the name of an officer."""
        return self.staff.get(officer, officer) if officer else "No officer"


def names(
    session: Session, person: Person, settings: Collection[str | None], cases: Collection[str] = ()
) -> Names:
    """Return the names for some settings, and for the children of those cases whose personal data a person may read."""
    urns = [one.removeprefix(_URN) for one in settings if one]
    known = review_planning.names_of(session, person, cases) if cases else {}
    return Names(known, staff.names(session), names_of_settings(session, urns))


def links(person: Person, group: Group) -> list[tuple[str, str]]:
    """Return the pages for many reviews of a group that a person may open, each as its address and text."""
    at = group.shown.address
    pages = (
        (f"{at}/planner", "Year planner", Right.ACT),
        (f"{at}/settings", "By school or college", Right.SEE_CASELOAD),
        (f"{at}/counts", "Counts", Right.SEE_CASELOAD),
    )
    return [(href, text) for href, text, right in pages if scope_of(person, right) is not None]


def counted(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tables of counts in words. Each of the first leads to its reviews by the name of the count."""
    numbers = {"done": told["done"], "not_done": told["not_done"]}
    for kind in ("open_over", "not_held_over"):
        numbers |= {f"{kind}_{months}": told[kind][str(months)] for months in OPEN_MONTHS}
    rows = [(count_in_words(name), number, name) for name, number in numbers.items()]
    published = [
        (IN_WORDS[name.removesuffix(f"_{told['year']}")], count) for name, count in told["published"].items()
    ]
    return {"rows": rows, "published": published, "year": told["year"]}


def count_in_words(name: str) -> str:
    """Return what a count of reviews counts."""
    known = {
        "done": "Done: the decision was sent",
        "not_done": "Not done: the review was owed, and no decision was sent",
    }
    kind, _, months = name.rpartition("_")
    if kind == "open_over":
        return f"Open: held {months} months ago or more, not finished"
    return known.get(name) or f"Never held: owed {months} months ago or more"


def month_of(proposal: Proposal) -> str:
    """Return the month of a proposed day as an address has it; "none" without a day."""
    return proposal.on.isoformat()[:7] if proposal.on is not None else "none"


def month_in_words(month: str, *, short: bool = False) -> str:
    """Return a month as people read it."""
    if month == "none":
        return "No day"
    _, name, year = short_date(date.fromisoformat(f"{month}-01")).split(" ")
    return f"{name[:3] if short else name} {year}"


def planner(
    asked: PlannerAsked, found: Sequence[Proposal], known: Names, policy: PlanningPolicy, wanted: Wanted
) -> dict[str, Any]:
    """Return the page of the year planner: the months by officer or by setting, and the days to accept."""
    shown = [one for one in found if asked.has(one)]
    page = page_of(shown, wanted)
    shipped = planning_policy()
    return {
        "asked": asked,
        "months": _months(asked, found, known),
        "officers": _officers(found, known),
        "settings": _settings(found, known),
        "month_options": [
            {"value": one, "text": month_in_words(one)} for one in sorted({month_of(each) for each in found})
        ],
        "rows": [row(one, known) for one in page.rows],
        "total": page.total,
        "all": len(found),
        "to_accept": sum(one.on is not None and not one.accepted for one in page.rows),
        "paging": page.links(lambda number: asked.address(page=str(number))),
        "policy": policy,
        "is_changed": policy != shipped,
        "kept": asked.query(),
    }


def row(one: Proposal, known: Names) -> dict[str, Any]:
    """Return a proposal as a row of a page."""
    review = one.review
    return {
        "id": one.id,
        "case": review.case,
        "name": known.children.get(review.case, ""),
        "on": one.on,
        "value": f"{one.id} {one.on.isoformat()}" if one.on is not None else "",
        "latest": review.latest_meeting_on,
        "setting": known.setting(review.setting),
        "setting_id": review.setting or NO_SETTING,
        "officer": known.officer(review.officer),
        "accepted": one.accepted,
        "fault": _FAULTS[one.fault] if one.fault is not None else "",
        "because": one.because,
    }


def of_setting(found: Sequence[Reviewed], known: Names, today: date) -> list[dict[str, Any]]:
    """Return the reviews of one setting, or of one count, as rows."""
    return [
        {
            "id": one.id,
            "case": one.review.case,
            "name": known.children.get(one.review.case, ""),
            "stage": one.stage,
            "meeting": short_date(one.review.meeting_on) if one.review.meeting_on else "Not arranged",
            "latest": one.review.latest_meeting_on,
            "is_late": one.review.meeting_on is None
            and one.review.latest_meeting_on is not None
            and one.review.latest_meeting_on < today,
            "cycle_ends": one.review.cycle_ends_on,
            "officer": known.officer(one.review.officer),
        }
        for one in found
    ]


def by_setting(found: Sequence[ReviewsOfSetting], known: Names) -> list[dict[str, Any]]:
    """Return the settings with open reviews as rows."""
    return [
        {
            "id": one.setting or NO_SETTING,
            "name": known.setting(one.setting),
            "number": one.number,
            "to_arrange": one.to_arrange,
            "next_on": one.next_on,
        }
        for one in found
    ]


def _months(asked: PlannerAsked, found: Sequence[Proposal], known: Names) -> dict[str, Any]:
    """Return the number of proposed meetings in each month, by officer or by setting, each with its address."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in found:
        review = one.review
        key = (review.officer or NO_OFFICER) if asked.by == "officer" else (review.setting or NO_SETTING)
        counts[key][month_of(one)] += 1
    months = sorted(
        {month for each in counts.values() for month in each}, key=lambda one: (one == "none", one)
    )
    lines = [_line(asked, key, counts[key], months, known) for key in counts]
    return {
        "columns": [month_in_words(one, short=True) for one in months],
        "rows": sorted(lines, key=lambda one: (one["key"] == "none", one["name"])),
        "totals": [sum(each[month] for each in counts.values()) for month in months],
    }


def _line(
    asked: PlannerAsked, key: str, counts: Counter[str], months: Sequence[str], known: Names
) -> dict[str, Any]:
    theirs = replace(
        asked,
        officer=key if asked.by == "officer" else EVERYONE,
        setting=key if asked.by == "setting" else "",
    )
    none = key == "none"
    name = (
        known.officer(None if none else key)
        if asked.by == "officer"
        else known.setting(None if none else key)
    )
    return {
        "key": key,
        "name": name,
        "href": theirs.address(month=""),
        "all": counts.total(),
        "cells": [
            {"number": counts[month], "href": theirs.address(month=month), "month": month_in_words(month)}
            for month in months
        ],
    }


def _officers(found: Sequence[Proposal], known: Names) -> list[dict[str, str]]:
    ids = {one.review.officer for one in found}
    options = [{"value": each or NO_OFFICER, "text": known.officer(each)} for each in ids]
    every = {"value": EVERYONE, "text": "All officers"}
    return [every, *sorted(options, key=lambda one: (one["value"] == NO_OFFICER, one["text"]))]


def _settings(found: Sequence[Proposal], known: Names) -> list[dict[str, str]]:
    ids = {one.review.setting for one in found}
    options = [{"value": each or NO_SETTING, "text": known.setting(each)} for each in ids]
    return sorted(options, key=lambda one: (one["value"] == NO_SETTING, one["text"]))
