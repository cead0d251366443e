"""A limit of a plan in force, as measures count it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from statute.obligation import Obligation


@dataclass(frozen=True, slots=True)
class PlanLimit:
    """A limit of a plan in force that starts with a review meeting or a coming change of phase (`kind`)."""

    kind: str
    from_on: date
    due_on: date
    met_on: date | None
    closed_on: date | None = None

    def known_on(self, day: date) -> PlanLimit | None:
        """Return what was known of it by the end of a day; None if it had not begun."""
        if self.from_on > day:
            return None
        met, closed = (
            one if one is not None and one <= day else None for one in (self.met_on, self.closed_on)
        )
        return PlanLimit(self.kind, self.from_on, self.due_on, met, closed)


def limits_of(kind: str, role: str, obligations: Iterable[Obligation]) -> Iterator[PlanLimit]:
    """Yield the obligations with a role as limits of one kind."""
    for one in obligations:
        if one.role == role:
            yield PlanLimit(kind, one.started_on, one.due_on, one.met_on, one.closed_on)
