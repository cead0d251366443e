"""The order of a bundle: its parts, what usually goes into each, and how many pages each may have. Pure data of a kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from casework.processes.process import Process
from statute.strict_reading import yaml_from


class Part(BaseModel):
    """A part of a bundle. `suggests` are the sorts of papers that usually go there. `pages` is None for no limit."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    hint: str = ""
    pages: int | None = Field(default=None, ge=1)
    pages_by_decision: Mapping[str, int] = {}
    suggests: tuple[str, ...] = ()

    def limit(self, decision: str | None) -> int | None:
        """Return the most pages in a dispute about a decision; None for no limit."""
        return self.pages_by_decision.get(decision or "", self.pages)


class Source(BaseModel):
    """A text that the order was taken from, the day on which it was read, and the parts whose limits it gives."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    read_on: date
    gives: tuple[str, ...] = ()


class BundleOrder(BaseModel):
    """The parts of a bundle in order, its title, and where the order comes from.

    `confidence` is how well the order is known, in the words of the rule packs, or own for an order that is ours. `sources`
    are what was read.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    source: str
    confidence: Literal["verified_text", "verified_secondary", "own"]
    sources: tuple[Source, ...] = ()
    sections: tuple[Part, ...]

    @property
    def is_to_check(self) -> bool:
        """Whether a person must check it, because no one here has read the text that it follows."""
        return self.confidence == "verified_secondary"


def bundle_order(process: Process[Any]) -> BundleOrder | None:
    """Return the order of the bundle of a kind of process, or None if it has none."""
    return _read(process.bundle_file) if process.bundle_file is not None else None


@cache
def _read(file: Path) -> BundleOrder:
    return BundleOrder.model_validate(yaml_from(file.read_text(encoding="utf-8")))
