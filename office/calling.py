"""Start a process within a case: check its first act, store its free text with the case, and start its workflow."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session
from temporalio.exceptions import WorkflowAlreadyStartedError

from casework.case.actions import Act, Action
from casework.case.law_pin import LawPin
from casework.case.particulars import wrong_shape
from casework.processes.process import ParentCase, Process
from office import notes
from office.act_fields import with_lists
from office.arrivals import recorded
from office.office import Office, opaque
from office.process_start import begin
from office.reforms import require_on
from office.refusals import ActRefused, no_such_case
from office.setting_fields import with_settings
from records import cases, ledger, processes
from records.database import Database
from statute.facts import Event
from statute.local_time import london_date
from workflows.messages import ActMessage
from workflows.process_messages import ProcessOpening

_DIGITS = 8
"""Hash digits in a process's id: enough to tell the processes of one case apart."""


@dataclass(frozen=True, slots=True)
class Owner:
    """What a new process hangs on: a case or a child's record, with its team, its pinned law and the fields of the opening."""

    id: str
    team: str | None
    law: LawPin
    opens: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FirstAct:
    """The act with which a person calls a process: its day and its fields, and who records it."""

    action: Action
    on: date
    fields: dict[str, Any]
    by: str | None


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
    case_id, first = first_act(process, asked, by, "case")
    if not case_id:
        raise ActRefused(f"{first.action.title} needs a case; give its number.")
    first = await asyncio.to_thread(named_settings, office.database, first)
    owner = await asyncio.to_thread(_checked, office.database, process, case_id, first.on)
    made = id_in_case(process, case_id, process_id or opaque())
    check_first(process, made, owner, first)

    def keep(texts: dict[str, str]) -> dict[str, str]:
        return notes.keep(office.database, case_id, texts, by)

    kept = await asyncio.to_thread(keep, notes.texts_of(first.action, first.fields))
    return await start_with(office, process, made, owner, (first, kept))


def first_act(
    process: Process[Any], asked: Mapping[str, Any], by: str | None, about: str
) -> tuple[str | None, FirstAct]:
    """Return what is asked `about` (the case, or None) and the act with which a process is called."""
    action = process.acts[str(process.called_with)]
    fields = {name: value for name, value in asked.items() if value is not None}
    of, on = fields.pop(about, None), fields.pop("on", None)
    day = (
        on if isinstance(on, date) else date.fromisoformat(str(on)) if on else london_date(datetime.now(UTC))
    )
    written = {
        name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()
    }
    return str(of) if of else None, FirstAct(action, day, with_lists(action, written), by)


def named_settings(database: Database, first: FirstAct) -> FirstAct:
    """Return an act with each setting as its id, whether it was given as id, number or name. Raises ActRefused."""
    return replace(first, fields=with_settings(database, first.action, first.fields))


def check_first(process: Process[Any], made: str, owner: Owner, first: FirstAct) -> None:
    """Check that a process may begin with its first act. Raises ActRefused."""
    shape = Act(first.action.name, first.on, None, notes.without_texts(first.action, first.fields))
    begun = process.begin(made, owner.opens, owner.law)
    today = london_date(datetime.now(UTC))
    why = wrong_shape(first.action, shape) or process.refusal(begun, shape, today, first.by)
    if why is not None:
        raise ActRefused(why)


async def start_with(
    office: Office, process: Process[Any], made: str, owner: Owner, first: tuple[FirstAct, dict[str, str]]
) -> str:
    """Start the workflow of a process with its first act, whose texts are kept already, and wait until it is recorded."""
    act, kept = first
    message = ActMessage(
        action=act.action.name,
        on=act.on,
        fields={**act.fields, **kept},
        by=act.by,
        request_id=f"{made}-called",
    )
    opening = ProcessOpening(
        kind=process.kind,
        id=made,
        fields=dict(owner.opens),
        team=owner.team,
        law=owner.law,
        by=act.by,
        first=message,
    )
    try:
        await begin(office.client, office.task_queue, opening)
    except WorkflowAlreadyStartedError:  # the same request, repeated
        await asyncio.to_thread(notes.drop, office.database, kept)

    def there() -> bool:
        with office.database.read() as session:
            return processes.find(session, made) is not None

    await recorded(there, f"{process.noun.capitalize()} {made} has begun,")
    return made


def id_in_case(process: Process[Any], owner: str, unique: str) -> str:
    """Return the id of a process of a case or a child's record. It has the owner's id, so that both share a key and retention."""
    number = int(hashlib.sha256(unique.encode()).hexdigest(), 16) % 10**_DIGITS
    return f"{process.noun}-{owner.removeprefix('case-')}-{number:0{_DIGITS}}"


def check_reform(session: Session, process: Process[Any], on: date) -> None:
    """Check that the reform of a process is switched on. Raises ActRefused."""
    if process.reform is not None:
        require_on(session, process.reform, on)


def _checked(database: Database, process: Process[Any], case_id: str, on: date) -> Owner:
    """Return a case as the owner of a process, after checking that the process may start in it. Raises ActRefused."""
    with database.read() as session:
        check_reform(session, process, on)
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
    return Owner(case_id, row.team, row.pin, {**process.begins_with(parent), "case": case_id})
