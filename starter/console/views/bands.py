"""The funding pages of a case: the band, its profile, the decision and the payments, in the words of a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy.orm import Session

from casework.money.banding import Price, price_on, prices_of
from casework.money.decisions import Banding, Decision, levels_in
from casework.money.framework import Framework
from casework.money.pence import amount_read, pounds
from casework.plans.plan import AREAS
from casework.processes.question import Question
from office import band_views, banding, money
from office.band_letters import told_on
from office.band_panels import PanelHeld, panels_named
from office.banding import CaseMoney, GivenDecision, GivenLevel, GivenProfile
from office.refusals import ActRefused
from records import settings, staff
from records.database import Database
from starter.console.views.answers import read
from starter.console.views.setting_answers import SettingField, setting_field
from statute.facts import Event

Raw = Mapping[str, Sequence[str]]
STARTS: Final = Question("starts_on", "Start date", "date", required=True)
DECIDED: Final = Question("decided_on", "Date decided", "date", required=True)
LEFT: Final = Question("left_on", "Date of leaving", "date", required=True)
_WHO: Final = {"officer": "I decided as the officer", "by_panel": "A panel decided"}
"""Who can decide, besides a panel whose agenda is recorded here."""
TARGETS: Final = {one.name: f"{one.name}-day" for one in (STARTS, DECIDED, LEFT)}
"""The ids of the first input of each date."""


@dataclass
class Form:
    """A form as it was sent or first shown, with its errors by field."""

    raw: dict[str, list[str]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    def first(self, name: str) -> str:
        """Return the first value of a field, or an empty text."""
        return next(iter(self.raw.get(name, ())), "").strip()

    def all(self, name: str) -> list[str]:
        """Return every value of a field."""
        return list(self.raw.get(name, ()))


def overview(
    session: Session, found: CaseMoney, today: date, events: Sequence[Event], reads: Callable[[str], bool]
) -> dict[str, Any]:
    """Return the funding page: what holds now, and every decision. `reads` is whether the person may read a process."""
    names = staff.names(session)
    urns = {one.record.content["setting"].removeprefix("urn-") for one in found.decisions}
    of_settings = settings.names_of_settings(session, urns)
    panels = panels_named(session, {str(one.record.content.get("process") or "") for one in found.decisions})
    told = told_on(events)
    rows = [
        {
            **_decision(one, names, of_settings, today),
            "held": _panel(one, panels, reads),
            "told_on": told.get(one.id),
        }
        for one in found.decisions
    ]
    now = next((row for row in rows if found.now is not None and row["id"] == found.now.id), None)
    return {
        "now": now,
        "decisions": list(reversed(rows)),
        "profile": _profile(found, names) if found.profile else None,
        "f_changed": found.f_changed,
        "may_end": any(one.paid_to is None for one in found.decisions),
        "waits": found.profile is not None
        and not any(one.record.about == found.profile.banding_id for one in found.decisions),
    }


def schedule(session: Session, found: CaseMoney, until: date) -> dict[str, Any]:
    """Return the payments of a case up to a day."""
    lines = band_views.schedule_of(found, until)
    urns = {line.stay.setting.removeprefix("urn-") for line in lines}
    names = settings.names_of_settings(session, urns)
    rows = [
        {
            "starts": line.starts,
            "ends": line.ends,
            "days": line.days,
            "setting": names.get(line.stay.setting.removeprefix("urn-"), "Not recorded"),
            "band": line.stay.band,
            "yearly": pounds(line.price.top_up),
            "amount": pounds(line.pence),
        }
        for line in lines
    ]
    return {"lines": rows, "total": pounds(sum(line.pence for line in lines)), "until": until}


def profile_page(framework: Framework, found: CaseMoney, form: Form) -> dict[str, Any]:
    """Return the form of a profile: each category with its levels, and the rows of the plan that can show it."""
    needs = banding.needs_in(found.plan.content) if found.plan else []
    return {
        "framework": framework,
        "types": [
            {"value": one.id, "text": one.title, "checked": form.first("setting_type") == one.id}
            for one in framework.setting_types
        ],
        "categories": [
            {
                "id": category.id,
                "title": category.title,
                "levels": [
                    {
                        "value": str(level.level),
                        "text": f"Level {level.level}: {level.text}",
                        "checked": form.first(category.id) == str(level.level),
                    }
                    for level in category.levels
                ],
                "rows": [
                    {
                        "value": need.key,
                        "text": need.need or "Need without words",
                        "hint": {"text": "Section F: " + "; ".join(need.provision)}
                        if need.provision
                        else None,
                        "checked": need.key in form.all(f"rows-{category.id}"),
                    }
                    for need in needs
                    if not category.areas or need.area in category.areas
                ],
                "areas": ", ".join(AREAS[one] for one in category.areas),
                "says": form.first(f"says-{category.id}"),
            }
            for category in framework.categories
        ],
        "raw": form,
        "errors": form.errors,
    }


def first_profile(framework: Framework, found: CaseMoney, setting_type: str | None) -> Form:
    """Return the form as it is first shown: with the last profile of this framework, or empty."""
    raw: dict[str, list[str]] = {"setting_type": [setting_type or ""]}
    if found.profile is not None and found.profile.framework == framework.id:
        content = found.profile.content
        raw["setting_type"] = [content["setting_type"]]
        for name, one in content["levels"].items():
            raw |= {name: [str(one["level"])], f"rows-{name}": one["rows"], f"says-{name}": [one["says"]]}
    return Form(raw)


def given_profile(framework: Framework, form: Form) -> GivenProfile:
    """Return the profile that a form sent. A level that was not chosen is left out."""
    levels = {
        one.id: GivenLevel(
            int(form.first(one.id)), tuple(form.all(f"rows-{one.id}")), form.first(f"says-{one.id}")
        )
        for one in framework.categories
        if form.first(one.id).isascii() and form.first(one.id).isdecimal()
    }
    return GivenProfile(form.first("setting_type"), levels, framework.id)


def first_decision(found: CaseMoney, setting: str, today: date) -> Form:
    """Return the form of a decision as it is first shown: the computed band, decided today by the officer."""
    assert found.profile is not None
    parts = {"day": today.day, "month": today.month, "year": today.year}
    return Form(
        {
            "band": [str(found.profile.content["band"])],
            "setting": [setting.removeprefix("urn-")],
            "who": ["officer"],
            **{f"decided_on-{name}": [str(value)] for name, value in parts.items()},
        }
    )


def given_decision(form: Form, today: date) -> GivenDecision | None:
    """Return the decision that a form sent; None if it has errors, which are then in the form."""
    answers = read((STARTS, DECIDED), form.raw, today)
    form.errors |= answers.errors
    extra = 0
    try:
        extra = amount_read(form.first("extra").removeprefix("£").replace(",", "") or "0")
    except ValueError:
        form.errors["extra"] = "Further amount must be pounds, such as 1600 or 1600.50"
    who = form.first("who")
    if not who:
        form.errors["who"] = "Select who decided"
    if form.errors:
        return None
    return GivenDecision(
        starts_on=date.fromisoformat(answers.fields["starts_on"]),
        decided_on=date.fromisoformat(answers.fields["decided_on"]),
        covers=form.first("covers"),
        band=form.first("band") or None,
        reason=form.first("reason"),
        extra=extra,
        covers_says=form.first("covers_says"),
        by_panel=who == "by_panel",
        process=who if who not in _WHO else "",
        setting=form.first("setting"),
    )


def setting_asked(database: Database, form: Form) -> SettingField:
    """Return the field for the school or college that is paid."""
    return setting_field(database, "setting", "School or college (optional)", form.all("setting"))


def decision_page(
    framework: Framework, found: CaseMoney, form: Form, today: date, panels: Sequence[PanelHeld]
) -> dict[str, Any]:
    """Return the form of a decision: the computed band with its three elements, and every band of the framework."""
    assert found.profile is not None
    content = found.profile.content

    def worth(band: str) -> str:
        prices = prices_of(framework, band, content["setting_type"], Decimal(content["points"]))
        price = price_on(prices, today) or prices[0]
        return f"{pounds(price.top_up)} a year in {price.year}"

    prices = prices_of(framework, content["band"], content["setting_type"], Decimal(content["points"]))
    price = price_on(prices, today) or prices[0]
    computed = framework.band(content["band"])
    return {
        "framework": framework,
        "computed": computed.title if computed else content["band"],
        "points": content["points"],
        "elements": _elements(price),
        "bands": [
            {
                "value": one.id,
                "text": f"{one.title}: {worth(one.id)}",
                "selected": form.first("band") == one.id,
            }
            for one in framework.bands
        ],
        "plus": [one.title for one in framework.bands if one.plus],
        "provision": [need for need in banding.needs_in(found.plan.content) if need.provision]
        if found.plan
        else [],
        "raw": form,
        "errors": form.errors,
        "targets": TARGETS,
        "who": [
            {"value": value, "text": text, "checked": form.first("who") == value}
            for value, text in (
                ("officer", _WHO["officer"]),
                *((one.id, f"{one.heading} decided") for one in panels),
                ("by_panel", "Another panel decided" if panels else _WHO["by_panel"]),
            )
        ],
    }


def of_framework(session: Session, found: CaseMoney) -> Framework:
    """Return the framework of the last profile of a case. Raises ActRefused without a profile."""
    if found.profile is None:
        raise ActRefused("Profile the needs first: a decision needs the band that the profile gives.")
    return money.version_of(session, found.profile.framework, found.profile.version)


def _panel(
    one: Decision, panels: Mapping[str, PanelHeld], reads: Callable[[str], bool]
) -> dict[str, str | None] | None:
    held = panels.get(str(one.record.content.get("process") or ""))
    return {"text": held.heading, "href": held.address if reads(held.id) else None} if held else None


def _decision(
    one: Decision, names: Mapping[str, str], of_settings: Mapping[str, str], today: date
) -> dict[str, Any]:
    content = one.record.content
    price = price_on(one.prices, max(today, one.record.on)) or one.prices[0]
    later = [each for each in one.prices if each.starts > max(today, one.record.on)]
    return {
        "id": one.id,
        "band": one.band,
        "computed": content["computed"],
        "differs": one.is_override,
        "reason": one.record.because,
        "extra": pounds(content["extra"]) if content["extra"] else None,
        "who": "A panel" if content["by_panel"] else names.get(one.record.by, one.record.by),
        "decided_on": content["decided_on"],
        "has_setting": bool(content["setting"]),
        "setting": of_settings.get(content["setting"].removeprefix("urn-"), "Not recorded"),
        "starts_on": one.record.on,
        "paid_to": one.paid_to,
        "elements": _elements(price),
        "top_up": pounds(price.top_up),
        "later": [(each.starts, pounds(each.top_up)) for each in later],
        "covers": content["covers"],
        "covers_says": content["covers_says"],
        "framework": f"{one.record.framework} {one.record.version}",
    }


def _elements(price: Price) -> list[tuple[str, str]]:
    rows = [
        ("Element 1, the school’s core funding", price.core),
        ("Element 2, the school’s own funding for special educational needs", price.notional),
        ("Place", price.place),
        ("Element 3, the top-up that we pay", price.top_up),
    ]
    return [
        (text, f"{pounds(amount)} a year") for text, amount in rows if amount or text.startswith("Element 3")
    ]


def _profile(found: CaseMoney, names: Mapping[str, str]) -> dict[str, Any]:
    record: Banding | None = found.profile
    assert record is not None and found.framework is not None
    needs = {need.key: need.need for need in banding.needs_in(found.plan.content)} if found.plan else {}
    levels = levels_in(record.content)
    rows = []
    for category in found.framework.categories:
        kept = record.content["levels"][category.id]
        text = next(one.text for one in category.levels if one.level == levels[category.id])
        evidence = [needs.get(key, "A row that is no longer in the plan") for key in kept["rows"]]
        rows.append(
            {
                "title": category.title,
                "level": f"Level {levels[category.id]}: {text}",
                "evidence": [*evidence, *([kept["says"]] if kept["says"] else [])],
            }
        )
    band = found.framework.band(record.content["band"])
    return {
        "rows": rows,
        "band": band.title if band else record.content["band"],
        "points": record.content["points"],
        "on": record.on,
        "by": names.get(record.by, record.by),
        "framework": found.framework.name,
        "label": found.framework.label,
        "version": record.content["plan_version"],
    }
