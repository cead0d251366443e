"""Solve a published table: find the hidden numbers that its sums give away."""

from __future__ import annotations

from fractions import Fraction

from casework.small_numbers.suppression import PublishedTable


def _equations(table: PublishedTable) -> tuple[list[str], list[list[Fraction]]]:
    """Return what is hidden, and one row of coefficients for each sum in which it stands."""
    shown: dict[str, int | None] = {f"{row}|{column}": n for (row, column), n in table.cells.items()}
    shown |= {f"{row}|T": n for row, n in table.row_totals.items()}
    shown |= {f"T|{column}": n for column, n in table.column_totals.items()}
    shown["T|T"] = table.total
    hidden = [name for name, number in shown.items() if number is None]
    sums = [[f"{row}|{column}" for column in (*table.columns, "T")] for row in (*table.rows, "T")]
    sums += [[f"{row}|{column}" for row in (*table.rows, "T")] for column in (*table.columns, "T")]
    lines = [
        [Fraction(0 if name not in one else -1 if name == one[-1] else 1) for name in hidden] for one in sums
    ]
    return hidden, lines


def _rank(lines: list[list[Fraction]]) -> int:
    lines = [list(line) for line in lines]
    rank = 0
    for column in range(len(lines[0]) if lines else 0):
        pivot = next((i for i in range(rank, len(lines)) if lines[i][column]), None)
        if pivot is None:
            continue
        lines[rank], lines[pivot] = lines[pivot], lines[rank]
        for i in range(rank + 1, len(lines)):
            factor = lines[i][column] / lines[rank][column]
            lines[i] = [a - factor * b for a, b in zip(lines[i], lines[rank], strict=True)]
        rank += 1
    return rank


def worked_out(table: PublishedTable) -> list[str]:
    """Return the hidden numbers that the sums of the table give to whoever solves them."""
    hidden, lines = _equations(table)
    full = _rank(lines)
    return [
        name for at, name in enumerate(hidden) if _rank([line[:at] + line[at + 1 :] for line in lines]) < full
    ]
