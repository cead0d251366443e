"""An act that may be recorded, as JSON."""

from __future__ import annotations

from typing import Any

from casework.case.actions import Action


def action_as_json(action: Action) -> dict[str, Any]:
    """The JSON of an act that may be recorded: its name, title, `of` and fields."""
    return {
        "action": action.name,
        "title": action.title,
        "of": action.of,
        "fields": [
            {
                "name": field.name,
                "kind": field.kind,
                "required": field.required,
                "choices": list(field.choices),
                "asks": field.asks,
                "several": field.is_list,
            }
            for field in action.fields
        ],
    }
