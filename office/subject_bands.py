"""The bands of a child's cases in words, for the index of a subject access export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from casework.money.pence import pounds
from statute.words import short_date

Row = Mapping[str, Any]


def bands_in_words(bandings: Iterable[Row], payments: Iterable[Row]) -> list[str]:
    """Return a sentence for each record of a band, and for each payment, in the order of their days."""
    found = [((str(row["on"]), str(row["at"])), _record(row)) for row in bandings]
    found += [
        (
            (str(row["starts"]), ""),
            f"Paid {pounds(row['pence'])} for {_day(row['starts'])} to {_day(row['ends'])}.",
        )
        for row in payments
    ]
    return [text for _, text in sorted(found, key=lambda one: one[0])]


def _record(row: Row) -> str:
    on, content = _day(row["on"]), row["content"]
    because = f" {row['because']}" if row["because"] else ""
    match row["kind"]:
        case "decision":
            rest = f" {content['covers_says']}" if content["covers_says"] else ""
            return f"Band {content['decided']} from {on}; the computed band is {content['computed']}.{because}{rest}"
        case "ending":
            return f"Payments ended on {on}.{because}"
        case "repriced":
            return f"The amounts of the band changed from {on}."
    levels = "; ".join(
        f"{name.replace('_', ' ')}, level {one['level']}" + (f" ({one['says']})" if one["says"] else "")
        for name, one in content["levels"].items()
    )
    what = "Profile of needs" if row["kind"] == "profile" else "Second profile of needs"
    return f"{what} on {on}, band {content['band']}: {levels}."


def _day(written: Any) -> str:
    return short_date(date.fromisoformat(str(written)))
