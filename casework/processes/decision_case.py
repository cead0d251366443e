"""A decision of a process that can be disputed, and so opens a case for the same child."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class DecisionCase:
    """What a decision opens: `opens` is the word of the beginning (casework.case.openings), with the day and fields of its fact.

    With `told_before` the family was told already, and the case sends no letter of the decision.
    """

    opens: str
    on: date
    fields: Mapping[str, Any] = field(default_factory=dict)
    told_before: bool = False
