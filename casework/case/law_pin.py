"""The pin of a case: which rule pack and which bank holidays it was given when it was opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class LawPin:
    """The ids of the rule pack and of the release of the bank holidays of a case, each with the hash it had then."""

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
    """The pin that the fields of a recorded opening hold. Raises KeyError where they hold none."""
    return LawPin(**{name: str(opening[name]) for name in PIN_FIELDS})
