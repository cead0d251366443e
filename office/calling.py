"""Start a process within a case: check its first act, store its free text with the case, and start its workflow."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from temporalio.exceptions import WorkflowAlreadyStartedError

from casework.case.actions import Act, Action
from casework.case.law_pin import LawPin
from casework.case.particulars import wrong_shape
from casework.processes.process import ParentCase, Process
from office import notes
from office.act_fields import with_lists
from office.office import Office, opaque, recorded
from office.process_start import begin
from office.reforms import require_on
from office.refusals import ActRefused, no_such_case
from records import cases, ledger, processes
from records.database import Database
from statute.facts import Event
from statute.local_time import london_date
from workflows.messages import ActMessage
from workflows.process_messages import ProcessOpening

_DIGITS = 8
"""Hash digits in a process's id: enough to tell the processes of one case apart."""


async def call_in_case(
    office: Office,
    process: Process[Any],
    asked: Mapping[str, Any],
    by: str | None,
    process_id: str | None = None,
) -> str:
    """Start a process in a case. Returns its id. Raises ActRefused, after which nothing is started or stored.

    `asked` holds the `case`, `on` (today if left out) and the fields of the first act. Repeating the same `process_id`
    gives the same process.
    """
    action = process.acts[str(process.called_with)]
    case_id, on, fields = _taken_apart(asked, action)
    made = id_in_case(process, case_id, process_id or opaque())
    team, pin, begins = await asyncio.to_thread(_checked, office.database, process, case_id, on)
    opens = {**begins, "case": case_id}
    texts = notes.texts_of(action, fields)
    shape = Act(action.name, on, None, notes.without_texts(action, fields))
    why = wrong_shape(action, shape) or process.refusal(
        process.begin(made, opens, pin), shape, london_date(datetime.now(UTC)), by
    )
    if why is not None:
        raise ActRefused(why)
    kept = await asyncio.to_thread(notes.keep, office.database, case_id, texts, by)
    first = ActMessage(
        action=action.name, on=on, fields={**fields, **kept}, by=by, request_id=f"{made}-called"
    )
    opening = ProcessOpening(kind=process.kind, id=made, fields=opens, team=team, law=pin, by=by, first=first)
    try:
        await begin(office.client, office.task_queue, opening)
    except WorkflowAlreadyStartedError:  # the same request, repeated
        await asyncio.to_thread(notes.drop, office.database, kept)

    def there() -> bool:
        with office.database.read() as session:
            return processes.find(session, made) is not None

    await recorded(there, f"{process.noun.capitalize()} {made} has begun,")
    return made


def id_in_case(process: Process[Any], case_id: str, unique: str) -> str:
    """Return the id of a process of a case. It starts with the case's id, so that both share a key and retention."""
    number = int(hashlib.sha256(unique.encode()).hexdigest(), 16) % 10**_DIGITS
    return f"{process.noun}-{case_id.removeprefix('case-')}-{number:0{_DIGITS}}"


def _taken_apart(asked: Mapping[str, Any], action: Action) -> tuple[str, date, dict[str, Any]]:
    fields = {name: value for name, value in asked.items() if value is not None}
    case_id, on = fields.pop("case", None), fields.pop("on", None)
    if not case_id:
        raise ActRefused(f"{action.title} needs a case; give its number.")
    day = (
        on if isinstance(on, date) else date.fromisoformat(str(on)) if on else london_date(datetime.now(UTC))
    )
    written = {
        name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()
    }
    return str(case_id), day, with_lists(action, written)


def _checked(
    database: Database, process: Process[Any], case_id: str, on: date
) -> tuple[str | None, LawPin, Mapping[str, Any]]:
    """Return the team of a case, its pinned law, and what the process takes from it, after checking that it may start.

    Raises ActRefused.
    """
    with database.read() as session:
        if process.reform is not None:
            require_on(session, process.reform, on)
        row = cases.find(session, case_id)
        if row is None:
            raise no_such_case(case_id)
        lines = ledger.facts_of(session, case_id)
    events = tuple(
        Event(line.event, line.on, line.of, line.fields, line.not_after)
        for line in lines
        if line.kind in ("opening", "act")
    )
    parent = ParentCase(case_id, row.stage, events, row.closed_on)
    if (why := process.not_in_case(parent, on)) is not None:
        raise ActRefused(why)
    return row.team, row.pin, process.begins_with(parent)
