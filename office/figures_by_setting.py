"""The figures of our own records by kind of school: plans in specialist settings, and decided top-up funding per head."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right, refused, scope_of
from casework.access.permissions import Scope as Reach
from casework.dashboard.areas import ENGLAND
from casework.dashboard.metric import METRICS, OWN, OwnFigure
from casework.dashboard.public import LiveCount
from casework.measures.measure import MEASURES, Period
from casework.money.banding import price_on
from casework.money.decisions import decision_on, decisions_of
from office.dashboard import place
from office.measures import within_of
from records import measure_counts, money, published_figures
from records.caseload import Seen
from records.settings import kinds_of_settings, last_load
from records.tray import Within

_URN: Final = "urn-"
_PENCE: Final = 100
_NO_REGISTER: Final = (
    "The register of settings is not loaded, so the kinds of schools are not known. Load it first."
)
_NO_SCHOOL: Final = "No plan in force has a school of the register."
_NO_AREA: Final = "The council details do not say which local authority you are, so its population is not known. Add it there."
_NO_POPULATION: Final = (
    "No loaded file has the population of your area. Load the high needs workbook with its population."
)
_MAY_NOT: Final = "You may not see what bands cost. Ask a team manager or the head of service."
_NO_BAND: Final = "No band with a school of the register is decided yet."


@dataclass(slots=True)
class BySetting:
    """The figures by id, and by id why one has no value."""

    counts: dict[str, LiveCount] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)

    def without(self, name: str, own: OwnFigure, why: str, on: date) -> None:
        """Keep why a figure has no value."""
        self.counts[name] = LiveCount(own.name, own.unit, None, 0, 0, on)
        self.absent[name] = why


def figures_by_setting(session: Session, person: Person, today: date) -> BySetting:
    """Return the figures that need the kinds of schools, for the cases that a person may see, counted now."""
    found = BySetting()
    has_register = last_load(session) is not None
    for name, own in OWN.items():
        if own.kinds and not has_register:
            found.without(name, own, _NO_REGISTER, today)
        elif own.of_kinds:
            _add_share(found, name, session, person, today)
    if has_register:
        _add_top_ups(found, session, person, today)
    return found


def _add_share(found: BySetting, name: str, session: Session, person: Person, today: date) -> None:
    """Add the share of the rows of a measure that are in some kinds of schools."""
    own, within = OWN[name], within_of(person)
    seen = Seen(within.person, within.teams)
    by_setting = measure_counts.numbers_by_setting(session, MEASURES[own.measure], Period(today), seen)
    kinds = _kinds(session, by_setting)
    of = sum(number for code, number in by_setting.items() if kinds.get(code or "") in own.of_kinds)
    part = sum(number for code, number in by_setting.items() if kinds.get(code or "") in own.kinds)
    if not of:
        found.without(name, own, _NO_SCHOOL, today)
        return
    found.counts[name] = LiveCount(own.name, own.unit, round(100 * part / of, 1), part, of, today)


def _add_top_ups(found: BySetting, session: Session, person: Person, today: date) -> None:
    """Add what is decided for a year per head of the population, to those who may see what bands cost."""
    wanted = {name: own for name, own in OWN.items() if own.unit == "pounds"}
    population, why = _population(session)
    why = _MAY_NOT if refused(person, Right.SET_BANDS) else why
    decided = [] if why or not population else _decided(session, _costs_of(person), today)
    for name, own in wanted.items():
        if why or not decided or not population:
            found.without(name, own, why or _NO_BAND, today)
            continue
        mine = [pence for kind, pence in decided if kind in own.kinds]
        pounds = round(sum(mine) / _PENCE)
        each = round(pounds / population, 2)
        found.counts[name] = LiveCount(own.name, own.unit, each, pounds, population, today)


def _costs_of(person: Person) -> Within:
    """Return the cases whose bands a person may see the cost of."""
    teams = None if scope_of(person, Right.SET_BANDS) is Reach.ALL else person.teams
    return Within(person.id, teams, own=False)


def _decided(session: Session, within: Within, day: date) -> list[tuple[str, int]]:
    """Return for each band that pays on a day the kind of its school and the pence of its top-up funding for a year."""
    found: list[tuple[str, int]] = []
    for rows in money.of_cases(session, within).values():
        decision = decision_on(decisions_of(rows), day)
        price = price_on(decision.prices, day) if decision is not None else None
        if decision is not None and price is not None and decision.record.on <= day:
            found.append((str(decision.record.content["setting"] or ""), price.top_up))
    kinds = _kinds(session, dict.fromkeys(code for code, _ in found))
    return [(kinds[code], pence) for code, pence in found if code in kinds]


def _kinds(session: Session, codes: Mapping[str | None, object] | Mapping[str, object]) -> dict[str, str]:
    """Return the kind of each school of the register by its code."""
    urns = {code: code.removeprefix(_URN) for code in codes if code}
    kinds = kinds_of_settings(session, urns.values())
    return {code: kinds[urn] for code, urn in urns.items() if urn in kinds}


def _population(session: Session) -> tuple[int, str]:
    """Return the newest published population of the council's own area, or why it is not known."""
    area = place(session).area
    if area == ENGLAND:
        return 0, _NO_AREA
    series = METRICS["spend_per_head"].series
    figures = published_figures.figures_of(session, ["spend_per_head"], [area], series)
    known = [one for one in figures if one.of]
    if not known:
        return 0, _NO_POPULATION
    return round(max(known, key=lambda one: one.period).of or 0), ""
