"""The forecast, its check and its capacity as JSON and in words, the same for every way in."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from casework.forecast.calibration import Check
from casework.forecast.capacity import BOTH, OFFICERS, PSYCHOLOGISTS, Capacity, Need
from casework.forecast.forecast import CaseForecast
from casework.forecast.sittings import PanelYear
from statute.words import capital, listed

_WHO = {
    BOTH: "more officers and psychologists alike",
    OFFICERS: "other officers only",
    PSYCHOLOGISTS: "other psychologists only",
}


def as_json(one: CaseForecast) -> dict[str, Any]:
    """Return a forecast as JSON."""
    first, last = one.final_between or (None, None)
    return {
        "case": one.case_id,
        "next_limit": one.next_limit,
        "next_due_on": _day(one.next_due_on),
        "chance_of_missing_next": one.chance_of_missing_next,
        "final_due_on": _day(one.final_due_on),
        "chance_of_missing_final": one.chance_of_missing_final,
        "final_on": _day(one.final_on),
        "final_between": [_day(first), _day(last)] if first and last else None,
        "cause": one.cause,
        "because": one.because,
        "would_help": one.would_help,
        "label": "An estimate from this council's own past, not law",
    }


def check_as_json(found: Check) -> dict[str, Any]:
    """Return a check as JSON."""
    return {
        "months": [one.isoformat() for one in found.months],
        "predictions": found.predictions,
        "brier": {
            "forecast": found.forecast,
            "stage_average": found.stage_average,
            "days_left": found.days_left,
        },
        "is_better": found.is_better,
        "deciles": [asdict(one) for one in found.deciles],
    }


def capacity_as_json(found: Capacity) -> dict[str, Any]:
    """Return the capacity as JSON."""
    return {
        "requests": [
            {"month": f"{one.first:%Y-%m}", "requests": round(one.requests, 1)}
            for one in found.requests.months
        ],
        "requests_last_year": round(found.requests.last_year, 1),
        "officers": found.officers,
        "psychologists": found.psychologists,
        "share_today": found.share_today,
        "needs": [asdict(one) for one in found.needs],
        "meetings": _panel(found.meetings) if found.meetings is not None else None,
        "assumptions": list(found.assumptions),
    }


def _panel(found: PanelYear) -> dict[str, Any]:
    return {
        "days": list(found.days),
        "sittings": found.sittings,
        "bank_holidays": found.lost,
        "places_a_sitting": found.places_a_sitting,
        "places": found.places,
        "decisions": round(found.decisions, 1),
        "is_enough": found.is_enough,
        "months": [
            {"month": f"{one.first:%Y-%m}", "sittings": one.sittings, "places": one.places}
            for one in found.months
        ],
    }


def panel_in_words(found: PanelYear) -> str:
    """Return how often the panel sits, and whether its places suffice, in a few sentences."""
    days = listed([f"{capital(day)}s" for day in found.days], "and")
    lost = (
        f" {found.lost} of its days {'is a bank holiday' if found.lost == 1 else 'are bank holidays'}."
        if found.lost
        else ""
    )
    said = f"The panel sits on {days}: {found.sittings} times in the coming year.{lost}"
    need = f"About {found.decisions:.0f} cases will need a place"
    if found.places is None:
        return f"{said} {need}. Its places are not in the council’s policy."
    missing = found.decisions - found.places
    enough = "that is enough" if missing <= 0 else f"about {missing:.0f} are missing"
    return f"{said} {need}, and there are {found.places:.0f} places: {enough}."


def need_in_words(one: Need) -> str:
    """Return what a share in time needs, as one sentence."""
    return f"For {one.share:.0%} in time, with {_WHO[one.who]}: {staff_in_words(one)}."


def staff_in_words(one: Need) -> str:
    """Return the staff of a need: the numbers that change, and how many times today's they are."""
    if one.times is None:
        return "no number that was tried is enough"
    counts = [
        f"{number} {what}"
        for number, what, of in (
            (one.officers, "officers", (BOTH, OFFICERS)),
            (one.psychologists, "psychologists", (BOTH, PSYCHOLOGISTS)),
        )
        if number is not None and one.who in of
    ]
    times = f"{one.times:.1f} times today’s staff"
    return f"{' and '.join(counts)} ({times})" if counts else times


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
