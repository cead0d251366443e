"""The local days of reviews, read from the data file of this folder. They are policy, not law."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from statute.strict_reading import yaml_from


class LocalDay(BaseModel):
    """A number that an authority may set for its reviews: its default, its lowest and its highest value.

    `question` asks an officer for it, and `basis` says where the default comes from.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: int
    least: int
    most: int
    question: str
    basis: str

    @property
    def range(self) -> str:
        """Return the numbers that can be entered, in words."""
        return f"a whole number from {self.least} to {self.most}"


@cache
def local_days() -> Mapping[str, LocalDay]:
    """Return each local day by its name."""
    content = yaml_from(Path(__file__).with_name("local_days.yaml").read_text(encoding="utf-8"))
    return {name: LocalDay.model_validate(one) for name, one in content.items()}


@cache
def shipped_days() -> Mapping[str, int]:
    """Return the number that holds for each local day where an authority has none of its own, by its name."""
    return {name: one.value for name, one in local_days().items()}


def faults_of(written: Mapping[str, int]) -> dict[str, str]:
    """Return what is wrong with local days that an authority set, by their names: one is unknown or out of its range."""
    known = local_days()
    return {
        name: f"must be {known[name].range}"
        if name in known
        else f"is not a local day of reviews; write one of {', '.join(known)}"
        for name, number in written.items()
        if name not in known or not known[name].least <= number <= known[name].most
    }
