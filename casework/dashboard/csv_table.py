"""Read the rows of a CSV file as publishers write them: with or without a byte order mark, with commas or semicolons."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from casework.dashboard.figure import BadPublishedFile
from casework.dashboard.file_kind import KINDS, FileKind, kind_of, lacking
from statute.words import listed

_MOST_TITLE_LINES = 12
"""The most lines that a file may have above its columns."""
_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table with its number in the file."""

    number: int
    cells: Sequence[str]


def table_in(raw: bytes) -> list[Line]:
    """Return the rows of a CSV file that hold anything. Raises BadPublishedFile."""
    text = _text(raw)
    if "\0" in text:
        raise BadPublishedFile("The file is not a CSV file. Save it as CSV and load it again.")
    top = text.splitlines()[:_MOST_TITLE_LINES]
    delimiter = max(_DELIMITERS, key=lambda one: max((line.count(one) for line in top), default=0))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[Line] = []
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                lines.append(Line(reader.line_num, row))
    except csv.Error as fault:
        raise BadPublishedFile(
            f"Line {reader.line_num} is not CSV: {fault}. Check its quotes and load the file again."
        ) from None
    return lines


def header_of(lines: Sequence[Line], wanted: str | None) -> tuple[int, FileKind]:
    """Return where the columns of a table stand, and its kind: the wanted one, or the one that fits.

    Raises BadPublishedFile.
    """
    if not lines:
        raise BadPublishedFile("The file is empty. Download it again and load it.")
    for place, line in enumerate(lines[:_MOST_TITLE_LINES]):
        if wanted is None and (found := kind_of(line.cells)) is not None:
            return place, found
        if wanted is not None and not lacking(KINDS[wanted], line.cells):
            return place, KINDS[wanted]
    if wanted is not None:
        kind = KINDS[wanted]
        missing = listed(
            lacking(kind, max(lines[:_MOST_TITLE_LINES], key=lambda line: len(line.cells)).cells)
        )
        raise BadPublishedFile(
            f"The file has no column {missing}. A file of this kind needs {listed(kind.needs)}."
        )
    raise BadPublishedFile(
        "The columns of the file fit none of the files that can be loaded. Check that it is one of them, or name its kind."
    )


def _text(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
