"""The rates and durations that the demo caseload is made of, from rates.yaml. Each has its source there."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from statute.strict_reading import yaml_from

T = TypeVar("T")


class Rates:
    """The numbers of the caseload by name, such as "advice.recorded_late"."""

    def __init__(self, content: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> None:
        self._values = {
            f"{group}.{name}": told["value"]
            for group, names in content.items()
            for name, told in names.items()
        }

    def value(self, name: str) -> Any:
        """Return a value. Raises KeyError for a name that is not in the file."""
        return self._values[name]

    def happens(self, name: str, chance: Random) -> bool:
        """Return whether what has this rate happens."""
        return chance.random() < float(self.value(name))

    def one_of(self, name: str, chance: Random) -> Any:
        """Return one of the keys of a table of shares."""
        return choose(self.value(name), chance)

    def days(self, name: str, chance: Random, pace: float = 1.0) -> int:
        """Return a number of days of a duration, at least 0. A `pace` of 2 doubles it."""
        return days_of(self.value(name), chance, pace)


def choose(shares: Mapping[T, float], chance: Random) -> T:
    """Return one of the keys, each as often as its share says."""
    return chance.choices(list(shares), list(shares.values()))[0]


def days_of(told: Mapping[str, float], chance: Random, pace: float = 1.0) -> int:
    """Return a number of days: log-normal by its median and spread, or between a least and a most around the usual."""
    if "median" in told:
        return round(math.exp(chance.gauss(math.log(told["median"]), told["spread"])) * pace)
    return round(chance.triangular(told["least"], told["most"], told["usual"]) * pace)


def shipped() -> Rates:
    """Return the rates that come with the release."""
    content = yaml_from(Path(__file__).with_name("rates.yaml").read_text(encoding="utf-8"))
    return Rates(content)
