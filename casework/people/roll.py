"""A pupil on the roll of a school, as its file has them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.people.census import NOTHING_KNOWN, Census


@dataclass(frozen=True, slots=True)
class Pupil:
    """One pupil. `address` has lines; `census` is what the file says for the SEN2 return."""

    name: str
    born_on: date
    upn: str | None = None
    address: str | None = None
    census: Census = NOTHING_KNOWN

    @property
    def told(self) -> dict[str, Any]:
        """What the roll says of the child, by name of the question that it answers."""
        known = {"child_name": self.name, "born_on": self.born_on, "upn": self.upn, "address": self.address}
        return {**{name: value for name, value in known.items() if value}, **self.census.told}
