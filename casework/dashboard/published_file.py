"""Read a published file of statistics: its kind, and one figure for each series, area and period. Pure.

The file is read whole or not at all. Every fault names its line and its column.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from casework.dashboard.csv_table import header_of, table_in
from casework.dashboard.figure import BadPublishedFile, Figure, national_from_authorities
from casework.dashboard.file_kind import FileKind
from casework.dashboard.published_rows import figures_in_rows
from casework.dashboard.published_sheets import figures_in_sheets, sheet_kind
from casework.dashboard.spreadsheet import is_spreadsheet, sheets_in


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file that was read: its kind, its figures, and how many rows it has and how many of them hold no figure of ours."""

    kind: FileKind
    figures: tuple[Figure, ...]
    rows: int
    unused: int


def published_file(raw: bytes, kind: str | None = None) -> PublishedFile:
    """Return the figures of a CSV file or an OpenDocument spreadsheet. Raises BadPublishedFile.

    `kind` is the id of the kind where the columns do not tell it.
    """
    if is_spreadsheet(raw):
        sheets = sheets_in(raw)
        found = sheet_kind(sheets, kind)
        figures, rows, unused = figures_in_sheets(sheets, found)
    else:
        lines = table_in(raw)
        place, found = header_of(lines, kind)
        figures, rows, unused = figures_in_rows(lines[place:], found)
    if not figures:
        raise BadPublishedFile(
            f"The file holds none of the figures of “{found.title}”. Check that it is the file with every area."
        )
    return PublishedFile(found, (*figures, *_missing_national(figures)), rows, unused)


def _missing_national(figures: Iterable[Figure]) -> list[Figure]:
    """Return the figures of England that the file does not have and the authorities give."""
    held = {one.key for one in figures}
    return [one for one in national_from_authorities(figures) if one.key not in held]
