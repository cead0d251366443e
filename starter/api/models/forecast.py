"""Forecasts of open cases, and the staff that the coming year needs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from starter.api.models.base import Day, Told

_CHANCE = "Between 0 and 1; null where there is no such limit."


class Forecast(Told):
    """What will probably happen to one open case. It is an estimate from this council's own past, and no date of law."""

    case: str
    next_limit: str | None
    next_due_on: Day | None
    chance_of_missing_next: float | None = Field(description=_CHANCE)
    final_due_on: Day | None
    chance_of_missing_final: float | None = Field(description=_CHANCE)
    final_on: Day | None = Field(
        description="The likely day of the final plan; null where a plan is unlikely."
    )
    final_between: tuple[Day, Day] | None = Field(description="One plan in ten is earlier, one in ten later.")
    cause: str = Field(description="The stage or service with the largest part of the expected delay.")
    because: str
    would_help: str
    label: str


class OneForecast(Told):
    """The forecast of a case, and the day whose end it was made for; null where it has none."""

    made_on: Day | None
    forecast: Forecast | None


class Sums(Told):
    """How many cases are expected to miss a limit: the next limit by `until`, and the twenty weeks at any time."""

    missed_by_then: float
    twenty_weeks: float


class WhatIf(Told):
    """The same cases with today's numbers and with others."""

    cases: int
    until: Day
    now: Sums
    then: Sums


class Forecasts(Told):
    """Forecasts of the cases you may see, the most likely misses first. `what_if` is there where you set other numbers."""

    made_on: Day | None
    forecasts: tuple[Forecast, ...]
    what_if: WhatIf | None


class Month(Told):
    """The requests expected in a month."""

    month: str
    requests: float


class Need(Told):
    """The staff for a share of the plans in time; `times` is how many times today's, null where none is enough."""

    share: float
    who: Literal["both", "officers", "psychologists"]
    times: float | None
    officers: int | None
    psychologists: int | None


class MonthOfSittings(Told):
    """The sittings of the panel in a month, and their places."""

    month: str
    sittings: int
    places: float | None


class PanelYear(Told):
    """How often the panel sits in the coming year, and whether there is a place for each case that will need one."""

    days: tuple[str, ...]
    sittings: int
    bank_holidays: int = Field(description="The days of the panel on which it cannot sit.")
    places_a_sitting: float | None
    places: float | None
    decisions: float = Field(description="The cases that will need a place.")
    is_enough: bool | None
    months: tuple[MonthOfSittings, ...]


class Capacity(Told):
    """The requests of the coming year and the staff that they need, with what is assumed."""

    as_at: Day
    requests: tuple[Month, ...]
    requests_last_year: float
    officers: float
    psychologists: float | None
    share_today: float | None = Field(description="The share of plans in time with today's staff.")
    needs: tuple[Need, ...]
    meetings: PanelYear | None = Field(description="Null where the council has named no days for its panel.")
    assumptions: tuple[str, ...]
