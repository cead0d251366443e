"""A fault in a file of a caseload: where it is, what is wrong and how to mend it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

HEADER = 1
"""The row of the column names, as a spreadsheet numbers it. The first row of data is the next."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `row` is the number that a spreadsheet shows, and `column` is empty for a fault of the whole row.

    `says` is one sentence with the mend. In a file that is no table, `row` is a line, as `unit` says.
    """

    file: str
    row: int
    column: str
    says: str
    unit: str = "row"

    def __str__(self) -> str:
        where = f", column {self.column}" if self.column else ""
        return f"{self.file}, {self.unit} {self.row}{where}: {self.says}"
