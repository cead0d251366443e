"""One table of the evidence: its rows, which numbers are hidden, and the table as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from casework.inclusion_plan.categories import OTHER
from casework.small_numbers.suppression import grouped, is_small, table_with_known_totals

HIDDEN: Final = "*"
"""What stands for a hidden number."""
TOTAL: Final = "All"
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would take for a formula."""
Cell = str | int | None
"""A number or a text; None is a hidden number."""
Thing = TypeVar("Thing")
Way = Callable[[Thing], str]


@dataclass(frozen=True, slots=True)
class EvidenceTable:
    """One table: `of` names its rows, `rows` hold the name of each and its cells, and `source` says where it comes from.

    `absent` is why it cannot be made, in one sentence; it then has no rows.
    """

    id: str
    title: str
    of: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    source: str
    note: str = ""
    absent: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the table as JSON. A hidden number is null."""
        return {
            "id": self.id,
            "title": self.title,
            "of": self.of,
            "columns": list(self.columns),
            "rows": [{"name": name, "cells": list(cells)} for name, cells in self.rows],
            "source": self.source,
            "note": self.note,
            "absent": self.absent,
        }

    @classmethod
    def of_json(cls, told: Mapping[str, Any]) -> EvidenceTable:
        """Return the table of its JSON."""
        return cls(
            **{**told, "columns": tuple(told["columns"])}
            | {"rows": tuple((one["name"], tuple(one["cells"])) for one in told["rows"])}
        )


def absent(table_id: str, title: str, source: str, why: str) -> EvidenceTable:
    """Return a table that cannot be made, with the reason."""
    return EvidenceTable(table_id, title, "", (), (), source, absent=why)


def as_csv(table: EvidenceTable) -> str:
    """Return a table as CSV. A hidden number is *, and a text that begins like a formula gets an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([table.of or "Reason", *table.columns])
    for name, cells in table.rows:
        writer.writerow([_plain(name), *(HIDDEN if cell is None else _plain(cell) for cell in cells)])
    if table.absent:
        writer.writerow([table.absent])
    return text.getvalue()


def _plain(cell: str | int) -> str:
    said = str(cell)
    return f"'{said}" if isinstance(cell, str) and said.startswith(FORMULA) else said


class Counted:
    """Things counted in several ways whose tables share their totals, so that none gives away what another hides.

    Each way sorts the things into categories. A category with fewer than five joins another, and every table of the family
    shows the same totals; its cells are hidden so that these totals do not give them back.
    """

    def __init__(self, things: Iterable[Thing], ways: Mapping[str, Way[Thing]]) -> None:
        found = list(things)
        raw = {name: [way(one) for one in found] for name, way in ways.items()}
        self.count = len(found)
        self._sorted = {name: _regrouped(values) for name, values in raw.items()}

    def by(self, way: str, order: Sequence[str] = ()) -> list[tuple[str, int]]:
        """Return the count of each category of a way, in an order or the largest first."""
        counts = _counts(self._sorted[way])
        return [(name, counts[name]) for name in _ordered(counts, order)]

    def table(
        self, rows: str, columns: str, orders: tuple[Sequence[str], Sequence[str]] = ((), ())
    ) -> Crossed:
        """Return the counts of two ways crossed, with the totals of each."""
        pairs = _counts(zip(self._sorted[rows], self._sorted[columns], strict=True))
        names = _ordered(_counts(self._sorted[rows]), orders[0])
        heads = _ordered(_counts(self._sorted[columns]), orders[1])
        if not names:
            return Crossed((), ())
        shown = table_with_known_totals(
            {(row, head): pairs.get((row, head), 0) for row in names for head in heads}
        )
        lines = [(row, (*(shown.cells[row, head] for head in heads), shown.row_totals[row])) for row in names]
        total = (TOTAL, (*(shown.column_totals[head] for head in heads), shown.total))
        return Crossed((*heads, TOTAL), (*lines, total))

    @property
    def too_few(self) -> bool:
        """Whether there are so few things that nothing about them may be shown."""
        return is_small(self.count)


@dataclass(frozen=True, slots=True)
class Crossed:
    """The columns and the rows of two ways crossed."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


Category = TypeVar("Category", bound=Hashable)


def _counts(values: Iterable[Category]) -> dict[Category, int]:
    counts: dict[Category, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return counts


def _regrouped(values: Sequence[str]) -> list[str]:
    shown = grouped(_counts(values), OTHER)
    return [shown[value] for value in values]


def _ordered(counts: Mapping[str, int], order: Sequence[str]) -> list[str]:
    """Return the categories in an order, or the largest first; those that the order does not name come last."""
    place = {name: at for at, name in enumerate(order)}
    return sorted(
        counts,
        key=lambda name: (name == OTHER, place.get(name, len(order)), 0 if order else -counts[name], name),
    )
