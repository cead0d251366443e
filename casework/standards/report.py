"""The report on standards: those most often not tried, and what is most often above every catalogue, by setting and need.

Small numbers are hidden with what would give them away. The report describes provision; it judges no child and no school.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from casework.small_numbers.suppression import SMALLEST_SHOWN, PublishedTable, published_table
from casework.standards.catalogue import AREAS_OF_NEED
from casework.standards.links import ABOVE, PROVISION

NOT_TRIED: Final = "not_tried"
NO_SETTING: Final = "Setting not recorded"
NO_NEED: Final = "Main need not recorded"


@dataclass(frozen=True, slots=True)
class Reported:
    """One case that says something to count: what about it (`row`), and the setting attended (`column`)."""

    case_id: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Report:
    """The tables that may be shown: by what is not tried, and by the child's main need and the area of the row that is above every catalogue."""

    not_tried: PublishedTable
    above: PublishedTable


def report(
    links: Iterable[Mapping[str, Any]], names: Mapping[tuple[str, str], str], needs: Mapping[str, str]
) -> Report:
    """Count cases by setting and return what may be shown.

    `links` has for each link the case, its kind, answer, area, catalogue and standard and the setting attended;
    `names` has the words of each standard by its catalogue and id; `needs` has the child's main need in words by case.
    """
    not_tried, above = set[Reported](), set[Reported]()
    for one in links:
        setting = " ".join(str(one["setting"] or "").split()) or NO_SETTING
        if one["kind"] == PROVISION and one["answer"] == ABOVE:
            area = AREAS_OF_NEED.get(str(one["area"]), str(one["area"]))
            need = needs.get(str(one["case_id"]), NO_NEED)
            above.add(Reported(str(one["case_id"]), f"{need} (row of {area})", setting))
        elif one["answer"] == NOT_TRIED:
            of = (str(one["catalogue"]), str(one["standard"]))
            not_tried.add(Reported(str(one["case_id"]), names.get(of, " ".join(of)), setting))
    return Report(_table(not_tried), _table(above))


def _table(found: Iterable[Reported]) -> PublishedTable:
    """Return the table of cases, the row with the most cases first and the settings by name."""
    counts: dict[tuple[str, str], int] = {}
    rows: dict[str, int] = {}
    columns = set[str]()
    for one in found:
        counts[one.row, one.column] = counts.get((one.row, one.column), 0) + 1
        rows[one.row] = rows.get(one.row, 0) + 1
        columns.add(one.column)
    # By steps of five, so that the order of two rows does not tell more than their numbers do.
    ordered = sorted(rows, key=lambda row: (-(rows[row] // SMALLEST_SHOWN), row))
    return published_table(
        {(row, column): counts.get((row, column), 0) for row in ordered for column in sorted(columns)}
    )
