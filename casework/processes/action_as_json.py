"""The acts that may be recorded now, as programs read them."""

from __future__ import annotations

from typing import Any

from casework.case.actions import Action


def action_as_json(action: Action) -> dict[str, Any]:
    """An act that may be recorded: its title, whose it is, and its particulars."""
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
