"""The pages of a manager about bands, in the words of a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from casework.money.framework import Framework
from casework.money.pence import pounds
from casework.money.reconciliation import Compared
from casework.money.simulation import Group, Simulated
from office import money
from office.band_reports import Moderation
from office.money import Effect
from records import money as kept
from records import staff, tray
from records.tray import Within

_DAY = timedelta(days=1)
MOST_SHOWN = 50
"""The most rows of a list on these pages; the commands and the API give all."""
_RESULTS = {
    "paid": ("green", "Paid"),
    "underpaid": ("amber", "Paid too little"),
    "overpaid": ("amber", "Paid too much"),
    "not_paid": ("red", "Not paid"),
    "not_due": ("red", "Not due"),
}


def frameworks(session: Session, today: date) -> list[dict[str, Any]]:
    """Return the frameworks that are loaded, each with its state on a day."""
    names = staff.names(session)
    found = money.loaded(session)
    titles = {one.framework.id: one.framework.name for one in found}
    return [
        {
            "id": one.framework.id,
            "name": one.framework.name,
            "label": one.framework.label,
            "version": one.framework.version,
            "starts": one.framework.starts,
            "off_from": one.off_from or one.framework.off_from,
            "switched": one.off_from is not None,
            "state": _state(one, today),
            "by": names.get(one.by or "", one.by or "Not recorded"),
            "at": one.at,
            "fallback": [
                titles.get(each, "a framework that is not loaded")
                for each in dict.fromkeys(one.framework.fallback.values())
            ],
            "bands": len(one.framework.bands),
        }
        for one in found
    ]


def effect(session: Session, found: Effect, within: Within) -> dict[str, Any]:
    """Return what loading a version changes: the sums of all open decisions, and the cases that the person may see."""
    cases = [one.decision.record.case_id for one in found.repriced]
    cases += [one.record.case_id for one in found.without_band]
    seen = kept.visible_cases(session, within, cases)
    names = tray.names_of(session, seen)
    rows = [
        {
            "case": one.decision.record.case_id,
            "name": names.get(one.decision.record.case_id, one.decision.record.case_id),
            "band": one.decision.band,
            "starts": one.starts,
            "before": pounds(one.before),
            "after": pounds(one.after),
        }
        for one in found.repriced
        if one.decision.record.case_id in seen
    ]
    return {
        "framework": found.framework,
        "is_new": found.is_new,
        "number": len(found.repriced),
        "difference": pounds(found.difference),
        "rows": rows[:MOST_SHOWN],
        "more": len(found.repriced) - len(rows[:MOST_SHOWN]),
        "without": len(found.without_band),
        "named": len(names),
    }


def simulation(found: Simulated, framework: Framework, on: date) -> dict[str, Any]:
    """Return what a framework would cost, as tables."""
    types = {one.id: one.title for one in framework.setting_types}
    rows = [("All cases", found.whole)]
    rows += [(types.get(name, name), one) for name, one in sorted(found.by_setting_type.items())]
    moves = sorted(found.by_band.items(), key=lambda one: (-one[1].cases, one[0]))
    return {
        "framework": framework,
        "on": on,
        "rows": [_group(text, one) for text, one in rows],
        "moves": [_group(f"{before} to {after}", one) for (before, after), one in moves],
        "chosen": found.chosen,
        "left_out": len(found.left_out),
        "why": sorted({why for _, why in found.left_out})[:MOST_SHOWN],
    }


def moderation(session: Session, found: Moderation) -> dict[str, Any]:
    """Return a sample with the first and the second bands, and how far they agree."""
    names = staff.names(session)
    children = tray.names_of(session, {one.case for one in found.sample})
    agreed = found.agreement
    return {
        "drawn_from": found.drawn_from,
        "rows": [
            {
                "case": one.case,
                "name": children.get(one.case, one.case),
                "first": one.first if one.second is not None else None,
                "second": one.second,
                "by": names.get(one.by, one.by),
                "second_by": names.get(one.second_by or "", one.second_by or ""),
            }
            for one in found.sample
        ],
        "agreed": agreed.agreed,
        "of": agreed.of,
        "rate": agreed.rate,
        "kappa": agreed.kappa,
        "named": len(children),
    }


def compared(rows: Iterable[Compared]) -> list[dict[str, Any]]:
    """Return what is due and paid, the differences first."""
    found = [
        {
            "case": one.case,
            "starts": one.starts,
            "ends": one.ends,
            "due": pounds(one.due),
            "paid": pounds(one.paid),
            "difference": pounds(one.paid - one.due),
            "colour": _RESULTS[one.result][0],
            "result": _RESULTS[one.result][1],
        }
        for one in rows
    ]
    return sorted(found, key=lambda one: (one["colour"] == "green", one["case"], one["starts"]))


def said(faults: Sequence[str]) -> str:
    """Return the first fault of a file, and how many more there are."""
    more = f". There are {len(faults) - 1} more faults below" if len(faults) > 1 else ""
    return faults[0].removesuffix(".") + more


def day_raw(name: str, day: date) -> dict[str, list[str]]:
    """Return a date as the three fields of a form."""
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {f"{name}-{part}": [str(value)] for part, value in parts.items()}


def year_before(last: date) -> date:
    """Return the first day of the financial year that ends on a day."""
    return last.replace(year=last.year - 1) + _DAY


def _state(one: money.InForce, today: date) -> tuple[str, str]:
    if one.is_off(today):
        return "closed", "Off"
    return ("running", "Not in force yet") if one.framework.starts > today else ("green", "In force")


def _group(text: str, one: Group) -> dict[str, Any]:
    return {
        "text": text,
        "cases": one.cases,
        "before": pounds(one.before),
        "after": pounds(one.after),
        "difference": pounds(one.after - one.before),
        "winners": f"{one.winners} ({pounds(one.gained)})",
        "losers": f"{one.losers} ({pounds(one.lost)})",
        "unchanged": one.unchanged,
    }
