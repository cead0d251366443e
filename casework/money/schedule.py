"""The payments of a case to the day and the penny: what is due for each stay, and for any days of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from casework.money.banding import Price
from casework.money.pence import rounded

_DAY = timedelta(days=1)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_MONTHS_OF_A_YEAR = 12
Every = Literal["month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class Stay:
    """The time that one decision is paid: from a day to the last day that is paid, or open. Prices are in order of their day."""

    decision: str
    case: str
    setting: str
    setting_type: str
    band: str
    framework: str
    starts_on: date
    paid_to: date | None
    prices: tuple[Price, ...]
    every: Every = "month"
    half: Literal["up", "even"] = "up"


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One line of a schedule: the days that it pays, the price of a year, and the amount in pence."""

    stay: Stay
    starts: date
    ends: date
    price: Price
    pence: int

    @property
    def days(self) -> int:
        """How many days the line pays, with its first and its last."""
        return (self.ends - self.starts).days + 1


def lines_of(stays: Iterable[Stay], until: date) -> list[PaymentLine]:
    """Return the lines of some stays up to a day.

    A line is what is due up to its end less what was due before it, so that the lines of one price add up exactly.
    """
    return [
        PaymentLine(
            stay, first, last, price, _due(stay, price, opens, last) - _due(stay, price, opens, first - _DAY)
        )
        for stay in stays
        for price, opens, ends in _priced(stay, until)
        for first, last in _periods(opens, ends, _MONTHS[stay.every])
    ]


def due_between(stays: Iterable[Stay], first: date, last: date) -> int:
    """Return what is due for some stays from a day to a day, in pence."""
    return sum(
        _due(stay, price, opens, min(ends, last)) - _due(stay, price, opens, max(opens, first) - _DAY)
        for stay in stays
        for price, opens, ends in _priced(stay, last)
        if ends >= first
    )


def _priced(stay: Stay, until: date) -> Iterator[tuple[Price, date, date]]:
    """Give each price of a stay with the first and the last day that it pays."""
    last_paid = min(until, stay.paid_to or until)
    for place, price in enumerate(stay.prices):
        later = stay.prices[place + 1].starts - _DAY if place + 1 < len(stay.prices) else last_paid
        opens, ends = max(stay.starts_on, price.starts), min(last_paid, later)
        if opens <= ends:
            yield price, opens, ends


def _due(stay: Stay, price: Price, opens: date, to: date) -> int:
    days = (to - opens).days + 1
    return rounded(Decimal(price.top_up) * days / price.days, stay.half)


def _periods(opens: date, ends: date, months: int) -> Iterator[tuple[date, date]]:
    """Split days at the first of each month, or of each quarter or year of April to March."""
    first = opens
    while first <= ends:
        passed = (first.month - 4) % _MONTHS_OF_A_YEAR % months
        month = first.month - 1 + months - passed
        next_first = date(first.year + month // _MONTHS_OF_A_YEAR, month % _MONTHS_OF_A_YEAR + 1, 1)
        yield first, min(ends, next_first - _DAY)
        first = next_first
