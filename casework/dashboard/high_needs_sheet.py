"""Read the Department's workbook of high needs spending: top-up funding and population of each authority in one year."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from casework.dashboard.areas import authority_code, level_of
from casework.dashboard.csv_table import Line
from casework.dashboard.figure import BadPublishedFile, Figure, divided
from casework.dashboard.file_kind import FileKind
from casework.dashboard.marks import NotANumber, number_in

_TITLE_LINES: Final = 12
"""The most lines above the authorities."""
_YEAR = re.compile(r"20\d\d-\d\d")
_CODE, _POPULATION = "la code", "2-18 population"
_AMOUNTS, _PER_HEAD = "section 251 outturn", "high needs outturn reported in section 251 and amounts per head"
_SCHOOLS: Final = ("special schools and academies", "prus and ap academies")
_SECTORS: Final[Mapping[str, str]] = {"state": "(1)", "independent": "(2)"}
"""The series, each with the number that the headings of its sector carry."""
_ERRORS: Final = frozenset({"#n/a", "#ref!", "#value!", "#div/0!", "#name?"})
_UNKNOWN: Final = "x"
_NEAR: Final = 0.005
"""How far an amount per head may be from what the sheet says, as a share of it."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where a sheet holds what is read: columns by number; amounts and amounts per head by series."""

    year: str
    code: int
    population: int
    amounts: Mapping[str, tuple[int, ...]]
    per_head: Mapping[str, tuple[int, ...]]


def is_high_needs_sheet(lines: Sequence[Line]) -> bool:
    """Return whether a sheet is the table of high needs spending."""
    return _at(lines, _PER_HEAD) is not None and _at(lines, _POPULATION) is not None


def figures_of_high_needs(lines: Sequence[Line], kind: FileKind) -> tuple[list[Figure], int, int]:
    """Return the top-up funding per head by sector, how many rows the sheet has, and how many are not used.

    Each is the amount of special schools and of alternative provision, divided by the population aged 2 to 18. The sheet's own
    amounts per head must agree. Raises BadPublishedFile.
    """
    layout = _layout(lines)
    figures: list[Figure] = []
    unused = 0
    for line in lines:
        code = _cell(line, layout.code)
        area = authority_code(code) if code.isdecimal() else None
        if area is None:
            unused += 1
            continue
        population, _ = _number(line, layout.population)
        if not population:
            unused += 1
            continue
        for series in _SECTORS:
            figures.append(_figure(line, layout, series, area, population, kind.figures[0].metric))
    return figures, len(lines), unused


def _figure(line: Line, layout: _Layout, series: str, area: str, population: float, metric: str) -> Figure:
    total = 0.0
    key = (metric, series, area, level_of(area), layout.year)
    for at, per_head in zip(layout.amounts[series], layout.per_head[series], strict=True):
        amount, mark = _number(line, at)
        if amount is None:
            return Figure(*key, None, mark=mark)
        said, _ = _number(line, per_head)
        if said and abs(amount / population - said) > _NEAR * abs(said):
            raise BadPublishedFile(
                f"Line {line.number}: {amount:,.0f} for {population:,.0f} people is not the {said:,.2f} per head that the sheet"
                " gives. Check that the sheet is as it was published."
            )
        total += amount
    return Figure(*key, divided(total, population, "pounds"), total, population)


def _layout(lines: Sequence[Line]) -> _Layout:
    code, population = _wanted(lines, _CODE, "LA code"), _wanted(lines, _POPULATION, "2-18 Population")
    amounts, per_head = _wanted(lines, _AMOUNTS, "Section 251 outturn"), _wanted(lines, _PER_HEAD, "")
    year = next(
        (one for line in lines[:_TITLE_LINES] for one in line.cells[:amounts] if _YEAR.fullmatch(one)), None
    )
    if year is None:
        raise BadPublishedFile(
            "The sheet does not say its year, such as 2021-22, above the table. Download it again."
        )
    return _Layout(
        year,
        code,
        population,
        {one: _columns(lines, number, amounts, per_head) for one, number in _SECTORS.items()},
        {one: _columns(lines, number, per_head, None) for one, number in _SECTORS.items()},
    )


def _columns(lines: Sequence[Line], sector: str, first: int, before: int | None) -> tuple[int, ...]:
    """Return the columns of special schools and of alternative provision of a sector, from one column to another."""
    found = []
    for name in _SCHOOLS:
        wanted = f"{name} {sector}"
        places = [
            first + place
            for line in lines[:_TITLE_LINES]
            for place, one in enumerate(line.cells[first:before])
            if one.casefold() == wanted
        ]
        if not places:
            raise BadPublishedFile(
                f"The sheet has no column {wanted.capitalize()!r} in its outturn. Check that it is the workbook as published."
            )
        found.append(places[0])
    return tuple(found)


def _wanted(lines: Sequence[Line], beginning: str, name: str) -> int:
    found = _at(lines, beginning)
    if found is None:
        raise BadPublishedFile(
            f"The sheet has no heading {name!r}. Check that it is the workbook as published."
        )
    return found


def _at(lines: Sequence[Line], beginning: str) -> int | None:
    """Return the column of the first heading that begins so, or that has these words after the name of its table."""
    for line in lines[:_TITLE_LINES]:
        for place, cell in enumerate(line.cells):
            text = re.sub(r"^table \w+: ", "", cell.casefold())
            if text.startswith(beginning):
                return place
    return None


def _cell(line: Line, column: int) -> str:
    return line.cells[column].strip() if column < len(line.cells) else ""


def _number(line: Line, column: int) -> tuple[float | None, str | None]:
    written = _cell(line, column)
    if written.casefold() in _ERRORS:
        return None, _UNKNOWN
    try:
        return number_in(written)
    except NotANumber:
        raise BadPublishedFile(
            f"Line {line.number}, column {column + 1}: {written!r} is neither a number nor a mark; correct it or download the file"
            " again."
        ) from None
