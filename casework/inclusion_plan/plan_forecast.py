"""The forecast of plans for five years: the plans in force aged forward, with new plans and without those that end.

All arithmetic is exact, so that a forecast that is made twice has the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from casework.inclusion_plan import categories
from casework.inclusion_plan.assumptions import share
from casework.inclusion_plan.counted_cases import CASES, Life, plans_in_force, year_before
from casework.inclusion_plan.evidence_table import TOTAL, Cell, EvidenceTable, absent

YEARS: Final = 5
ROUNDED_TO: Final = 5
"""Forecasts are shown to the nearest five, so that the plans in force now cannot be worked out from them."""
_FROM_16: Final = 16
Group = tuple[str, int | None, str]
"""A need, an age on 31 August, and a type of setting."""
Plans = Mapping[Group, Fraction]
Namer = Callable[[Group], str]


@dataclass(frozen=True, slots=True)
class Rates:
    """What a forecast counts with: plans that end a year before and from age 16, growth, and moves at a transfer."""

    young: Fraction
    old: Fraction
    growth: Fraction
    transfer: Fraction


def forecast(lives: Iterable[Life], as_at: date, assumptions: Mapping[str, str]) -> tuple[EvidenceTable, ...]:
    """Return the forecast by need, phase and type of setting, and by phase with its total."""
    known = tuple(lives)
    now = _groups(plans_in_force(known, as_at), as_at)
    named = ("forecast", "Forecast of plans, by main need, phase and type of setting")
    short = ("forecast_phase", "Forecast of plans, by phase")
    if sum(now.values()) < ROUNDED_TO:
        why = "Fewer than five plans are in force, so there is nothing to forecast from."
        return (absent(*named, CASES, why), absent(*short, CASES, why))
    since = year_before(as_at)
    issued = [one for one in known if one.final_on is not None and since < one.final_on <= as_at]
    rates = _rates(known, as_at, assumptions)
    years = _years(now, _groups(issued, as_at), rates)
    columns = tuple(str(as_at.year + year) for year in range(1, YEARS + 1))
    note = f"Counted on {as_at:%-d %B} of each year, to the nearest {ROUNDED_TO}. {_said(rates)}"
    rows = _rows(years, lambda group: f"{group[0]}, {categories.phase_at(group[1])}, {group[2]}")
    phases = _rows(years, lambda group: categories.phase_at(group[1]))
    order = {name: place for place, name in enumerate(categories.PHASES)}
    phases.sort(key=lambda row: order.get(row[0], len(order)))
    total = (TOTAL, tuple(_rounded(sum(year.values(), Fraction())) for year in years))
    return (
        EvidenceTable(*named, "Main need, phase and type of setting", columns, (*rows, total), CASES, note),
        EvidenceTable(*short, "Phase", columns, (*phases, total), CASES, note),
    )


def _groups(lives: Iterable[Life], as_at: date) -> dict[Group, Fraction]:
    found: dict[Group, Fraction] = {}
    for one in lives:
        age = categories.school_age(one.born_on, as_at) if one.born_on is not None else None
        group = (categories.need_in_words(one.need), age, categories.setting_type(one.setting_kind))
        found[group] = found.get(group, Fraction()) + 1
    return found


def _rates(lives: Sequence[Life], as_at: date, assumptions: Mapping[str, str]) -> Rates:
    """Return the rates: those that are assumed, else those counted in the year before."""
    since = year_before(as_at)
    held = plans_in_force(lives, since)
    still = {one.child_id or one.case_id for one in plans_in_force(lives, as_at)}
    counted = []
    for is_old in (False, True):
        group = [one for one in held if _is_old(one, since) is is_old]
        ended = sum((one.child_id or one.case_id) not in still for one in group)
        counted.append(Fraction(ended, len(group)) if group else Fraction())
    young, old = share(assumptions["ceasing_before_16"]), share(assumptions["ceasing_from_16"])
    return Rates(
        counted[0] if young is None else young,
        counted[1] if old is None else old,
        share(assumptions["growth_in_new_plans"]) or Fraction(),
        share(assumptions["specialist_at_transfer"]) or Fraction(),
    )


def _is_old(life: Life, day: date) -> bool:
    return life.born_on is not None and categories.school_age(life.born_on, day) >= _FROM_16


def _years(now: Plans, new: Plans, rates: Rates) -> list[Plans]:
    found, coming = [], Fraction(1)
    for _ in range(YEARS):
        coming *= 1 + rates.growth
        now = _next_year(now, new, rates, coming)
        found.append(now)
    return found


def _next_year(now: Plans, new: Plans, rates: Rates, coming: Fraction) -> Plans:
    found: dict[Group, Fraction] = {}

    def add(group: Group, count: Fraction) -> None:
        if count:
            found[group] = found.get(group, Fraction()) + count

    for (need, age, setting), count in now.items():
        stays = count * (1 - (rates.old if age is not None and age >= _FROM_16 else rates.young))
        older = age + 1 if age is not None else None
        if older is not None and older > categories.LAST_AGE:
            continue
        moves = Fraction()
        if older in categories.TRANSFERS and setting == categories.MAINSTREAM:
            moves = stays * rates.transfer
        add((need, older, setting), stays - moves)
        add((need, older, categories.SPECIALIST), moves)
    for group, count in new.items():
        add(group, count * coming)
    return found


def _rows(years: Sequence[Plans], name: Namer) -> list[tuple[str, tuple[Cell, ...]]]:
    """Return a row for each name that is at least five in some year, sorted by name."""
    by_name: dict[str, list[Fraction]] = {}
    for place, year in enumerate(years):
        for group, count in year.items():
            by_name.setdefault(name(group), [Fraction()] * YEARS)[place] += count
    rows = [(said, tuple(_rounded(one) for one in by_name[said])) for said in sorted(by_name)]
    return [row for row in rows if any(row[1])]


def _rounded(count: Fraction) -> int:
    """Return a count to the nearest five, halves up."""
    return ROUNDED_TO * int(count / ROUNDED_TO + Fraction(1, 2))


def _said(rates: Rates) -> str:
    """Return the rates in words."""
    percents = [f"{float(100 * one):.1f}%" for one in (rates.young, rates.old, rates.growth, rates.transfer)]
    return (
        f"Of the plans, {percents[0]} end a year before age 16 and {percents[1]} from age 16. New plans grow by {percents[2]} a year. "
        f"{percents[3]} of children in a mainstream setting move to a special school at a transfer."
    )
