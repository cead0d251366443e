"""Which version of each catalogue a case is judged on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a catalogue: its days, its status, and the day from which it is withdrawn."""

    catalogue: str
    version: str
    status: str
    effective_from: date
    effective_to: date | None = None
    withdrawn_on: date | None = None

    def in_force_on(self, day: date) -> bool:
        """Return whether this version is in force on a day. A draft never is."""
        if self.status != "in_force" or day < self.effective_from:
            return False
        if self.withdrawn_on is not None and day >= self.withdrawn_on:
            return False
        return self.effective_to is None or day <= self.effective_to


def in_force(versions: Iterable[Version], day: date) -> dict[str, str]:
    """Return the version of each catalogue in force on a day. Of two versions of one catalogue the newer holds."""
    found = [one for one in versions if one.in_force_on(day)]
    found.sort(key=lambda one: (one.effective_from, one.version))
    return {one.catalogue: one.version for one in found}


def judged_on(versions: Iterable[Version], received_on: date, pinned: Mapping[str, str]) -> dict[str, str]:
    """Return the version of each catalogue that a case is judged on.

    It is the version in force on the day of the request, unless the case already has one: `pinned` by catalogue.
    """
    return dict(sorted({**in_force(versions, received_on), **pinned}.items()))
