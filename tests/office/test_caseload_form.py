"""The form of a caseload: what is written is read again, and no cell becomes a formula."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from casework.takeover.faults import Fault
from office.caseload_form import read_table, unknown_columns, written_table

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=30).filter(
    lambda text: text == "" or bool(text.strip())
)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1))
def test_any_cell_is_read_as_it_was_written(rows: list[tuple[str, str]]) -> None:
    text = written_table(("one", "two"), ({"one": one, "two": two} for one, two in rows))
    told = [row for _, row in read_table("a.csv", text).rows]
    full = [row for row in rows if any(row)]
    assert [(row.get("one", ""), row.get("two", "")) for row in told] == full


def test_no_cell_becomes_a_formula() -> None:
    text = written_table(("name",), [{"name": name} for name in ("=1+1", "+44", "'@a", "Wren")])
    assert text.splitlines() == ["name", "'=1+1", "'+44", "''@a", "Wren"]


def test_a_row_has_the_number_that_a_spreadsheet_shows() -> None:
    table = read_table("a.csv", 'name,team\n"Wren\nExample",north\n\n,\nRobin,south,\n')
    assert table.rows == ((2, {"name": "Wren\nExample", "team": "north"}),)
    assert [str(fault) for fault in table.faults] == [
        "a.csv, row 5: It has more values than columns; check its commas and quotes."
    ]


def test_columns_that_are_unknown_missing_or_there_twice_are_faults_of_the_first_row() -> None:
    faults = unknown_columns(
        read_table("a.csv", "name,tema\nWren,north\n"), ("name", "team"), ("name", "team")
    )
    assert [(fault.row, fault.column) for fault in faults] == [(1, "tema"), (1, "team")]
    assert "choose from name, team" in faults[0].says
    (twice,) = read_table("a.csv", "name,name\nWren,Robin\n").faults
    assert twice == Fault("a.csv", 1, "", "The column 'name' is there twice; remove or rename one of them.")


def test_a_file_without_rows_or_that_is_not_csv_is_a_fault() -> None:
    assert "no row below the names" in read_table("a.csv", "name,team\n").faults[0].says
    assert "is not CSV" in read_table("a.csv", 'name\n"Wren"x\n').faults[0].says
