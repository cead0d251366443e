"""The reforms that can be switched on, off and re-labelled from a day. They are policy over unchanged law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, StringConstraints

from statute.strict_reading import yaml_from

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]


class ReformPeriod(BaseModel):
    """What an authority says of a reform from a day on, until the day of the next period.

    `name` and `label` replace the words of the product; without them the words of the product hold.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    starts: date
    switched_on: bool = True
    name: Words | None = None
    label: Words | None = None


@dataclass(frozen=True, slots=True)
class Reform:
    """A reform on a day: whether it is on, its name, and its label, which says that it is not law."""

    key: str
    name: str
    label: str
    is_on: bool


_SHIPPED: Final[dict[str, dict[str, str]]] = yaml_from(
    Path(__file__).with_name("reforms.yaml").read_text(encoding="utf-8")
)
KEYS: Final = tuple(_SHIPPED)
"""The keys of the reforms."""
NAMES: Final = {key: one["name"] for key, one in _SHIPPED.items()}
"""The names of the reforms as the product calls them, by their keys."""


def reform_on(key: str, day: date, periods: Mapping[str, Iterable[ReformPeriod]]) -> Reform:
    """Return a reform as it stands on a day. It is on where the authority has no period for that day."""
    shipped = _SHIPPED[key]
    begun = [one for one in periods.get(key, ()) if one.starts <= day]
    now = max(begun, key=lambda one: one.starts, default=None)
    if now is None:
        return Reform(key, shipped["name"], shipped["label"], is_on=True)
    return Reform(key, now.name or shipped["name"], now.label or shipped["label"], now.switched_on)


def reforms_on(day: date, periods: Mapping[str, Iterable[ReformPeriod]]) -> tuple[Reform, ...]:
    """Return every reform as it stands on a day."""
    return tuple(reform_on(key, day, periods) for key in KEYS)


def check_periods(periods: Mapping[str, Iterable[ReformPeriod]]) -> None:
    """Check the periods of an authority. Raises ValueError with what is wrong and what to write instead."""
    for key, several in periods.items():
        if key not in _SHIPPED:
            raise ValueError(f"{key!r} is no reform; write one of {', '.join(KEYS)}")
        days = [one.starts for one in several]
        if len(days) != len(set(days)):
            raise ValueError(f"{key!r} has two periods from the same day; leave one of them")
