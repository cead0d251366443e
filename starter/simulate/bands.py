"""Bands and tariffs in a scenario: local policy beside its case, which moves no date of it.

The steps stand under "bands", each with its day: load a framework, profile the needs, decide, end, or switch a framework off.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from casework.plans.plan import AREAS, BadPlan, content_of, plan_of
from office import band_views, banding, money
from office.banding import GivenDecision, GivenLevel, GivenProfile
from office.refusals import ActRefused
from records import plans
from records.database import Database
from statute.errors import BadFacts
from statute.local_time import start_of_day
from statute.written_date import read_day

_OFFICER, _MANAGER = "officer-1", "manager-1"
_CHILD = "The child of the scenario"


@dataclass(frozen=True, slots=True)
class BandStep:
    """A step of the bands of a scenario."""

    on: date
    do: str
    fields: Mapping[str, Any]


def take_bands(written: Any) -> tuple[BandStep, ...]:
    """Return the steps of a scenario, in the order of their days. Raises BadFacts with one sentence."""
    if not isinstance(written, list):
        raise BadFacts('"bands" is not a list of steps; leave it out where there is none.')
    return tuple(sorted((_step(place, row) for place, row in enumerate(written, 1)), key=lambda one: one.on))


def _step(place: int, row: Any) -> BandStep:
    if not isinstance(row, dict) or row.get("do") not in _DOES:
        raise BadFacts(f'Step {place} of "bands" needs "do": one of {", ".join(_DOES)}.')
    known, needed = _DOES[row["do"]].known, _DOES[row["do"]].needed
    for name in (*needed, "on"):
        if name not in row:
            raise BadFacts(f'Step {place} of "bands" ({row["do"]}) needs {name}.')
    if unknown := sorted(set(row) - {"do", "on", *needed, *known}):
        raise BadFacts(f'Step {place} of "bands" ({row["do"]}): {unknown[0]!r} is not known.')
    try:
        on = read_day(row["on"])
    except (ValueError, TypeError) as wrong:
        raise BadFacts(f'Step {place} of "bands": on is {row["on"]!r}, which {wrong}.') from None
    return BandStep(on, row["do"], {name: value for name, value in row.items() if name not in ("do", "on")})


def play_bands(
    database: Database, case_id: str, steps: tuple[BandStep, ...], until: date
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Play the steps. Returns the bands of the case with its payments up to a day, and what was refused."""
    refused = []
    for step in steps:
        try:
            _DOES[step.do].play(database, case_id, step)
        except (ActRefused, BadPlan, TypeError, ValueError, AttributeError, KeyError) as wrong:
            why = str(wrong) if isinstance(wrong, ActRefused | BadPlan) else "Its fields have the wrong form."
            refused.append({"on": step.on.isoformat(), "action": f"band_{step.do}", "of": None, "why": why})
    with database.read() as session:
        told = band_views.case_as_json(session, case_id, until)
        lines = band_views.schedule_of(banding.of_case(session, case_id, until), until)
        return {**told, "schedule": band_views.lines_as_json(session, lines)}, refused


def _load(database: Database, case_id: str, step: BandStep) -> None:
    name = step.fields["framework"]
    texts = money.shipped()
    if name not in texts:
        raise ActRefused(f"{name!r} is no example; choose from {', '.join(texts)}.")
    money.load(database, texts[name], _MANAGER, step.on)


def _plan(database: Database, case_id: str, step: BandStep) -> None:
    rows = [
        {"need": one["need"], "provision": [{"what": each} for each in one["provision"]]}
        for one in step.fields["rows"]
    ]
    area = step.fields.get("area", next(iter(AREAS)))
    plan = plan_of({"about": {"name": _CHILD}, "areas": {area: {"rows": rows}}})
    with database.write() as session:
        plans.save_plan(session, case_id, content_of(plan), _OFFICER, start_of_day(step.on))


def _profile(database: Database, case_id: str, step: BandStep) -> None:
    says = step.fields.get("evidence", {})
    levels = {
        name: GivenLevel(level, says=says.get(name, "")) for name, level in step.fields["levels"].items()
    }
    given = GivenProfile(step.fields["setting_type"], levels, step.fields.get("framework"))
    banding.profile(database, case_id, given, step.fields.get("by", _OFFICER), step.on)


def _decide(database: Database, case_id: str, step: BandStep) -> None:
    fields = step.fields
    given = GivenDecision(
        starts_on=read_day(fields["starts_on"]),
        decided_on=step.on,
        covers=fields["covers"],
        band=fields.get("band"),
        reason=fields.get("reason", ""),
        covers_says=fields.get("covers_says", ""),
        by_panel=fields.get("by_panel", False) is True,
    )
    banding.decide(database, case_id, given, _OFFICER, step.on)


def _end(database: Database, case_id: str, step: BandStep) -> None:
    banding.end(database, case_id, step.on, _OFFICER, step.fields["because"], step.on)


def _off(database: Database, case_id: str, step: BandStep) -> None:
    money.switch_off(database, step.fields["framework"], step.on, _MANAGER, step.fields["because"])


@dataclass(frozen=True, slots=True)
class _Does:
    """What a step does, the fields that it needs, and those that it knows beside them."""

    play: Callable[[Database, str, BandStep], None]
    needed: tuple[str, ...]
    known: tuple[str, ...] = ()


_DOES: Final[dict[str, _Does]] = {
    "load": _Does(_load, ("framework",)),
    "plan": _Does(_plan, ("rows",), ("area",)),
    "profile": _Does(_profile, ("setting_type", "levels"), ("evidence", "framework", "by")),
    "decide": _Does(_decide, ("starts_on", "covers"), ("band", "reason", "covers_says", "by_panel")),
    "end": _Does(_end, ("because",)),
    "off": _Does(_off, ("framework", "because")),
}
