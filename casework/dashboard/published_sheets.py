"""Read the figures of spreadsheets: those with a layout of their own, and those with a table in one sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from casework.dashboard.areas import ENGLAND, area_named, authority_code, level_of
from casework.dashboard.csv_table import Line, header_of
from casework.dashboard.figure import BadPublishedFile, Figure, divided, unit_of
from casework.dashboard.file_kind import KINDS, FileKind
from casework.dashboard.high_needs_sheet import figures_of_high_needs, is_high_needs_sheet
from casework.dashboard.marks import NotANumber, number_in
from casework.dashboard.spreadsheet import Sheets

Read = tuple[list[Figure], int, int]
"""The figures, how many rows were read, and how many of them hold none."""
_ALLOCATIONS: Final = re.compile(r"Allocations_(\d\d)(\d\d)")
_TOTAL = "total dsg allocation"
_YEAR = re.compile(r"(20\d\d)\d?")
"""A year, which may carry the number of a note."""
_PER_YEAR = 3
_MILLION = 1_000_000


def sheet_kind(sheets: Sheets, wanted: str | None) -> FileKind | None:
    """Return the kind of a spreadsheet with a layout of its own; None if it has none of them."""
    for layout, fits in _FITS.items():
        kind = next(one for one in KINDS.values() if one.sheets == layout)
        if wanted in (None, kind.id) and fits(sheets):
            return kind
    return None


def table_in_sheets(sheets: Sheets, wanted: str | None) -> tuple[list[Line], FileKind]:
    """Return the first table of a spreadsheet whose columns fit a kind, from its columns on. Raises BadPublishedFile."""
    for lines in sheets.values():
        try:
            place, kind = header_of(lines, wanted)
        except BadPublishedFile:
            continue
        width = len(lines[place].cells)
        rows = [Line(one.number, [*one.cells, *[""] * (width - len(one.cells))]) for one in lines[place:]]
        return rows, kind
    raise BadPublishedFile(
        f"None of the sheets ({', '.join(sheets)}) has the columns of a file that can be loaded. Download the file again, or save the"
        " sheet that is needed as CSV."
    )


def figures_in_sheets(sheets: Sheets, kind: FileKind) -> Read:
    """Return the figures of a spreadsheet. Raises BadPublishedFile."""
    return _READ[kind.sheets](sheets, kind)


def _high_needs(sheets: Sheets, kind: FileKind) -> Read:
    """Read the first sheet with the table of high needs spending."""
    return figures_of_high_needs(next(one for one in sheets.values() if is_high_needs_sheet(one)), kind)


def _appeal_rates(sheets: Sheets, kind: FileKind) -> Read:
    """Read the appeals and the decisions that could be appealed: England by row, authorities by blocks of three columns."""
    of = kind.figures[0]
    figures: list[Figure] = []
    unused = 0
    for line in sheets["SEND_1"]:
        year = _YEAR.fullmatch(line.cells[0])
        if year is not None and len(line.cells) > 2:
            figures.append(_share(of.metric, of.series, ENGLAND, year[1], ("SEND_1", line, 1)))
        else:
            unused += 1
    lines = sheets["SEND_2"]
    years = _years_of(lines)
    for line in lines:
        area = area_named(re.sub(r"\d+$", "", line.cells[0]))
        if area is None or level_of(area) != "authority":
            unused += 1
            continue
        figures += [
            _share(of.metric, of.series, area, year, ("SEND_2", line, 1 + _PER_YEAR * block))
            for block, year in enumerate(years)
            if len(line.cells) > 2 + _PER_YEAR * block
        ]
    return figures, len(sheets["SEND_1"]) + len(lines), unused


def _years_of(lines: Sequence[Line]) -> list[str]:
    for line in lines:
        found = [match[1] for cell in line.cells if (match := _YEAR.fullmatch(cell))]
        if found:
            return found
    raise BadPublishedFile("Sheet SEND_2 names no years. Download the file again and load it.")


def _share(metric: str, series: str, area: str, year: str, at: tuple[str, Line, int]) -> Figure:
    number, mark = _number(*at)
    of, of_mark = _number(at[0], at[1], at[2] + 1)
    value = divided(number, of, unit_of(metric, series))
    key = (metric, series, area, level_of(area), year)
    if value is None:
        return Figure(*key, None, mark=mark or of_mark or "z")
    return Figure(*key, value, number, of)


def _allocations(sheets: Sheets, kind: FileKind) -> Read:
    """Read the total allocation of each area and year before recoupment: a sheet for each year."""
    of = kind.figures[0]
    figures: dict[tuple[str, str, str, str], Figure] = {}
    rows = unused = 0
    for name, lines in sheets.items():
        if (found := _ALLOCATIONS.fullmatch(name)) is None:
            continue
        head, column = _total_column(name, lines)
        times = _MILLION if "million" in head.cells[column].casefold() else 1
        rows += len(lines)
        for line in lines:
            code = line.cells[0]
            area = authority_code(code) if code.isdecimal() else area_named(code)
            if area is None or len(line.cells) <= column:
                unused += 1
                continue
            value, mark = _number(name, line, column)
            figure = Figure(
                of.metric, of.series, area, level_of(area), f"20{found[1]}-{found[2]}",
                None if value is None else value * times, mark=mark,
            )  # fmt: skip
            figures.setdefault(figure.key, figure)
    return list(figures.values()), rows, unused


def _total_column(name: str, lines: Sequence[Line]) -> tuple[Line, int]:
    """Return the row of the columns and the first column with a total, which is the one before recoupment."""
    for line in lines:
        for place, cell in enumerate(line.cells):
            if _TOTAL in cell.casefold():
                return line, place
    raise BadPublishedFile(
        f"Sheet {name} has no column with the total allocation. Download the file again and load it."
    )


def _number(sheet: str, line: Line, column: int) -> tuple[float | None, str | None]:
    try:
        return number_in(line.cells[column], dash_is_nought=True)
    except NotANumber as wrong:
        raise BadPublishedFile(
            f"Sheet {sheet}, line {line.number}, column {column + 1}: {str(wrong)!r} is neither a number nor a mark;"
            " correct it or download the file again."
        ) from None


_FITS: Mapping[str, Callable[[Sheets], bool]] = {
    "appeal_rates": lambda sheets: {"SEND_1", "SEND_2"} <= set(sheets),
    "allocations_by_year": lambda sheets: any(_ALLOCATIONS.fullmatch(name) for name in sheets),
    "high_needs": lambda sheets: any(is_high_needs_sheet(lines) for lines in sheets.values()),
}
_READ: Mapping[str, Callable[[Sheets, FileKind], Read]] = {
    "appeal_rates": _appeal_rates,
    "allocations_by_year": _allocations,
    "high_needs": _high_needs,
}
