"""The tables of a page, read from its HTML for a file."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from office.table_files import Cell, Table

MOST_ROWS = 5000
"""The most rows of a list that one file holds."""
_HIDDEN = ("govuk-visually-hidden", "app-noprint")
_EMPTY_TAGS = frozenset({"br", "input", "img", "hr", "path", "circle"})


def tables_in(html: str, title: str) -> list[Table]:
    """Return the tables of a page that can be downloaded, with the title of the page for those without a caption."""
    reader = _TableReader()
    reader.feed(html)
    return [Table(one.caption or title, one.heads, one.rows) for one in reader.found]


def has_tables(html: str) -> bool:
    """Whether a page has a table that can be downloaded."""
    return bool(_DOWNLOADABLE.search(html))


_DOWNLOADABLE = re.compile(r'<table class="app-table(?! app-month)')


class _TableReader(HTMLParser):
    """Reads the tables of a page, without what only screen readers and the mouse need."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Table] = []
        self._table: Table | None = None
        self._open: list[tuple[str, bool]] = []
        self._text: list[str] | None = None
        self._row: list[Cell] = []
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
            self._table.heads = [str(cell) for cell in self._row]
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
