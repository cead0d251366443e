"""The table of screened children by setting and school year, with small numbers hidden. Pure.

Every part of the table divides the same children: their first result, whether they moved, their dose, and whether a request
followed. There is one cut only, since two cuts of the same children could be subtracted from each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from casework.early_support.policy import EarlySupportPolicy
from casework.early_support.rescreen import rescreen_of
from casework.early_support.support_record import COLOURS, POLICY, KeptRecord, SupportRecord, of_kind
from casework.small_numbers.suppression import PublishedTable, published_table
from statute.counting import months_after

_SCHOOL_YEAR_BEGINS = 9
"""The month in which a school year begins."""
PARTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "colour": ("First result", COLOURS),
    "moved": ("At the re-screen", ("up", "same", "down", "not_rescreened")),
    "dose": ("Dose", ("kept", "not_kept", "not_recorded")),
    "request": (f"Request within {POLICY['later_request_months']} months", ("yes", "no")),
}
"""The parts of the table: the heading of each, and its columns."""


@dataclass(frozen=True, slots=True)
class ScreenedChild:
    """A child with a screen: its records, and the days on which requests for it were received."""

    kept: tuple[KeptRecord, ...]
    requested_on: tuple[date, ...] = ()

    @property
    def records(self) -> tuple[SupportRecord, ...]:
        """The records of the child."""
        return tuple(one.record for one in self.kept)

    @property
    def first(self) -> KeptRecord | None:
        """The first screen of the child."""
        return min((one for one in self.kept if one.record.kind == "screen"), key=_on, default=None)

    @property
    def first_round(self) -> tuple[SupportRecord, ...]:
        """The records before the second screen: what followed the first."""
        screens = of_kind(self.records, "screen")
        return tuple(one for one in self.records if len(screens) == 1 or one.on < screens[1].on)

    def until(self, day: date) -> ScreenedChild:
        """The child as known at the end of a day."""
        kept = tuple(one for one in self.kept if one.record.on <= day)
        return ScreenedChild(kept, tuple(one for one in self.requested_on if one <= day))


@dataclass(frozen=True, slots=True)
class CohortTable:
    """The table: for each part, the counts by setting and school year that may be shown."""

    as_at: date
    parts: Mapping[str, PublishedTable]

    @property
    def rows(self) -> tuple[str, ...]:
        """The rows, each a setting and a school year."""
        return next(iter(self.parts.values())).rows

    @property
    def left_out(self) -> int:
        """How many rows are left out because they have too few children."""
        return next(iter(self.parts.values())).left_out

    def screened(self, row: str) -> int | None:
        """The number of children screened in a row."""
        return next(iter(self.parts.values())).row_totals[row]


def cohort_table(children: Iterable[ScreenedChild], policy: EarlySupportPolicy, as_at: date) -> CohortTable:
    """Return the table of the children who were screened on or before a day."""
    known = (one.until(as_at) for one in children)
    counted = [one for one in known if one.first is not None]
    rows = sorted({_row(one) for one in counted})
    parts = {}
    for part, (_, columns) in PARTS.items():
        counts = {(row, column): 0 for row in rows for column in columns}
        for one in counted:
            counts[_row(one), _COLUMN[part](one, policy)] += 1
        parts[part] = published_table(counts, row_totals_known=True)
    return CohortTable(as_at, parts)


def school_year(day: date) -> str:
    """Return the school year of a day, such as 2025/26."""
    first = day.year if day.month >= _SCHOOL_YEAR_BEGINS else day.year - 1
    return f"{first}/{(first + 1) % 100:02d}"


def _row(child: ScreenedChild) -> str:
    first = child.first
    assert first is not None
    return f"{first.urn} {school_year(first.record.on)}"


def _on(one: KeptRecord) -> date:
    return one.record.on


def _colour(child: ScreenedChild, policy: EarlySupportPolicy) -> str:
    first = child.first
    assert first is not None
    return str(first.record.get("colour"))


def _moved(child: ScreenedChild, policy: EarlySupportPolicy) -> str:
    found = rescreen_of(child.first_round, policy)
    if found is None or found.accepted is None:
        return "not_rescreened"
    return "up" if found.moved > 0 else "down" if found.moved < 0 else "same"


def _dose(child: ScreenedChild, policy: EarlySupportPolicy) -> str:
    known = [one for one in of_kind(child.records, "intervention") if has_dose(one)]
    if not known:
        return "not_recorded"
    return "kept" if all(keeps_dose(one) for one in known) else "not_kept"


def has_dose(one: SupportRecord) -> bool:
    """Whether the sessions planned and given are both known."""
    return one.sessions_planned is not None and one.get("sessions_given") is not None


def keeps_dose(one: SupportRecord) -> bool:
    """Whether at least the planned sessions were given."""
    return bool(one.get("sessions_given") >= (one.sessions_planned or 0))


def _request(child: ScreenedChild, policy: EarlySupportPolicy) -> str:
    first = child.first
    assert first is not None
    last = months_after(first.record.on, POLICY["later_request_months"])
    return "yes" if any(first.record.on <= day <= last for day in child.requested_on) else "no"


_COLUMN: Mapping[str, Callable[[ScreenedChild, EarlySupportPolicy], str]] = {
    "colour": _colour,
    "moved": _moved,
    "dose": _dose,
    "request": _request,
}


def as_json(
    table: CohortTable, settings: Mapping[str, str], label: str, cells: Sequence[str] = tuple(PARTS)
) -> dict[str, object]:
    """Return the table as JSON values. A hidden number is null."""
    rows = []
    for row in table.rows:
        urn, _, year = row.partition(" ")
        told: dict[str, object] = {
            "setting": urn,
            "name": settings.get(urn, urn),
            "school_year": year,
            "screened": table.screened(row),
        }
        for part in cells:
            columns = PARTS[part][1]
            told[part] = {column: table.parts[part].cells.get((row, column)) for column in columns}
        rows.append(told)
    totals = {
        part: {column: table.parts[part].column_totals.get(column) for column in PARTS[part][1]}
        for part in cells
    }
    first = table.parts[cells[0]]
    return {
        "as_at": table.as_at.isoformat(),
        "policy": label,
        "rows": rows,
        "totals": {"screened": first.total, **totals},
        "rows_left_out": table.left_out,
    }
