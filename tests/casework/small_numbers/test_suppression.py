"""A small number cannot be read in a table, nor worked out from what the table shows."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.small_numbers.suppression import PublishedTable, is_small, published_part, published_table

_COUNTS = st.integers(min_value=1, max_value=4).flatmap(
    lambda rows: st.integers(min_value=1, max_value=4).flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(min_value=0, max_value=9), min_size=columns, max_size=columns),
            min_size=rows,
            max_size=rows,
        )
    )
)


def _counts(grid: list[list[int]]) -> dict[tuple[str, str], int]:
    return {(f"r{i}", f"c{j}"): number for i, row in enumerate(grid) for j, number in enumerate(row)}


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


def _worked_out(table: PublishedTable) -> list[str]:
    """Return the hidden numbers that the sums of the table give to whoever solves them."""
    hidden, lines = _equations(table)
    full = _rank(lines)
    return [
        name for at, name in enumerate(hidden) if _rank([line[:at] + line[at + 1 :] for line in lines]) < full
    ]


@settings(max_examples=40, deadline=None)
@given(_COUNTS, st.booleans())
def test_no_small_number_is_shown_or_can_be_worked_out(grid: list[list[int]], known: bool) -> None:
    counts = _counts(grid)
    table = published_table(counts, row_totals_known=known)
    assert not [n for n in table.cells.values() if n is not None and is_small(n)]
    totals = (*table.row_totals.values(), *table.column_totals.values(), table.total)
    assert not [n for n in totals if n is not None and is_small(n)]
    small = {f"{row}|{column}" for (row, column), n in counts.items() if is_small(n)}
    assert not small & set(_worked_out(table))
    if known:
        assert None not in table.row_totals.values()


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(min_value=0, max_value=4), min_size=4, max_size=4))
def test_each_small_number_has_another_answer_that_no_reader_can_rule_out(four: list[int]) -> None:
    counts = _counts([four[:2], four[2:]])
    table = published_table(counts)
    answers = [
        guess
        for guess in product(range(6), repeat=4)
        if _agrees(dict(zip(counts, guess, strict=True)), table)
    ]
    for at, number in enumerate(counts.values()):
        if is_small(number):
            assert len({answer[at] for answer in answers}) > 1


def _agrees(guess: dict[tuple[str, str], int], table: PublishedTable) -> bool:
    rows = all(
        n is None or n == sum(guess[row, column] for column in table.columns)
        for row, n in table.row_totals.items()
    )
    columns = all(
        n is None or n == sum(guess[row, column] for row in table.rows)
        for column, n in table.column_totals.items()
    )
    cells = all(n is None or n == guess[cell] for cell, n in table.cells.items())
    return rows and columns and cells and table.total in (None, sum(guess.values()))


def test_a_complement_is_hidden_with_a_small_number_and_the_rest_is_shown() -> None:
    table = published_table(_counts([[3, 7, 40], [20, 9, 30], [50, 60, 70]]))
    hidden = {cell for cell, number in table.cells.items() if number is None}
    assert hidden == {("r0", "c0"), ("r0", "c1"), ("r1", "c0"), ("r1", "c1")}
    assert table.total == 289
    assert table.row_totals == {"r0": 50, "r1": 59, "r2": 180}


def test_a_row_with_a_small_total_is_left_out_where_another_report_shows_the_totals() -> None:
    table = published_table(_counts([[1, 1], [20, 9]]), row_totals_known=True)
    assert (table.rows, table.left_out, table.total) == (("r1",), 1, 29)


def test_a_part_is_hidden_where_the_part_or_what_remains_is_small() -> None:
    assert [published_part(*one) for one in ((3, 40), (38, 40), (3, 3), (0, 40), (20, 40), (40, 40))] == [
        None,
        None,
        None,
        0,
        20,
        40,
    ]


def test_a_count_below_nought_is_refused() -> None:
    with pytest.raises(ValueError, match="never below nought"):
        published_table({("a", "b"): -1})
