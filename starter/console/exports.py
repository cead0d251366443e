"""The tables of a page as a file: CSV, or a spreadsheet with one sheet for each table. No cell becomes a formula."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from typing import Literal, get_args

import xlsxwriter

from statute.written_date import month_number

Kind = Literal["csv", "xlsx"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MOST_ROWS = 5000
"""The most rows of a list that one file holds."""
MEDIA_TYPES: dict[Kind, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would take for a formula."""
_HIDDEN = ("govuk-visually-hidden", "app-noprint")
_DAY = re.compile(r"(\d{1,2}) ([A-Z][a-z]+) (\d{4})")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
_LONGEST_SHEET_NAME = 31
_EMPTY_TAGS = frozenset({"br", "input", "img", "hr", "path", "circle"})


@dataclass
class Table:
    """A table: its caption, the headings of its columns, and its rows as text. A line break separates the lines of a cell."""

    caption: str = ""
    heads: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


def tables_in(html: str, title: str) -> list[Table]:
    """Return the tables of a page that can be downloaded, with the title of the page for those without a caption."""
    reader = _TableReader()
    reader.feed(html)
    return [Table(one.caption or title, one.heads, one.rows) for one in reader.found]


def has_tables(html: str) -> bool:
    """Whether a page has a table that can be downloaded."""
    return bool(_DOWNLOADABLE.search(html))


_DOWNLOADABLE = re.compile(r'<table class="app-table(?! app-month)')


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
    """Return tables as a workbook, each as a sheet with its headings in bold. Days are dates; all else is text."""
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
                    if (on := _day_of(cell)) is not None:
                        sheet.write_datetime(row_number, column, on, day)
                    else:
                        sheet.write_string(row_number, column, cell, wrapped)
            sheet.autofit()
    return file.getvalue()


def _plain(cell: str) -> str:
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


class _TableReader(HTMLParser):
    """Reads the tables of a page, without what only screen readers and the mouse need."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Table] = []
        self._table: Table | None = None
        self._open: list[tuple[str, bool]] = []
        self._text: list[str] | None = None
        self._row: list[str] = []
        self._in_head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = dict(attrs).get("class") or ""
        if tag == "table" and "app-table" in classes and "app-month" not in classes:
            self._table = Table()
        if self._table is None:
            return
        if tag == "br" and self._text is not None:
            self._text.append("\n")
        if tag == "thead":
            self._in_head = True
        if tag == "tr":
            self._row = []
        if tag in ("th", "td", "caption"):
            self._text = []
        if tag not in _EMPTY_TAGS:
            hides = any(name in classes.split() for name in _HIDDEN) or tag == "svg"
            self._open.append((tag, hides and tag != "caption"))

    def handle_endtag(self, tag: str) -> None:
        if self._table is None or not any(name == tag for name, _ in self._open):
            return
        while self._open and self._open.pop()[0] != tag:
            pass
        if tag in ("th", "td") and self._text is not None:
            self._row.append(_lines("".join(self._text)))
            self._text = None
        elif tag == "caption" and self._text is not None:
            self._table.caption, self._text = _lines("".join(self._text)), None
        elif tag == "tr" and self._in_head:
            self._table.heads = self._row
        elif tag == "tr" and self._row:
            self._table.rows.append(self._row)
        elif tag == "thead":
            self._in_head = False
        elif tag == "table":
            self.found.append(self._table)
            self._table = None

    def handle_data(self, data: str) -> None:
        if self._text is not None and not any(hides for _, hides in self._open):
            self._text.append(re.sub(r"\s+", " ", data))


def _lines(text: str) -> str:
    return "\n".join(line for one in text.split("\n") if (line := one.strip()))
