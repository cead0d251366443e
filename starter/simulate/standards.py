"""The standards of a scenario: its catalogues, the plan whose rows are compared with them, and the links of its case."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from casework.plans.plan import BadPlan, Plan, plan_of
from casework.standards.catalogue import Catalogue
from casework.standards.catalogue_file import BadCatalogue, catalogue_in
from casework.standards.links import ALLOWED, THE_REQUEST
from office import standard_links, standards
from office.plans import save
from office.refusals import ActRefused
from office.standard_links import Wish
from records.database import Database
from statute.errors import BadFacts
from statute.local_time import london_date
from statute.written_date import read_day

_BY = "scenario"
_KEYS = ("catalogues", "plan", "links")


@dataclass(frozen=True, slots=True)
class StandardsPlayed:
    """What a scenario says of standards. Each link has its day."""

    catalogues: tuple[Catalogue, ...] = ()
    plan: Plan | None = None
    links: tuple[tuple[date, Wish], ...] = ()

    def load(self, database: Database) -> None:
        """Load the catalogues, before the case begins."""
        for one in self.catalogues:
            standards.load(database, one, _BY, london_date(datetime.now(UTC)))

    def play(self, database: Database, case_id: str, until: date) -> list[dict[str, Any]]:
        """Make the links up to a day. Returns those that are refused."""
        if self.plan is not None:
            save(database, case_id, self.plan.model_dump(mode="json"), _BY)
        refused = []
        for on, wish in self.links:
            if on > until:
                continue
            try:
                standard_links.link(database, case_id, [wish], _BY, on)
            except ActRefused as refusal:
                refused.append(
                    {"on": on.isoformat(), "action": "standards", "of": wish.thing, "why": str(refusal)}
                )
        return refused


def take_standards(written: Any) -> StandardsPlayed:
    """Return what a scenario says of standards. Raises BadFacts with one sentence."""
    if written is None:
        return StandardsPlayed()
    if not isinstance(written, Mapping):
        raise BadFacts(f'"standards" is not an object; give its {", ".join(_KEYS)}.')
    if unknown := [key for key in written if key not in _KEYS]:
        raise BadFacts(f'"standards" has no {unknown[0]!r}; write {", ".join(_KEYS)}.')
    return StandardsPlayed(
        tuple(_catalogue(one) for one in _list(written, "catalogues")),
        _plan(written.get("plan")),
        tuple(_link(place, one) for place, one in enumerate(_list(written, "links"), start=1)),
    )


def _list(written: Mapping[str, Any], key: str) -> list[Any]:
    found = written.get(key, [])
    if not isinstance(found, list):
        raise BadFacts(f'"{key}" of "standards" is not a list; leave it out where there is none.')
    return found


def _catalogue(written: Any) -> Catalogue:
    try:
        return catalogue_in(json.dumps(written, indent=1), is_csv=False)
    except BadCatalogue as wrong:
        raise BadFacts(f"A catalogue of the scenario: {wrong.faults[0].partition(': ')[2]}") from None


def _plan(written: Any) -> Plan | None:
    try:
        return None if written is None else plan_of(written)
    except BadPlan as wrong:
        raise BadFacts(f"The plan of the scenario: {wrong}") from None


def _link(place: int, written: Any) -> tuple[date, Wish]:
    names = ("on", "kind", "answer", "standard", "thing")
    if not isinstance(written, Mapping) or not all(isinstance(value, str) for value in written.values()):
        raise BadFacts(f"Link {place} is not an object of texts; give its {', '.join(names)}.")
    if unknown := [key for key in written if key not in names]:
        raise BadFacts(f"Link {place} has no {unknown[0]!r}; write {', '.join(names)}.")
    kind, answer = written.get("kind", ""), written.get("answer", "")
    if kind not in ALLOWED or answer not in ALLOWED[kind]:
        raise BadFacts(f"Link {place} needs a kind ({', '.join(ALLOWED)}) and an answer that the kind has.")
    try:
        on = read_day(written.get("on", ""))
    except ValueError as wrong:
        raise BadFacts(f"Link {place}: {written.get('on', '')!r} {wrong}.") from None
    return on, Wish(kind, answer, written.get("standard"), written.get("thing", THE_REQUEST))
