"""Read the fields of an act from KEY=VALUE settings and comma-separated lists."""

from __future__ import annotations

from typing import Any

from casework.case.actions import Action


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


def with_lists(action: Action | None, fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with lists where the act takes lists: issues=education,health becomes two issues."""
    known = {field.name: field for field in action.fields if field.is_list} if action else {}
    return {
        name: value.split(",")
        if name in known and isinstance(value, str) and ("," in value or not known[name].several)
        else value
        for name, value in fields.items()
    }
