"""Read the cells of an Excel workbook (.xlsx) from its XML. Pure.

The standard library suffices: the format is a zip file with one XML file for each sheet, and only text and numbers are needed.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final
from xml.etree import ElementTree

from casework.dashboard.csv_table import Line

WORKBOOK: Final = "xl/workbook.xml"
"""The part that every workbook of this format has."""
_RELATIONS, _TEXTS, _STYLES = "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_DATES: Final = frozenset({14, 15, 16, 17, 22})
"""The numbers of the built-in formats that show a day."""
_ZERO_DAY: Final = date(1899, 12, 30)
_WIDEST: Final = 1_000
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')

Part = Callable[[str], ElementTree.Element]
"""Returns a part of the file as XML, by its name."""


def workbook_sheets(packed: zipfile.ZipFile, part: Part) -> dict[str, list[Line]]:
    """Return the rows that hold anything, by sheet. A number is given in full, a day as 31/12/2022, an error as it is shown."""
    names = set(packed.namelist())
    texts = [_text(one) for one in part(_TEXTS).iter(f"{_MAIN}si")] if _TEXTS in names else []
    days = _day_styles(part(_STYLES)) if _STYLES in names else frozenset()
    targets = {one.get("Id"): one.get("Target", "") for one in part(_RELATIONS)}
    found: dict[str, list[Line]] = {}
    for sheet in part(WORKBOOK).iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_ID), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in names:
            found[sheet.get("name", "")] = list(_rows(part(path), texts, days))
    return found


def _rows(sheet: ElementTree.Element, texts: Sequence[str], days: frozenset[int]) -> Iterator[Line]:
    for place, row in enumerate(sheet.iter(f"{_MAIN}row"), start=1):
        cells: dict[int, str] = {}
        for cell in row.iter(f"{_MAIN}c"):
            at = _CELL.fullmatch(cell.get("r", ""))
            column = _column(at[1]) if at is not None else len(cells)
            if column < _WIDEST and (text := _shown(cell, texts, days)):
                cells[column] = text
        if cells:
            written = row.get("r", "")
            number = int(written) if written.isascii() and written.isdecimal() else place
            yield Line(number, [cells.get(column, "") for column in range(max(cells) + 1)])


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _shown(cell: ElementTree.Element, texts: Sequence[str], days: frozenset[int]) -> str:
    kind, value = cell.get("t", "n"), cell.findtext(f"{_MAIN}v") or ""
    if kind == "inlineStr":
        return _text(cell)
    if kind == "s":
        return texts[int(value)] if value.isdecimal() and int(value) < len(texts) else ""
    style = cell.get("s", "0")
    if kind == "n" and style.isdecimal() and int(style) in days and value:
        return _day(value)
    return value.strip()


def _day(value: str) -> str:
    try:
        return (_ZERO_DAY + timedelta(days=int(float(value)))).strftime("%d/%m/%Y")
    except (ValueError, OverflowError):
        return value


def _text(element: ElementTree.Element) -> str:
    """Return the text of an element, with its line breaks as spaces and without the readings of Japanese words."""
    parts = (one.text or "" for one in element.iter(f"{_MAIN}t"))
    return " ".join("".join(parts).split())


def _day_styles(styles: ElementTree.Element) -> frozenset[int]:
    """Return the places of the cell styles that show a number as a day."""
    own = {int(one.get("numFmtId", "0")): one.get("formatCode", "") for one in styles.iter(f"{_MAIN}numFmt")}
    formats: Mapping[int, bool] = {number: _shows_day(code) for number, code in own.items()}
    cells = styles.find(f"{_MAIN}cellXfs")
    used = [int(one.get("numFmtId", "0")) for one in cells] if cells is not None else []
    return frozenset(
        place for place, number in enumerate(used) if number in _DATES or formats.get(number, False)
    )


def _shows_day(code: str) -> bool:
    plain = _QUOTED.sub("", code.casefold())
    return "d" in plain and ("m" in plain or "y" in plain)
