"""The case that a decision of a process opens for the same child, so that the family can dispute it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class DecisionCase:
    """The case that a decision opens. `opens` is its kind of opening (casework.case.openings); `on` and `fields` are those of its first fact.

    If `told_before`, the family already knows the decision, and the case sends no letter about it.
    """

    opens: str
    on: date
    fields: Mapping[str, Any] = field(default_factory=dict)
    told_before: bool = False
