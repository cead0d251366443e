"""Read the rows of a file of requests, CSV or JSON, each with its place for messages."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from office.bad_intake import BadIntake
from statute.strict_reading import Repeated, check_columns, json_from


def rows_of(path: str, text: str, columns: Sequence[str]) -> list[tuple[str, dict[str, Any]]]:
    """Return the rows of a file with their places. Raises BadIntake if it cannot be read."""
    return _json_rows(path, text) if path.lower().endswith(".json") else _csv_rows(path, text, columns)


def _csv_rows(path: str, text: str, columns: Sequence[str]) -> list[tuple[str, dict[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text), strict=True)
    known = set(columns)
    try:
        check_columns(reader.fieldnames or ())
        unknown = [name for name in reader.fieldnames or () if name not in known]
        if unknown:
            raise BadIntake(
                f"{path} has an unknown column {unknown[0]!r}; the columns are {', '.join(columns)}."
            )
        rows = []
        for row in reader:
            if None in row:
                raise BadIntake(
                    f"Line {reader.line_num} of {path} has more values than columns; check its commas and quotes."
                )
            rows.append(
                (f"Line {reader.line_num} of {path}", {name: value for name, value in row.items() if value})
            )
        return rows
    except Repeated as error:
        raise BadIntake(f"{path} cannot be read. {error}") from None
    except csv.Error as error:
        raise BadIntake(f"Line {reader.reader.line_num} of {path} is not CSV: {error}.") from None


def _json_rows(path: str, text: str) -> list[tuple[str, dict[str, Any]]]:
    try:
        content = json_from(text)
    except Repeated as error:
        raise BadIntake(f"{path} cannot be read. {error}") from None
    except (ValueError, RecursionError) as error:
        where = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise BadIntake(f"{path} is not JSON{where}; check its commas and quotes.") from None
    listed = content if isinstance(content, list) else [content]
    for place, row in enumerate(listed, start=1):
        if not isinstance(row, dict):
            raise BadIntake(f"Request {place} of {path} is not an object with fields.")
    return [(f"Request {place} of {path}", row) for place, row in enumerate(listed, start=1)]
