"""Hide small numbers in a table so that its totals do not give them away.

A count of 1 to 4 is hidden. More cells are hidden with it until each such count could also be another number: the
reader who adds and subtracts what is shown finds at least two answers. A zero is shown unless it protects a count.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

SMALLEST_SHOWN: Final = 5
"""The smallest count, other than none, that a report shows."""
_TOTAL: Final = None
"""The name of the row and of the column of totals inside this module."""
_COST_OF_ZERO: Final = 10**6
_COST_OF_TOTAL: Final = 10**9

_Name = str | None
_Cell = tuple[_Name, _Name]
_Node = tuple[bool, _Name]
"""A row (True) or a column (False) with its name."""


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """A table that may be shown. A number that is hidden is None.

    `left_out` counts the rows that are not in the table or its totals because their own total is too small.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], int | None]
    row_totals: Mapping[str, int | None]
    column_totals: Mapping[str, int | None]
    total: int | None
    left_out: int = 0


def is_small(count: int) -> bool:
    """Return whether a count is too small to show. None at all is not small."""
    return 0 < count < SMALLEST_SHOWN


def published_table(
    counts: Mapping[tuple[str, str], int], *, row_totals_known: bool = False
) -> PublishedTable:
    """Return the table of counts by row and column, with its totals, that may be shown.

    `row_totals_known` is for a table whose rows and row totals another report shows too. Then no row total is used
    to protect a count, and a row with a small total is left out of the table and of its totals.
    Raises ValueError if a count is negative.
    """
    if any(count < 0 for count in counts.values()):
        raise ValueError("a count is never below nought; check how the table was counted")
    columns = tuple(dict.fromkeys(column for _, column in counts))
    rows = tuple(dict.fromkeys(row for row, _ in counts))
    small = {one for one in rows if is_small(sum(counts.get((one, column), 0) for column in columns))}
    kept = tuple(one for one in rows if not (row_totals_known and one in small))
    numbers = _with_totals(kept, columns, counts)
    fixed = {cell for cell in numbers if row_totals_known and cell[1] is _TOTAL}
    hidden = _hidden(numbers, fixed)
    shown = {cell: None if cell in hidden else number for cell, number in numbers.items()}
    return PublishedTable(
        kept,
        columns,
        {(row, column): shown[row, column] for row in kept for column in columns},
        {row: shown[row, _TOTAL] for row in kept},
        {column: shown[_TOTAL, column] for column in columns},
        shown[_TOTAL, _TOTAL],
        len(rows) - len(kept),
    )


def grouped(counts: Mapping[str, int], other: str) -> dict[str, str]:
    """Return the name under which each category is shown: its own, or `other` where its count is too small to show.

    `other` takes in the next smallest category until it is large enough too. With fewer than five in all, all are `other`.
    """
    shown = {name: name for name in counts}
    taken = 0
    for name, count in sorted(counts.items(), key=lambda one: (one[1], one[0])):
        if count and (is_small(count) or is_small(taken)):
            shown[name], taken = other, taken + count
    return shown


def table_with_known_totals(counts: Mapping[tuple[str, str], int]) -> PublishedTable:
    """Return a table whose totals other tables show too, so that only its cells are hidden to protect one another.

    Raises ValueError if a total of the table is too small to show: group its categories first.
    """
    columns = tuple(dict.fromkeys(column for _, column in counts))
    rows = tuple(dict.fromkeys(row for row, _ in counts))
    numbers = _with_totals(rows, columns, counts)
    fixed = {cell for cell in numbers if _TOTAL in cell}
    if any(is_small(numbers[cell]) for cell in fixed):
        raise ValueError("a total is too small to show; group the categories of the table first")
    hidden = _hidden(numbers, fixed)
    return PublishedTable(
        rows,
        columns,
        {cell: None if cell in hidden else numbers[cell] for cell in product(rows, columns)},
        {row: numbers[row, _TOTAL] for row in rows},
        {column: numbers[_TOTAL, column] for column in columns},
        numbers[_TOTAL, _TOTAL],
    )


def published_part(part: int, whole: int) -> int | None:
    """Return a part of a whole that may be shown; None where the part, or what remains, is a small number."""
    return None if is_small(part) or is_small(whole - part) or is_small(whole) else part


def _with_totals(
    rows: tuple[str, ...], columns: tuple[str, ...], counts: Mapping[tuple[str, str], int]
) -> dict[_Cell, int]:
    numbers: dict[_Cell, int] = {
        (row, column): counts.get((row, column), 0) for row in rows for column in columns
    }
    for row in rows:
        numbers[row, _TOTAL] = sum(numbers[row, column] for column in columns)
    for column in (*columns, _TOTAL):
        numbers[_TOTAL, column] = sum(numbers[row, column] for row in rows)
    return numbers


def _hidden(numbers: Mapping[_Cell, int], fixed: set[_Cell]) -> set[_Cell]:
    """Return the cells to hide: the small ones, and for each a ring of cells along which it could differ by one."""
    small = [cell for cell, number in numbers.items() if is_small(number) and cell not in fixed]
    hidden = set(small)
    steps = _steps(numbers, fixed)
    for cell in small:
        hidden.update(_cheapest_ring(cell, numbers, steps, hidden))
    return hidden


def _steps(numbers: Mapping[_Cell, int], fixed: set[_Cell]) -> dict[_Node, list[tuple[_Node, _Cell]]]:
    """Return from each row and column the cells that can change there, and where the change has to be made good.

    A cell that is passed from its row to its column grows by one, and shrinks the other way; a total does the
    opposite, as it stands on the other side of the sum. A cell of nought cannot shrink.
    """
    steps: dict[_Node, list[tuple[_Node, _Cell]]] = {}
    for cell, number in numbers.items():
        if cell in fixed:
            continue
        row, column = (True, cell[0]), (False, cell[1])
        grows, shrinks = (column, row) if _is_one_total(cell) else (row, column)
        steps.setdefault(grows, []).append((shrinks, cell))
        if number > 0:
            steps.setdefault(shrinks, []).append((grows, cell))
    return steps


def _is_one_total(cell: _Cell) -> bool:
    """Return whether a cell is the total of a row or of a column, but not the total of the whole table."""
    return (cell[0] is _TOTAL) != (cell[1] is _TOTAL)


def _cheapest_ring(
    cell: _Cell,
    numbers: Mapping[_Cell, int],
    steps: Mapping[_Node, list[tuple[_Node, _Cell]]],
    hidden: set[_Cell],
) -> list[_Cell]:
    """Return the cells that let a cell grow by one while everything else adds up, hiding as little as possible."""
    row, column = (True, cell[0]), (False, cell[1])
    start, end = (row, column) if _is_one_total(cell) else (column, row)
    best: dict[_Node, int] = {start: 0}
    came: dict[_Node, tuple[_Node, _Cell]] = {}
    queue: list[tuple[int, int, _Node]] = [(0, 0, start)]
    pushed = 0
    while queue:
        cost, _, node = heapq.heappop(queue)
        if node == end:
            break
        if cost > best[node]:
            continue
        for other, step in steps.get(node, ()):
            further = cost + (0 if step in hidden else _cost(step, numbers[step]))
            if step != cell and further < best.get(other, further + 1):
                best[other], came[other] = further, (node, step)
                pushed += 1
                heapq.heappush(queue, (further, pushed, other))
    ring: list[_Cell] = []
    while end != start:
        end, step = came[end]
        ring.append(step)
    return ring


def _cost(cell: _Cell, number: int) -> int:
    """Return how much a reader loses when a cell is hidden: a total is dear, and a nought protects little."""
    if _TOTAL in cell:
        return _COST_OF_TOTAL + number
    return number if number else _COST_OF_ZERO
