"""Read the fields of an act from KEY=VALUE settings and comma-separated lists."""

from __future__ import annotations

from typing import Any

from casework.case.actions import Action
from statute.written_date import read_day


def settings_written(settings: list[str]) -> tuple[str | None, dict[str, Any]]:
    """Return `of` and the fields from KEY=VALUE settings. Raises ValueError with a sentence for the person."""
    of: str | None = None
    fields: dict[str, Any] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name or not value:
            raise ValueError(f"{setting!r} is not KEY=VALUE; write it like of=school.")
        if name in fields or (name == "of" and of is not None):
            raise ValueError(f"{name} is given twice; leave one of them out.")
        if name == "of":
            of = value
        else:
            fields[name] = {"true": True, "false": False}.get(value, value)
    return of, fields


def with_days(action: Action | None, fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with dates as YYYY-MM-DD: on=4 March 2026 becomes 2026-03-04. What is no date stays as it is."""
    dated = {field.name for field in action.fields if field.kind == "date"} if action else set()
    return {name: _day(value) if name in dated else value for name, value in fields.items()}


def _day(value: Any) -> Any:
    try:
        return read_day(value).isoformat() if isinstance(value, str) else value
    except ValueError:
        return value


def with_lists(action: Action | None, fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with lists where the act takes lists, and with dates as YYYY-MM-DD.

    issues=education,health becomes two issues.
    """
    known = {field.name: field for field in action.fields if field.is_list} if action else {}
    return {
        name: [each.strip() for each in value.split(",")]
        if name in known and isinstance(value, str) and ("," in value or not known[name].several)
        else value
        for name, value in with_days(action, fields).items()
    }
