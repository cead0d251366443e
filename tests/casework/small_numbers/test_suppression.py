"""A small number cannot be read in a table, nor worked out from what the table shows."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.small_numbers.suppression import (
    PublishedTable,
    grouped,
    is_small,
    published_part,
    published_table,
    table_with_known_totals,
)
from tests.casework.small_numbers.solver import worked_out

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


@settings(max_examples=40, deadline=None)
@given(_COUNTS, st.booleans())
def test_no_small_number_is_shown_or_can_beworked_out(grid: list[list[int]], known: bool) -> None:
    counts = _counts(grid)
    table = published_table(counts, row_totals_known=known)
    assert not [n for n in table.cells.values() if n is not None and is_small(n)]
    totals = (*table.row_totals.values(), *table.column_totals.values(), table.total)
    assert not [n for n in totals if n is not None and is_small(n)]
    small = {f"{row}|{column}" for (row, column), n in counts.items() if is_small(n)}
    assert not small & set(worked_out(table))
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


@settings(max_examples=40, deadline=None)
@given(_COUNTS)
def test_tables_that_share_their_totals_give_no_small_number_away(grid: list[list[int]]) -> None:
    counts = _counts(grid)
    rows, columns = grouped(_sums(counts, 0), "other"), grouped(_sums(counts, 1), "other")
    merged: dict[tuple[str, str], int] = {}
    for (row, column), number in counts.items():
        cell = rows[row], columns[column]
        merged[cell] = merged.get(cell, 0) + number
    if is_small(sum(counts.values())):
        with pytest.raises(ValueError, match="too small to show"):
            table_with_known_totals(merged)
        return
    table = table_with_known_totals(merged)
    assert None not in (*table.row_totals.values(), *table.column_totals.values(), table.total)
    assert not [n for n in table.cells.values() if n is not None and is_small(n)]
    small = {f"{row}|{column}" for (row, column), n in merged.items() if is_small(n)}
    assert not small & set(worked_out(table))


def _sums(counts: dict[tuple[str, str], int], side: int) -> dict[str, int]:
    sums: dict[str, int] = {}
    for cell, number in counts.items():
        sums[cell[side]] = sums.get(cell[side], 0) + number
    return sums


def test_a_group_of_small_categories_takes_in_the_next_until_it_can_be_shown() -> None:
    assert grouped({"a": 1, "b": 2, "c": 7, "d": 30, "e": 0}, "other") == {
        "a": "other", "b": "other", "c": "other", "d": "d", "e": "e",
    }  # fmt: skip
    assert grouped({"a": 2, "b": 3, "c": 7}, "other") == {"a": "other", "b": "other", "c": "c"}
