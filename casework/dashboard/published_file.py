"""Read a published file of statistics: its kind, and one figure for each series, area and period. Pure.

The file is read whole or not at all. Every fault names its line and its column.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from casework.dashboard.csv_table import Line, header_of, table_in
from casework.dashboard.figure import BadPublishedFile, Figure, national_from_authorities
from casework.dashboard.file_kind import FileKind
from casework.dashboard.published_rows import figures_in_rows
from casework.dashboard.published_sheets import figures_in_sheets, sheet_kind, table_in_sheets
from casework.dashboard.school_rows import figures_of_schools
from casework.dashboard.spreadsheet import is_spreadsheet, sheets_in


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file that was read: its kind, its figures, and how many rows it has and how many of them hold no figure of ours."""

    kind: FileKind
    figures: tuple[Figure, ...]
    rows: int
    unused: int


def published_file(raw: bytes, kind: str | None = None, name: str = "") -> PublishedFile:
    """Return the figures of a CSV file or a spreadsheet. Raises BadPublishedFile.

    `kind` is the id of the kind where the columns do not tell it. `name` is the name of the file, which may hold its day.
    """
    if is_spreadsheet(raw):
        sheets = sheets_in(raw)
        own = sheet_kind(sheets, kind)
        if own is not None:
            found, (figures, rows, unused) = own, figures_in_sheets(sheets, own)
        else:
            table, found = table_in_sheets(sheets, kind)
            figures, rows, unused = _in_table(table, found, name)
    else:
        lines = table_in(raw)
        place, found = header_of(lines, kind)
        figures, rows, unused = _in_table(lines[place:], found, name)
    if not figures:
        raise BadPublishedFile(
            f"The file holds none of the figures of “{found.title}”. Check that it is the file with every area."
        )
    return PublishedFile(found, (*figures, *_missing_national(figures)), rows, unused)


def _in_table(lines: Sequence[Line], kind: FileKind, name: str) -> tuple[list[Figure], int, int]:
    return figures_in_rows(lines, kind) if kind.schools is None else figures_of_schools(lines, kind, name)


def _missing_national(figures: Iterable[Figure]) -> list[Figure]:
    """Return the figures of England that the file does not have and the authorities give."""
    held = {one.key for one in figures}
    return [one for one in national_from_authorities(figures) if one.key not in held]
