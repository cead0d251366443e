"""Read the cells of a spreadsheet, OpenDocument (.ods) or Excel (.xlsx), from its XML. Pure.

The standard library suffices: the format is a zip file with one XML file, and only text and numbers are needed.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import partial
from typing import Final
from xml.etree import ElementTree

from casework.damaged_archive import DAMAGED
from casework.dashboard.csv_table import Line
from casework.dashboard.figure import BadPublishedFile
from casework.dashboard.xlsx_workbook import WORKBOOK, workbook_sheets

_CONTENT: Final = "content.xml"
_LARGEST: Final = 60_000_000
"""The most bytes of XML that are read. The tables of the Tribunal have 2.7 million."""
_WIDEST, _LONGEST = 1_000, 20_000
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
Sheets = Mapping[str, list[Line]]
"""The rows of each sheet by its name."""


def is_spreadsheet(raw: bytes) -> bool:
    """Return whether a file is a zip file, as every spreadsheet is."""
    return raw.startswith(b"PK\x03\x04")


def sheets_in(raw: bytes) -> Sheets:
    """Return the rows that hold anything, by sheet. A number is given in full, not as it is shown.

    Raises BadPublishedFile.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if WORKBOOK in packed.namelist():
                return workbook_sheets(packed, partial(_part, packed))
            if _CONTENT not in packed.namelist():
                raise BadPublishedFile(
                    "The file is a spreadsheet of another kind. Save it as CSV, as an Excel workbook (.xlsx) or as an"
                    " OpenDocument spreadsheet (.ods)."
                )
            root = _part(packed, _CONTENT)
    except BadPublishedFile:
        raise
    except DAMAGED:
        raise BadPublishedFile("The spreadsheet is damaged. Download it again and load it.") from None
    return {table.get(f"{_TABLE}name", ""): _rows(table) for table in root.iter(f"{_TABLE}table")}


def _part(packed: zipfile.ZipFile, name: str) -> ElementTree.Element:
    """Return a part of the file as XML. Raises BadPublishedFile if it is too large or defines entities."""
    if packed.getinfo(name).file_size > _LARGEST:
        raise BadPublishedFile("The spreadsheet is too large. Save the sheet that is needed as CSV.")
    content = packed.read(name)
    if b"<!DOCTYPE" in content[:4096]:
        raise BadPublishedFile("The spreadsheet defines its own entities. Save it again and load it.")
    return ElementTree.fromstring(content)


def _rows(table: ElementTree.Element) -> list[Line]:
    lines: list[Line] = []
    number = 0
    for row in table.iter(f"{_TABLE}table-row"):
        times = _repeated(row, "rows")
        cells: list[str] = []
        for cell in row:
            if cell.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                text = _cell(cell)
                cells += [text] * min(_repeated(cell, "columns"), _WIDEST if text else _WIDEST - len(cells))
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            lines += [Line(number + each, cells) for each in range(1, min(times, _LONGEST) + 1)]
        number += times
    return lines


def _repeated(element: ElementTree.Element, what: str) -> int:
    written = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 9 else 1


def _cell(cell: ElementTree.Element) -> str:
    text = " ".join("".join(part.itertext()) for part in cell.iter(f"{_TEXT}p")).strip()
    value = cell.get(f"{_OFFICE}value")
    return value if value is not None and any(digit.isdigit() for digit in text) else text
