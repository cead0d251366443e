"""Measures of the service on a day, and the cases behind a number."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from casework.measures.measure import Cut, Unit
from starter.api.models.base import Told


class Target(Told):
    """The council's own target for a measure. It is not law."""

    percent: int
    direction: Literal["at_least", "at_most"]
    met: bool | None


class MeasureOnDay(Told):
    """A measure, for all cases or for one value of the cut. `value` is null where nothing was counted."""

    id: str
    name: str
    key: str | None = None
    value: float | None
    numerator: int
    denominator: int
    unit: Unit
    source: str
    cases: int
    definition: str
    leaves_out: str
    absent: str | None
    target: Target | None = None


class Figures(Told):
    """Every measure on a day. `snapshot` is when the figures were kept, or null where they are counted for this answer."""

    as_at: date
    snapshot: datetime | None
    counted_from: Literal["now", "snapshot", "ledger"]
    rule_pack: str
    by: Cut | None
    measures: list[MeasureOnDay]


class CaseBehind(Told):
    """A case behind a number. `name` is the service, the stage or what began, where a measure is about one."""

    case: str
    stage: str
    officer: str | None
    team: str | None
    name: str | None
    received_on: date | None
    on: date | None
    due_on: date | None
    days: int | None
    meets: bool


class CasesBehind(Told):
    """A page of the cases behind a number; `number` is how many there are in all."""

    measure: str
    number: int
    cases: list[CaseBehind]
