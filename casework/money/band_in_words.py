"""A decision on a band in the words of the letter that tells it: what is paid, from when, and how it was worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from casework.money.banding import Price, price_on
from casework.money.decisions import Decision
from casework.money.framework import Framework
from casework.money.pence import pounds
from statute.words import long_date

BAND_FACTS: Final[Mapping[str, str]] = {
    "band": "the band that was decided",
    "band_framework": "the framework of bands, with its version",
    "band_label": "the words that say what the framework is, such as local policy",
    "band_from": "the first day that is paid",
    "band_until": "the last day that is paid, if it is known",
    "band_year": "the year of the amounts",
    "band_top_up": "the top-up of a year, element 3",
    "band_core": "element 1 of a year, if the framework has it",
    "band_notional": "element 2 of a year, if the framework has it",
    "band_place": "the money for the place in a year, if the framework has it",
    "band_later": "the top-up of the years that follow, each with its first day",
    "band_extra": "the part of the top-up that was agreed above the band",
    "band_paid": "how often it is paid",
    "band_days": "the number of days that a year's amount is divided by",
    "band_last_day": "whether the day of leaving is paid, in words",
    "band_points": "the points that the profile of needs gives",
    "band_setting_type": "the type of setting",
    "band_computed": "the band that the framework computes",
    "band_differs": "whether another band, or a further amount, was decided than was computed, in words",
    "band_decided_on": "the day on which the band was decided",
}
"""What a letter may say of a band: the names of its facts, each with what it is."""
_OFTEN = {"month": "each month", "quarter": "each quarter", "year": "once a year"}
_LAST_DAY = {True: "The day of leaving is paid.", False: "The day of leaving is not paid."}


@dataclass(frozen=True, slots=True)
class ToldBand:
    """A decision on a band with the version of the framework that it was made on."""

    decision: Decision
    framework: Framework


def band_in_words(told: ToldBand, day: date) -> dict[str, str | None]:
    """Return the facts of a letter of a day about a band; None for what the decision or the framework does not have."""
    decision, framework = told.decision, told.framework
    record, content = decision.record, decision.record.content
    since = max(day, record.on)
    price = price_on(decision.prices, since)
    kind = next((one.title for one in framework.setting_types if one.id == decision.setting_type), None)
    return {
        "band": _title(framework, decision.band),
        "band_framework": f"{framework.name}, version {framework.version}",
        "band_label": framework.label,
        "band_from": long_date(record.on),
        "band_until": long_date(decision.paid_to) if decision.paid_to else None,
        **_amounts(price),
        "band_later": _later(decision.prices, since),
        "band_extra": pounds(content["extra"]) if content["extra"] else None,
        "band_paid": _OFTEN[content["every"]],
        "band_last_day": _LAST_DAY[bool(content["last_day_paid"])],
        "band_points": str(content["points"]),
        "band_setting_type": kind or decision.setting_type,
        "band_computed": _title(framework, content["computed"]),
        "band_differs": "yes" if decision.is_override else None,
        "band_decided_on": long_date(date.fromisoformat(content["decided_on"])),
    }


def _title(framework: Framework, band: str) -> str:
    found = framework.band(band)
    return found.title if found is not None else band


def _amounts(price: Price | None) -> dict[str, str | None]:
    if price is None:
        return {}
    return {
        "band_year": price.year,
        "band_top_up": pounds(price.top_up),
        "band_core": pounds(price.core) if price.core else None,
        "band_notional": pounds(price.notional) if price.notional else None,
        "band_place": pounds(price.place) if price.place else None,
        "band_days": str(price.days),
    }


def _later(prices: tuple[Price, ...], since: date) -> str | None:
    said = [
        f"{pounds(one.top_up)} a year from {long_date(one.starts)}" for one in prices if one.starts > since
    ]
    return "; ".join(said) or None
