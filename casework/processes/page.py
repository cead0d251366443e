"""A page about a process as data: titles, rows and tables, which every way in shows in its own form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of text; `link` is a path of the console, `tag` a status colour, `case` the case it names."""

    text: str
    link: str | None = None
    tag: str | None = None
    case: str | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A term and what is known of it, for a summary list."""

    term: str
    value: Cell


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption, its column headings and its rows."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: a heading, paragraphs, a summary list and tables, in this order; `acts` are offered with it."""

    title: str
    paragraphs: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    tables: tuple[Table, ...] = ()
    acts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its title, the status tag beside it, and its sections."""

    title: str
    status: Cell
    sections: tuple[Section, ...]
