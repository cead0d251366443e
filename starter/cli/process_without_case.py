"""The command that starts a process for a child who has no case."""

from __future__ import annotations

from datetime import date
from typing import Any

from casework.processes.process import Process
from starter.terminal.data_folder import as_caller, in_office


def call_for_child(process: Process[Any], fields: dict[str, Any], by: str | None, data: str | None) -> str:
    """Start the process, and return its id. Raises Refused."""
    from office.calling_without_case import call_without_case, pupil_from

    given = dict(fields)
    born = date.fromisoformat(str(given.pop("born_on")))
    pupil = pupil_from(given.pop("name"), born, given.pop("upn", None), given.pop("team", None))
    with as_caller(data, by) as (_, caller):
        caller.check(process.rights.act)
        return in_office(
            data,
            lambda office: call_without_case(office, caller.gate, caller.person, process, pupil, given),
        )
