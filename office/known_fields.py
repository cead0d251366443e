"""The fields of an act that the records already know, such as the day of a sitting or the setting that a band pays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from casework.case.actions import Action
from casework.case.casework_acts import BAND_TOLD
from casework.processes.registry import PROCESSES
from office.band_letters import BAND, KNOWN, filled_in
from records import processes


def known_by(action: Action) -> dict[str, frozenset[str]]:
    """Return the fields of an act that the records know, by the field that names the process or the decision."""
    names = frozenset(field.name for field in action.fields)
    by_processes = {
        process.noun: process.knows & names
        for process in PROCESSES
        if process.noun in names and process.knows & names
    }
    return {**by_processes, **always_known(action)}


def always_known(action: Action) -> dict[str, frozenset[str]]:
    """Return the fields of an act that the records always fill in and no person gives, by the field they depend on."""
    return {BAND: KNOWN} if action.name == BAND_TOLD else {}


def with_known(session: Session, action: Action | None, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an act with those that the records know. What a person gave is kept, unless no person gives it."""
    found = dict(fields)
    if action is None:
        return found
    if always_known(action):
        return {name: value for name, value in found.items() if name not in KNOWN} | filled_in(
            session, str(fields.get(BAND) or "")
        )
    for noun, names in known_by(action).items():
        row = processes.find(session, str(fields.get(noun) or ""))
        if row is not None:
            found |= {name: row.content[name] for name in names - fields.keys() if row.content.get(name)}
    return found
