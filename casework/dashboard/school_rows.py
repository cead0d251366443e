"""Count the grades of schools from a file of Ofsted with one row for each school."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from casework.dashboard.areas import AUTHORITIES, ENGLAND, authority_code, level_of
from casework.dashboard.csv_table import Line
from casework.dashboard.figure import BadPublishedFile, Figure, divided, unit_of
from casework.dashboard.file_kind import FileKind, SchoolColumns, plain_name
from casework.dashboard.published_rows import MOST_FAULTS

_DAY = re.compile(r"as at 31 august (20\d\d)")
_GOOD: Final = frozenset({"1", "2", "outstanding", "good"})
_OTHERS: Final = frozenset({"3", "4", "requires improvement", "inadequate"})
_NOT_GRADED: Final = frozenset({"", "null", "not judged", "9"})
_Counts = dict[tuple[str, str], list[int]]
"""By area and series: how many schools are good or outstanding, and how many have a grade."""


def figures_of_schools(lines: Sequence[Line], kind: FileKind, name: str) -> tuple[list[Figure], int, int]:
    """Return the share of good and outstanding schools of each authority, region and England by type of school.

    Also returns how many rows the file has and how many are not used. `name` is the name of the file, which holds its day.
    Raises BadPublishedFile with every fault, up to MOST_FAULTS.
    """
    assert kind.schools is not None
    year, header, rows = _year_of(name), lines[0], lines[1:]
    places = {plain_name(one): place for place, one in reversed(list(enumerate(header.cells)))}
    series_of = {
        plain_name(type_name): one.series
        for one in kind.figures
        for type_name in one.where.get(kind.schools.type, ())
    }
    counts: _Counts = {}
    seen: dict[str, int] = {}
    faults: list[str] = []
    unused = 0
    for line in rows:
        fault, is_used = _count(line, kind.schools, places, series_of, counts, seen)
        unused += not is_used
        if fault:
            faults.append(f"Line {line.number}, column {fault}")
        if len(faults) == MOST_FAULTS:
            break
    if faults:
        raise BadPublishedFile(*faults)
    return list(_figures(counts, kind.figures[0].metric, year)), len(rows), unused


def _year_of(name: str) -> str:
    found = _DAY.search(" ".join(re.split(r"[\s_+-]+", name.replace("%20", " ").casefold())))
    if found is None:
        raise BadPublishedFile(
            f"The name of the file, {name!r}, does not end with a 31 August, such as …_as_at_31_August_2024.csv. Give it the name"
            " with which it was published."
        )
    return found[1]


def _count(
    line: Line,
    columns: SchoolColumns,
    places: dict[str, int],
    series_of: dict[str, str],
    counts: _Counts,
    seen: dict[str, int],
) -> tuple[str, bool]:
    """Count a school. Returns what is wrong at which column, and whether the school has a grade."""

    def cell(column: str) -> str:
        place = places[plain_name(column)]
        return line.cells[place].strip() if place < len(line.cells) else ""

    urn, grade = cell(columns.urn), cell(columns.grade).casefold()
    if urn in seen:
        return (
            f"{columns.urn}: {urn!r} is also in line {seen[urn]}; load a file with one row for each school.",
            False,
        )
    seen[urn] = line.number
    if grade in _NOT_GRADED:
        return "", False
    if grade not in _GOOD | _OTHERS:
        return (
            f"{columns.grade}: {cell(columns.grade)!r} is not a grade from 1 to 4, NULL or Not judged.",
            False,
        )
    series = series_of.get(plain_name(cell(columns.type)))
    if series is None:
        return f"{columns.type}: {cell(columns.type)!r} is not a type of state-funded school.", False
    area = authority_code(cell(columns.authority))
    if area is None:
        return f"{columns.authority}: {cell(columns.authority)!r} is not a local authority.", False
    for one in (area, AUTHORITIES[area].region, ENGLAND):
        both = counts.setdefault((one, series), [0, 0])
        both[0] += grade in _GOOD
        both[1] += 1
    return "", True


def _figures(counts: _Counts, metric: str, year: str) -> Iterable[Figure]:
    for (area, series), (good, of) in counts.items():
        value = divided(good, of, unit_of(metric, series))
        yield Figure(metric, series, area, level_of(area), year, value, good, of)
