"""The pin of a case: the rule pack and the bank holidays that it was given at its opening."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class LawPin:
    """The ids of a case's rule pack and bank-holiday release, each with its hash at the opening."""

    rule_pack: str
    rule_pack_hash: str
    calendar: str
    calendar_hash: str

    def as_fields(self) -> dict[str, Any]:
        """The pin as it is recorded with the opening of a case."""
        return asdict(self)


PIN_FIELDS = tuple(field.name for field in fields(LawPin))
"""The names of the pin's fields in the opening of a case."""


def pin_of(opening: Mapping[str, Any]) -> LawPin:
    """The pin in the fields of a recorded opening. Raises KeyError if there is none."""
    return LawPin(**{name: str(opening[name]) for name in PIN_FIELDS})
