"""Read the figures of a table with one row for each area, period and group."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from casework.dashboard.areas import (
    AUTHORITY,
    ENGLAND,
    HEALTH,
    NATIONAL,
    area_named,
    authority_code,
    level_of,
)
from casework.dashboard.csv_table import Line
from casework.dashboard.figure import BadPublishedFile, Figure, added, divided, unit_of
from casework.dashboard.file_kind import (
    LEVELS,
    PLAIN,
    TOTAL_COLUMNS,
    FigureColumns,
    FileKind,
    plain_name,
)
from casework.dashboard.marks import MARKS, NotANumber, number_in
from casework.dashboard.metric import METRICS
from casework.dashboard.periods import NotAPeriod, period_in

MOST_FAULTS: Final = 20
"""The most faults that are collected before the reading stops."""
_AREA_CODE = re.compile(r"E(06|07|08|09|10|12|13)\d{6}")
_NO_WHOLE = "z"
"""The mark of a share of nothing."""
_Part = tuple[float | None, str | None]


class _Fault(ValueError):  # noqa: N818 - named for what is wrong
    """What is wrong at a column of a line."""

    def __init__(self, column: str, what: str) -> None:
        super().__init__(what)
        self.column = column


class _Row:
    """A row by the names of its columns."""

    def __init__(self, places: Mapping[str, int], line: Line) -> None:
        self._places = places
        self._cells = line.cells

    def get(self, column: str) -> str | None:
        """Return a cell, or None if the table has no such column."""
        place = self._places.get(plain_name(column))
        return None if place is None else self._cells[place].strip()

    def text(self, column: str) -> str:
        """Return a cell, or nothing if the table has no such column."""
        return self.get(column) or ""


def figures_in_rows(lines: Sequence[Line], kind: FileKind) -> tuple[list[Figure], int, int]:
    """Return the figures of a table whose first row has its columns, how many rows it has, and how many are not used.

    Raises BadPublishedFile with every fault, up to MOST_FAULTS.
    """
    header, *rows = lines
    places = {plain_name(name): place for place, name in reversed(list(enumerate(header.cells)))}
    divides = [name for name in places if name in TOTAL_COLUMNS]
    found: dict[tuple[str, str, str, str], tuple[Figure, int]] = {}
    faults: list[str] = []
    unused = 0
    for line in rows:
        if len(line.cells) != len(header.cells):
            faults.append(
                f"Line {line.number}: it has {len(line.cells)} values and the columns are {len(header.cells)}; check its"
                " commas and quotes."
            )
        else:
            try:
                unused += not _keep(_Row(places, line), line.number, kind, divides, found)
            except _Fault as fault:
                faults.append(f"Line {line.number}, column {fault.column}: {fault}")
        if len(faults) == MOST_FAULTS:
            break
    if faults:
        raise BadPublishedFile(*faults)
    return [one for one, _ in found.values()], len(rows), unused


def _keep(
    row: _Row,
    number: int,
    kind: FileKind,
    divides: Sequence[str],
    found: dict[tuple[str, str, str, str], tuple[Figure, int]],
) -> bool:
    """Keep the figures of a row. Returns whether it has any."""
    wanted = [one for one in kind.figures if _is_wanted(row, one, divides)]
    if not wanted or (area := _area(row, kind)) is None:
        return False
    period = _period(row, kind.period)
    for columns in wanted:
        metric, series = _series(row, columns)
        figure = _figure(row, columns, (metric, series, area, level_of(area), period))
        if figure is None:
            continue
        before = found.get(figure.key)
        if before is not None and not columns.add:
            raise _Fault(
                columns.value or columns.number or columns.said or next(iter(columns.where), ""),
                f"it repeats the area and period of line {before[1]}; load a file with one row for each, without"
                " columns that divide them.",
            )
        found[figure.key] = (added(before[0], figure) if before else figure, number)
    return True


def _is_wanted(row: _Row, columns: FigureColumns, divides: Sequence[str]) -> bool:
    """Return whether a row counts for a series: its own groups, and totals of all others."""
    own = {plain_name(name): {one.casefold() for one in values} for name, values in columns.where.items()}
    for name, values in own.items():
        if (row.get(name) or "").casefold() not in values:
            return False
    return all(name in own or _is_total(row.text(name)) for name in divides)


def _is_total(written: str) -> bool:
    text = written.casefold()
    return text in ("", "total", "all") or text.startswith("all ")


def _series(row: _Row, columns: FigureColumns) -> tuple[str, str]:
    """Return the metric and the series; in a plain table the row names them."""
    if columns.metric != "*":
        return columns.metric, columns.series
    metric, series = row.text("metric"), row.text("series")
    if metric not in METRICS:
        raise _Fault("metric", f"{metric!r} is not a metric of the dashboard.")
    known = {part for name in METRICS[metric].series for part in METRICS[metric].parts_of(name)}
    if series not in known:
        raise _Fault(
            "series", f"{series!r} is not a series of this metric; it has {', '.join(sorted(known))}."
        )
    return metric, series


def _figure(row: _Row, columns: FigureColumns, key: tuple[str, str, str, str, str]) -> Figure | None:
    """Return the figure of a row; None if the file has no column for it."""
    if columns.says:
        return Figure(*key, None, said=columns.says)
    if columns.said:
        said = row.text(columns.said)
        if not said:
            raise _Fault(columns.said, "it is empty; give the outcome.")
        return Figure(*key, None, said=said)
    value, mark = _part(row, columns.value)
    number, number_mark = _part(row, columns.number)
    of, of_mark = _part(row, columns.of)
    is_plain = columns.metric == "*"
    if columns.number and not (is_plain and number is None and of is None):
        whole = divided(number, of, unit_of(key[0], key[1]))
        lost = None if whole is not None else number_mark or of_mark or _NO_WHOLE
        return Figure(*key, whole, number, of, lost)
    if row.get(columns.value) is None:
        return None
    return Figure(*key, None if value is None else value * columns.times, mark=mark)


def _part(row: _Row, columns: str) -> _Part:
    """Return the number of a column, or the sum of several that are joined by a plus, and its mark."""
    total: float | None = None
    for column in columns.split(" + ") if columns else ():
        written = row.get(column)
        if written is None:
            return None, None
        try:
            value, mark = number_in(written)
        except NotANumber:
            known = ", ".join(one for one in MARKS if one)
            raise _Fault(
                column,
                f"{written!r} is neither a number nor a mark ({known}); correct it or download the file again.",
            ) from None
        if value is None:
            return None, mark
        total = (total or 0) + value
    return total, None


def _period(row: _Row, column: str) -> str:
    written = row.text(column)
    try:
        return period_in(written)
    except NotAPeriod:
        raise _Fault(column, f"{written!r} is not a period, such as 2024, 202324 or April 2024.") from None


def _area(row: _Row, kind: FileKind) -> str | None:
    """Return the code of the area of a row; None for a level that the dashboard does not show."""
    if kind.areas is not None:
        return _named_area(row, kind)
    level = LEVELS.get(row.text("geographic_level").casefold())
    if level is None:
        return None
    if level == NATIONAL:
        return ENGLAND
    if level == AUTHORITY:
        written = [row.text(name) for name in ("new_la_code", "old_la_code", "la_name")]
        for one in written:
            if code := authority_code(one):
                return code
        return _coded("new_la_code", written[0])
    return area_named(row.text("region_name")) or _coded("region_code", row.text("region_code"))


def _coded(column: str, written: str) -> str:
    """Return an area that is known by its code only, such as an authority that is newer than this release."""
    if not _AREA_CODE.fullmatch(written):
        raise _Fault(column, f"{written!r} is not the code of an area, such as E06000001.")
    return written


def _named_area(row: _Row, kind: FileKind) -> str | None:
    assert kind.areas is not None
    code, name = (row.text(column) if column else "" for column in (kind.areas.code, kind.areas.name))
    found = authority_code(code) or area_named(name or code) or (code if _AREA_CODE.fullmatch(code) else None)
    if found is not None or code == ENGLAND:
        return found or ENGLAND
    if kind.areas.authorities_only:
        raise _Fault(kind.areas.name, f"{name!r} is not a local authority; correct the name.")
    if not (code or name):
        raise _Fault(kind.areas.code or kind.areas.name, "it is empty; give the area.")
    if code in ("UNKNOWN", "Unknown") or (kind.id == PLAIN and METRICS[row.text("metric")].level != HEALTH):
        if kind.id == PLAIN:
            raise _Fault(kind.areas.code, f"{code!r} is not the code or the name of an area.")
        return None
    return name or code
