"""Read a framework from CSV: one row for each category, level, weight, band, year and value.

The columns are record, id, level, setting_type, year, value and text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

COLUMNS: Final = ("record", "id", "level", "setting_type", "year", "value", "text")
Row = dict[str, str]


@dataclass
class _Reading:
    """What was read so far: the content, the line of each part of it, and the faults."""

    content: dict[str, Any] = field(default_factory=dict)
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)
    faults: list[tuple[int, str]] = field(default_factory=list)
    line: int = 1

    def add(self, where: str, row: dict[str, Any]) -> None:
        """Add a row to a list of the content."""
        rows = self.content.setdefault(where, [])
        self.lines[(where, len(rows))] = self.line
        rows.append(row)

    def find(self, where: str, id_: str) -> tuple[int, dict[str, Any]] | None:
        """Return a row of a list with its place, or None with a fault."""
        for place, row in enumerate(self.content.get(where, [])):
            if row["id"] == id_:
                return place, row
        self.fault(f"{id_!r} has no row of its own above this one; add it there.")
        return None

    def fault(self, says: str) -> None:
        """Note a fault of the line."""
        self.faults.append((self.line, says))


def content_of_csv(
    text: str,
) -> tuple[dict[str, Any], dict[tuple[str | int, ...], int], list[tuple[int, str]]]:
    """Return the content of a CSV file as YAML would give it, the line of each part, and the faults with their lines."""
    reading = _Reading()
    rows = csv.reader(io.StringIO(text), strict=True)
    try:
        header = [name.strip() for name in next(rows)]
        if tuple(header) != COLUMNS:
            reading.fault(f"The columns must be {', '.join(COLUMNS)}.")
            return {}, {}, reading.faults
        for cells in rows:
            reading.line = rows.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(COLUMNS):
                reading.fault(f"The row has {len(cells)} cells; it needs {len(COLUMNS)}.")
                continue
            _read(reading, dict(zip(COLUMNS, (cell.strip() for cell in cells), strict=True)))
    except (csv.Error, StopIteration):
        reading.line = max(rows.line_num, 1)
        reading.fault("The row cannot be read; check its quotes.")
    return reading.content, reading.lines, reading.faults


def _read(reading: _Reading, row: Row) -> None:
    reader = _READERS.get(row["record"])
    if reader is None:
        reading.fault(f"{row['record'][:40]!r} is no kind of row; write one of {', '.join(_READERS)}.")
    else:
        reader(reading, row)


def _framework(reading: _Reading, row: Row) -> None:
    *within, name = row["id"].split(".")
    content = reading.content
    for each in within:
        content = content.setdefault(each, {})
    content[name] = _plain(row["value"] or row["text"])
    reading.lines[(*within, name)] = reading.line


def _plain(value: str) -> Any:
    return {"yes": True, "no": False}.get(value, value)


def _setting_type(reading: _Reading, row: Row) -> None:
    reading.add("setting_types", {"id": row["id"], "title": row["text"], "kinds": row["value"].split()})


def _category(reading: _Reading, row: Row) -> None:
    reading.add(
        "categories", {"id": row["id"], "title": row["text"], "areas": row["value"].split(), "levels": []}
    )


def _level(reading: _Reading, row: Row) -> None:
    if (found := reading.find("categories", row["id"])) is not None:
        place, category = found
        reading.lines["categories", place, "levels", len(category["levels"])] = reading.line
        category["levels"].append({"level": row["level"], "text": row["text"]})


def _points(reading: _Reading, row: Row) -> None:
    if (found := reading.find("categories", row["id"])) is None:
        return
    place, category = found
    for number, level in enumerate(category["levels"]):
        if level["level"] == row["level"]:
            level.setdefault("points", {})[row["setting_type"] or "*"] = row["value"]
            reading.lines["categories", place, "levels", number, "points", row["setting_type"] or "*"] = (
                reading.line
            )
            return
    reading.fault(
        f"Level {row['level']} of {row['id']!r} has no row of its own above this one; add it there."
    )


def _band(reading: _Reading, row: Row) -> None:
    reading.add(
        "bands", {"id": row["id"], "title": row["text"], "plus": row["value"] == "plus", "at_least": {}}
    )


def _at_least(reading: _Reading, row: Row) -> None:
    if (found := reading.find("bands", row["id"])) is not None:
        found[1]["at_least"][row["setting_type"] or "*"] = row["value"]
        reading.lines["bands", found[0], "at_least", row["setting_type"] or "*"] = reading.line


def _year(reading: _Reading, row: Row) -> None:
    reading.add("years", {"id": row["id"], "starts": row["value"]})


def _uplift(reading: _Reading, row: Row) -> None:
    if (found := reading.find("years", row["id"])) is not None:
        found[1]["uplift_percent"] = row["value"]
        reading.lines["years", found[0], "uplift_percent"] = reading.line


def _value(reading: _Reading, row: Row) -> None:
    reading.add(
        "values",
        {"band": row["id"], "setting_type": row["setting_type"] or "*", "year": row["year"], "amount": row["value"]},
    )  # fmt: skip


def _element(reading: _Reading, row: Row) -> None:
    made = {"element": row["id"], "setting_type": row["setting_type"] or "*", "amount": row["value"]}
    reading.add("elements", made | ({"year": row["year"]} if row["year"] else {}))


def _fallback(reading: _Reading, row: Row) -> None:
    reading.content.setdefault("fallback", {})[row["setting_type"] or "*"] = row["value"]
    reading.lines["fallback", row["setting_type"] or "*"] = reading.line


_READERS: Final[dict[str, Callable[[_Reading, Row], None]]] = {
    "framework": _framework,
    "setting_type": _setting_type,
    "category": _category,
    "level": _level,
    "points": _points,
    "band": _band,
    "at_least": _at_least,
    "year": _year,
    "uplift": _uplift,
    "value": _value,
    "element": _element,
    "fallback": _fallback,
}
