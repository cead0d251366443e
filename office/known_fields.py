"""The fields of an act that the process it names already knows, such as the day of a sitting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from casework.case.actions import Action
from casework.processes.registry import PROCESSES
from records import processes


def known_by(action: Action) -> dict[str, frozenset[str]]:
    """Return the fields of an act that a process knows, by the field that names the process."""
    names = frozenset(field.name for field in action.fields)
    return {
        process.noun: process.knows & names
        for process in PROCESSES
        if process.noun in names and process.knows & names
    }


def with_known(session: Session, action: Action | None, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an act with those that its process knows. What a person gave is kept."""
    found = dict(fields)
    for noun, names in known_by(action).items() if action is not None else ():
        row = processes.find(session, str(fields.get(noun) or ""))
        if row is not None:
            found |= {name: row.content[name] for name in names - fields.keys() if row.content.get(name)}
    return found
