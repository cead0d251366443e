"""The form of a caseload in CSV, for what comes in and what goes out: one case a row, its past in one column.

What is written here and read again is the same text. No cell becomes a formula in a spreadsheet.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from casework.takeover.faults import HEADER, Fault
from casework.takeover.mapping import FileMapping
from statute.strict_reading import Repeated, check_columns

_FORMULA = ("=", "+", "-", "@")
"""How a text begins that a spreadsheet would take for a formula."""
_SIGN = "'"
"""The sign before such a text, which a spreadsheet takes for the start of a text."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file by column, each with its number in a spreadsheet, and what is wrong with the file itself.

    `mapping` is how another system's columns became ours; None for a file in our form.
    """

    file: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[int, dict[str, str]], ...] = ()
    faults: tuple[Fault, ...] = ()
    mapping: FileMapping | None = None

    def fault(self, row: int, column: str, says: str) -> Fault:
        """Return a fault in a row, with the name that the column has in the file."""
        return Fault(self.file, row, self.mapping.theirs(column) if self.mapping else column, says)


def read_table(file: str, text: str) -> Table:
    """Return the rows of a CSV file. A cell that is empty is left out, and an empty row is no row."""
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        columns = [name.strip() for name in next(reader, [])]
        check_columns(columns)
        rows: list[tuple[int, dict[str, str]]] = []
        faults: list[Fault] = []
        for number, cells in enumerate(reader, start=HEADER + 1):
            if len(cells) > len(columns):
                says = "It has more values than columns; check its commas and quotes."
                faults.append(Fault(file, number, "", says))
            elif any(cell.strip() for cell in cells):
                named = zip(columns, map(_without_sign, cells), strict=False)
                rows.append((number, {name: cell for name, cell in named if cell.strip()}))
    except Repeated as error:
        return Table(file, faults=(Fault(file, HEADER, "", str(error)),))
    except csv.Error as error:
        says = f"Line {reader.line_num} of the file is not CSV: {error}; check its quotes."
        return Table(file, faults=(Fault(file, HEADER, "", says),))
    if not rows and not faults:
        faults.append(Fault(file, HEADER, "", "There is no row below the names of the columns; add one."))
    return Table(file, tuple(columns), tuple(rows), tuple(faults))


def mapped(table: Table, mapping: FileMapping) -> Table:
    """Return another system's table in our columns, with what cannot be mapped as faults."""
    missing = sorted(mapping.read - set(table.columns)) if table.columns else []
    faults = [
        *table.faults,
        *(
            Fault(
                table.file,
                HEADER,
                name,
                "The mapping reads this column; add it, or take it out of the mapping.",
            )
            for name in missing
        ),
    ]
    rows: list[tuple[int, dict[str, str]]] = []
    for number, content in table.rows:
        told, wrong = mapping.row(content)
        rows.append((number, told))
        faults += [Fault(table.file, number, column, says) for column, says in wrong]
    return Table(table.file, tuple(mapping.columns), tuple(rows), tuple(faults), mapping)


def unknown_columns(table: Table, known: Sequence[str], needed: Sequence[str]) -> list[Fault]:
    """Return a fault for each column that has no meaning, and for each that every row needs and the file does not have."""
    if not table.columns or table.mapping is not None:
        return []
    found = [
        Fault(
            table.file,
            HEADER,
            name,
            f"It is not a column that we know; remove it or choose from {', '.join(known)}.",
        )
        for name in table.columns
        if name not in known
    ]
    missing = (name for name in needed if name not in table.columns)
    return [*found, *(Fault(table.file, HEADER, name, "The column is missing; add it.") for name in missing)]


def written_table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Return rows as CSV with these columns, the same text for the same rows."""
    into = io.StringIO()
    writer = csv.writer(into, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_with_sign(row.get(name, "")) for name in columns] for row in rows)
    return into.getvalue()


def _with_sign(cell: str) -> str:
    return f"{_SIGN}{cell}" if cell.lstrip(_SIGN).startswith(_FORMULA) else cell


def _without_sign(cell: str) -> str:
    return cell[1:] if cell.startswith(_SIGN) and cell.lstrip(_SIGN).startswith(_FORMULA) else cell
