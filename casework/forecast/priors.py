"""The assumptions of the forecast, from priors.yaml."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from statistics import NormalDist
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from statute.strict_reading import yaml_from

_NINTH = NormalDist().inv_cdf(0.9)
MonthDay = Annotated[
    tuple[int, int], BeforeValidator(lambda written: tuple(int(part) for part in str(written).split("-")))
]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Spread(_Part):
    """A log-normal spread of working days, by its median and the day when nine in ten are over."""

    median: float
    ninth: float

    def left_by(self, days: float) -> float:
        """Return the share that is over after a number of working days."""
        if days <= 0:
            return 0.0
        width = math.log(self.ninth / self.median) / _NINTH
        return NormalDist().cdf(math.log(days / self.median) / width)


class StagePrior(Spread):
    """A stage: its spread, the calendar days planned for it, whether officers work in it, and where cases go from it."""

    planned: int
    officers: bool
    to: Mapping[str, float]


class AdvicePrior(_Part):
    """The spread until advice is back, by service."""

    planned: int
    educational_psychologist: Spread
    other: Spread

    def of(self, service: str) -> Spread:
        """Return the spread of a service."""
        found = getattr(self, service, None) if service != "planned" else None
        return found if isinstance(found, Spread) else self.other


class SlowDays(_Part):
    """How much of a working day in term passes on other days."""

    school_holiday: float
    not_working: float
    pseudo_days: float


class PlacesPrior(_Part):
    """The stage that waits for a place, and the weeks over which places are counted."""

    stage: str
    weeks: int


class RequestsPrior(_Part):
    """The growth of requests in a year, and the weight of the national pattern."""

    growth: float
    pseudo_requests: float
    pseudo_years: float


class CapacityPrior(_Part):
    """How staff is counted for shares in time: see priors.yaml."""

    shares: tuple[float, ...]
    service: str
    service_share: float
    most: float
    halvings: int
    draws: int
    months: int


class Priors(_Part):
    """All assumptions of the forecast."""

    draws: int
    draws_on_a_page: int
    fewest_draws: int
    seed: int
    window_days: int
    pseudo_cases: float
    pace_departures: float
    slow_days: SlowDays
    school_holidays: tuple[tuple[MonthDay, MonthDay], ...]
    stages: Mapping[str, StagePrior]
    after_advice: Spread
    waits_for_advice: float
    advice: AdvicePrior
    places: PlacesPrior
    officers_share: float
    requests: RequestsPrior
    capacity: CapacityPrior


@cache
def priors() -> Priors:
    """Return the shipped assumptions."""
    content: Any = yaml_from(Path(__file__).with_name("priors.yaml").read_text(encoding="utf-8"))
    return Priors.model_validate(content)
