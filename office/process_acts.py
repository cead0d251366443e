"""Start a process and record acts in it, for the console, the API and the command line alike."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

from temporalio.client import Client
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from casework.authority.profile import profile_of
from casework.case.actions import Act, Action
from casework.case.particulars import wrong_shape
from casework.processes.plan_changed import PLAN_CHANGED, PLAN_TOLD
from casework.processes.process import CannotBegin, Process
from casework.processes.registry import BY_KIND, process_of
from office import notes, papers, standard_links
from office.act_fields import with_lists
from office.arrivals import recorded
from office.calling import call_in_case
from office.office import Office, opaque
from office.process_start import begin
from office.reforms import require_on
from office.refusals import ActRefused, no_such_case, no_such_process
from office.sending import PATIENCE_SECONDS, sent
from office.setting_fields import with_settings
from office.storable import check_codes, check_ids
from records import cases, processes
from records.database import Database
from records.profile import profile_content
from statute.local_time import london_date
from statute.words import listed, short_date
from workflows.messages import ActMessage, Receipt
from workflows.process_messages import ProcessOpening


async def act_in(office: Office, process_id: str, message: ActMessage) -> Receipt:
    """Record an act in a process. In a process about several cases, the message's `of` names one. Raises ActRefused."""
    process = process_of(process_id)
    if process is None:
        raise no_such_process(process_id)
    owner = await asyncio.to_thread(_owner, office.database, process, process_id, message)
    known = process.acts.get(message.action)
    if known is None:
        lists = (
            f"`ehcp {process.group.command} show {process_id}` lists them"
            if process.has_case
            else f"the acts are {listed(process.acts)}"
        )
        raise ActRefused(f"There is no act {message.action!r} {process.group.at} a {process.noun}; {lists}.")
    if message.action in process.hears or (message.action == PLAN_CHANGED.name and process.hears_from_plan):
        await asyncio.to_thread(_check_not_only_heard, office.database, process, process_id, message)
    elif is_only_by_service(process, message.action):
        raise ActRefused(f"The service records '{known.title}' itself; you cannot record it.")
    return await _record(office, process_id, owner, known, message)


def is_only_by_service(process: Process[Any], action: str) -> bool:
    """Return whether only the service records an act, such as the answer of a look-up or a fact told to a plan."""
    return action in {*process.automatic, PLAN_TOLD.name, PLAN_CHANGED.name} and action not in process.hears


async def call(
    office: Office,
    kind: str,
    asked: Mapping[str, Any],
    by: str | None,
    *,
    team: str | None = None,
    process_id: str | None = None,
) -> str:
    """Start a process. Returns its id: `process_id` or a new one. Raises ActRefused, after which nothing is started.

    For a process within a case, `asked` holds the `case`, `on` (today if left out) and the fields of the first act; the
    id is then made from the case's id and `process_id`.
    """
    if BY_KIND[kind].called_with is not None:
        return await call_in_case(office, BY_KIND[kind], asked, by, process_id)
    today = london_date(datetime.now(UTC))
    await asyncio.to_thread(_check_reform, office.database, BY_KIND[kind], today)
    opening = opening_of(kind, asked, today, team=team, by=by)
    if process_id is not None:
        opening = opening.model_copy(update={"id": process_id})
    await start(office.client, office.task_queue, opening)

    def there() -> bool:
        with office.database.read() as session:
            return processes.find(session, opening.id) is not None

    await recorded(there, f"{BY_KIND[kind].noun.capitalize()} {opening.id} is started")
    return opening.id


def _check_reform(database: Database, process: Process[Any], today: date) -> None:
    """Refuse to start a process while its reform is switched off."""
    if process.reform is not None:
        with database.read() as session:
            require_on(session, process.reform, today)


def opening_of(
    kind: str, asked: Mapping[str, Any], today: date, *, team: str | None = None, by: str | None = None
) -> ProcessOpening:
    """Return the opening of a process that a person starts. Raises ActRefused."""
    process = BY_KIND[kind]
    try:
        fields = process.called(asked, today)
    except CannotBegin as why:
        raise ActRefused(str(why)) from None
    check_codes(fields)
    check_ids(team=team, by=by)
    return ProcessOpening(kind=kind, id=f"{process.noun}-{opaque()}", fields=dict(fields), team=team, by=by)


async def start(client: Client, task_queue: str, opening: ProcessOpening) -> None:
    """Start the workflow of a process, unless it has been started already."""
    with suppress(WorkflowAlreadyStartedError):
        await begin(client, task_queue, opening)


async def send(
    client: Client, process_id: str, message: ActMessage, patience: float | None = PATIENCE_SECONDS
) -> Receipt:
    """Send an act to a process. Raises as `sent` does, and ActRefused if no such process runs."""
    try:
        return await sent(client, process_id, message, patience)
    except RPCError as failure:
        process = process_of(process_id)
        if failure.status is not RPCStatusCode.NOT_FOUND or process is None:
            raise
        raise ActRefused(
            f"There is no open {process.noun} {process_id!r}; `{process.group.lists}` lists them."
        ) from None


async def _record(office: Office, process_id: str, owner: str, known: Action, message: ActMessage) -> Receipt:
    """Record an act and store its free text under its owner. Raises ActRefused, after which nothing is written."""
    listed = with_lists(known, message.fields)
    named = await asyncio.to_thread(with_settings, office.database, known, listed)
    message = message.model_copy(update={"fields": named})
    fields = message.fields
    texts = notes.texts_of(known, fields)
    shape = Act(message.action, message.on, message.of, notes.without_texts(known, fields))
    if (why := wrong_shape(known, shape)) is not None:
        raise ActRefused(why)
    if (why := await asyncio.to_thread(_unlawful, office.database, owner, known, fields)) is not None:
        raise ActRefused(why)
    kept = await asyncio.to_thread(notes.keep, office.database, owner, texts, message.by)
    try:
        whole = message.model_copy(update={"fields": {**fields, **kept}})
        return await send(office.client, process_id, whole, office.patience)
    except ActRefused:
        await asyncio.to_thread(notes.drop, office.database, kept)
        raise


def _unlawful(database: Database, case_id: str, action: Action, fields: Mapping[str, Any]) -> str | None:
    """Return why the law does not allow the reasons or the paper of an act about a case, in one sentence; None if it does."""
    with database.read() as session:
        if (why := standard_links.why_not(session, case_id, action.name, fields)) is not None:
            return why
        return (
            papers.why_not_this_paper(session, case_id, action, fields) if action.paper is not None else None
        )


def _check_not_only_heard(
    database: Database, process: Process[Any], process_id: str, message: ActMessage
) -> None:
    """Refuse an act that the process only hears of from its case: the case checks it, and then tells the process."""
    today = london_date(datetime.now(UTC))
    with database.read() as session:
        row = processes.find(session, process_id)
    if row is None or row.is_over:
        return
    offered = process.allowed(process.state(row.content), today, message.by)
    if message.action not in {action.name for action in offered}:
        said = process.acts[message.action].title
        raise ActRefused(
            f"'{said}' is an act of the case; record it there, and the {process.noun} is told of it."
        )


def _owner(database: Database, process: Process[Any], process_id: str, message: ActMessage) -> str:
    """Return the id under which to store an act's free text: the case or the child's record of the
    process, or the case it concerns."""
    with database.read() as session:
        if process.has_case:
            row = processes.find(session, process_id)
            if row is None or row.owner is None:
                raise no_such_process(process_id)
            content = profile_content(session)
            outsiders = process.outsiders(profile_of(content)) if content else ()
            if message.by in outsiders and message.by not in processes.people_of(session, process_id):
                raise no_such_process(process_id)
            return row.owner
        if message.of is None:
            return process_id
        case = cases.find(session, message.of)
        if case is None:
            raise no_such_case(message.of)
        if message.action in process.takes_in and case.closed_on is not None:
            raise ActRefused(
                f"Case {message.of} was closed on {short_date(case.closed_on)}; {process.takes_in[message.action]}."
            )
    return message.of
