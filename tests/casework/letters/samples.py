"""A dispatch, a line of the ledger and a limit of an invented case, for the tests of letters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from casework.letters.dispatch import Dispatch
from casework.people.parties import Address, Party

CASE = "case-abc234def567"
NOW = datetime(2024, 4, 10, 9, tzinfo=UTC)


@dataclass(frozen=True)
class SampleLine:
    """A line of the ledger, as a letter reads it."""

    number: int
    event: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    of: str | None = None
    on: date | None = date(2024, 4, 10)

    @property
    def seq(self) -> int:
        return self.number


@dataclass(frozen=True)
class SampleLimit:
    """An obligation of the case, as a letter reads it."""

    role: str | None
    due_on: date
    started_on: date = date(2024, 4, 10)
    of: str | None = None


def dispatch(about: str, seq: int = 2, **more: Any) -> Dispatch:
    """A letter to the family about an act of a step."""
    known: dict[str, Any] = {
        "dispatch_id": f"{CASE}-{seq}-1",
        "case_id": CASE,
        "on": date(2024, 4, 10),
        "kind": about,
        "to_role": "family",
        "about": about,
        "of": None,
        "text": "The sentence of the notice.",
        "channel": "letter",
        "queued_at": NOW,
        "sent_at": None,
        "location": None,
        "attempts": 0,
    }
    return Dispatch(**{**known, **more})


def party(relationship: str, **more: Any) -> Party:
    """A party of the case under the first version of its address."""
    address = Address(1, "1 Sample Street\nZZ1 1ZZ", f"{relationship}@example.org", "07700 900000")
    known = {"name": f"Sample {relationship}", "address": address, **more}
    return Party(f"party-{relationship}", CASE, relationship, **known)
