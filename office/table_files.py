"""Tables as a file: CSV, or a spreadsheet with one sheet for each table. No cell becomes a formula."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

import xlsxwriter

from statute.written_date import month_number

Kind = Literal["csv", "xlsx"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MEDIA_TYPES: dict[Kind, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Cell = str | float
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would take for a formula."""
_DAY = re.compile(r"(\d{1,2}) ([A-Z][a-z]+) (\d{4})")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_LONGEST_SHEET_NAME = 31


@dataclass
class Table:
    """A table: its caption, the headings of its columns, and its rows. A line break separates the lines of a text."""

    caption: str = ""
    heads: list[str] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)


def as_file(kind: Kind, tables: list[Table]) -> bytes:
    """Return tables as a file of a kind."""
    return as_csv(tables) if kind == "csv" else as_xlsx(tables)


def as_csv(tables: list[Table]) -> bytes:
    """Return tables as CSV in UTF-8, one below the other. A text that begins like a formula gets an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text)
    for place, table in enumerate(tables):
        if place:
            writer.writerow([])
        if len(tables) > 1:
            writer.writerow([_safe(table.caption)])
        writer.writerow([_safe(head) for head in table.heads])
        writer.writerows([_plain(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(tables: list[Table]) -> bytes:
    """Return tables as a workbook, each as a sheet with its headings in bold. Days are dates, and numbers stay numbers."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for place, table in enumerate(tables, start=1):
            sheet = book.add_worksheet(_sheet_name(table.caption, place))
            sheet.freeze_panes(1, 0)
            for column, head in enumerate(table.heads):
                sheet.write_string(0, column, head, bold)
            for row_number, row in enumerate(table.rows, start=1):
                for column, cell in enumerate(row):
                    if not isinstance(cell, str):
                        sheet.write_number(row_number, column, cell)
                    elif (on := _day_of(cell)) is not None:
                        sheet.write_datetime(row_number, column, on, day)
                    else:
                        sheet.write_string(row_number, column, cell, wrapped)
            sheet.autofit()
    return file.getvalue()


def _plain(cell: Cell) -> str:
    if not isinstance(cell, str):
        return f"{cell:.10g}"
    on = _day_of(cell)
    return on.isoformat() if on is not None else _safe(cell)


def _safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _day_of(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    month = month_number(found[2]) if found is not None else None
    return date(int(found[3]), month, int(found[1])) if found is not None and month is not None else None


def _sheet_name(caption: str, place: int) -> str:
    """Return a name that a workbook accepts, with a number so that no two sheets have the same."""
    return f"{place} {_SHEET_NAME.sub(' ', caption)}"[:_LONGEST_SHEET_NAME].strip()
