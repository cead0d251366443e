"""What moved between two pieces of evidence: each number that both show and that differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casework.inclusion_plan.evidence import Evidence
from casework.inclusion_plan.evidence_table import EvidenceTable


@dataclass(frozen=True, slots=True)
class Moved:
    """One number that moved: its row and column, and what it was and is. `change` is signed."""

    row: str
    column: str
    before: int
    after: int

    @property
    def change(self) -> str:
        return f"{self.after - self.before:+d}".replace("-", "−")


@dataclass(frozen=True, slots=True)
class MovedTable:
    """A table with the numbers that moved. `only_in` is "before" or "after" where one of the two has no numbers in it."""

    id: str
    title: str
    moved: tuple[Moved, ...]
    only_in: str = ""


def moved(before: Evidence, after: Evidence) -> tuple[MovedTable, ...]:
    """Return the tables in which something moved, in order. A number that either hides is left out."""
    return tuple(one for table in after.tables if (one := _moved(before.table(table.id), table)) is not None)


def _moved(before: EvidenceTable | None, after: EvidenceTable) -> MovedTable | None:
    if before is None or bool(before.absent) is not bool(after.absent):
        only_in = "before" if after.absent else "after"
        return None if before is None and after.absent else MovedTable(after.id, after.title, (), only_in)
    found = tuple(_numbers(before, after))
    return MovedTable(after.id, after.title, found) if found else None


def _numbers(before: EvidenceTable, after: EvidenceTable) -> Iterator[Moved]:
    was = {
        (name, column): cell
        for name, cells in before.rows
        for column, cell in zip(before.columns, cells, strict=True)
    }
    for name, cells in after.rows:
        for column, cell in zip(after.columns, cells, strict=True):
            old = was.get((name, column))
            if isinstance(cell, int) and isinstance(old, int) and old != cell:
                yield Moved(name, column, old, cell)
