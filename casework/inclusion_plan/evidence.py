"""The evidence of a plan: every table, as at a day, with its rule pack and assumptions, and an id made from its content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from casework.inclusion_plan.assumptions import assumed
from casework.inclusion_plan.capacity import capacity
from casework.inclusion_plan.counted_cases import (
    CASES,
    TOO_FEW,
    Life,
    advice,
    demand,
    disputes,
    plans_in_force,
    stock,
)
from casework.inclusion_plan.evidence_table import Counted, EvidenceTable, absent
from casework.inclusion_plan.plan_forecast import forecast
from casework.inclusion_plan.provision_wanted import ProvisionRow, provision_wanted
from casework.settings.settings import Setting

_UNCOUNTED: Final = (
    ("fit", "Setting that the family asked for, that was named, and that is attended",
     "The service keeps one setting for each child, not the three beside one another."),
    ("cost", "Cost of placements, by type of setting and need",
     "Bands are decided for some children only, so a sum would leave out the others."),
    ("voice", "Themes of what families and young people say",
     "The service keeps comments as free text without themes. Write what you heard in the section on co-production."),
)  # fmt: skip
"""The tables that cannot be computed yet, with the reason."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What the evidence is made from.

    `placements` holds for each placement of a process its categories by name; `settings_as_at` is the day of the register.
    `in_area` holds by the code of a setting whether it is in the area of the council; None if that is not known.
    """

    lives: Sequence[Life]
    provisions: Sequence[ProvisionRow] = ()
    settings: Sequence[Setting] = ()
    settings_as_at: date | None = None
    placements: Sequence[Mapping[str, str]] = ()
    in_area: Mapping[str, bool] | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence as it was frozen. `id` is made from everything else, so the same evidence has the same id."""

    as_at: date
    rule_pack: str
    assumptions: Mapping[str, str]
    tables: tuple[EvidenceTable, ...]
    id: str = field(init=False)

    def __post_init__(self) -> None:
        written = json.dumps(self.content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        object.__setattr__(self, "id", f"evidence-{hashlib.sha256(written.encode()).hexdigest()[:32]}")

    @property
    def content(self) -> dict[str, Any]:
        """Return the evidence as JSON, without its id."""
        return {
            "as_at": self.as_at.isoformat(),
            "rule_pack": self.rule_pack,
            "assumptions": dict(self.assumptions),
            "tables": [one.as_json() for one in self.tables],
        }

    @classmethod
    def of_content(cls, told: Mapping[str, Any]) -> Evidence:
        """Return the evidence of its JSON."""
        return cls(
            date.fromisoformat(told["as_at"]),
            told["rule_pack"],
            told["assumptions"],
            tuple(EvidenceTable.of_json(one) for one in told["tables"]),
        )

    def table(self, table_id: str) -> EvidenceTable | None:
        """Return a table, or None."""
        return next((one for one in self.tables if one.id == table_id), None)


def evidence(sources: Sources, as_at: date, rule_pack: str, changed: Mapping[str, str]) -> Evidence:
    """Return the evidence as at a day. `changed` holds the assumptions that the plan does not take as they are."""
    assumptions = assumed(changed)
    return Evidence(as_at, rule_pack, assumptions, tuple(_tables(sources, as_at, assumptions)))


def _tables(sources: Sources, as_at: date, assumptions: Mapping[str, str]) -> Iterator[EvidenceTable]:
    lives = sources.lives
    yield from demand(lives, as_at)
    yield from stock(lives, as_at, sources.in_area)
    yield from forecast(lives, as_at, assumptions)
    held = {one.case_id for one in plans_in_force(lives, as_at)}
    yield provision_wanted(row for row in sources.provisions if row.case_id in held)
    yield capacity(sources.settings, sources.settings_as_at)
    yield advice(lives, as_at)
    yield disputes(lives, as_at)
    yield placements(sources.placements)
    for table_id, title, why in _UNCOUNTED:
        yield absent(table_id, title, CASES, why)


def placements(found: Iterable[Mapping[str, str]]) -> EvidenceTable:
    """Return the placements in alternative provision, by tier and what came of them."""
    named = ("placements", "Placements in alternative provision, by tier and result")
    source = "Placements of this service"
    known = list(found)
    family = Counted(known, {"tier": lambda one: one["tier"], "result": lambda one: one["result"]})
    if not known or family.too_few:
        return absent(*named, source, TOO_FEW if known else "No placement is recorded.")
    crossed = family.table("tier", "result")
    return EvidenceTable(*named, "Tier", crossed.columns, crossed.rows, source)
