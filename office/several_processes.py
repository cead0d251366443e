"""Record one act in several processes: choose them, check each, record each as an act of its own, and show the result.

The records keep which processes were chosen and which were refused, but none of the answers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right
from casework.case.actions import Act, Action
from casework.processes.group import Group
from casework.processes.process import Process
from casework.processes.registry import BY_KIND, of_group
from office.batches import BATCH_ID, MOST
from office.gate import Gate, NotAllowed
from office.notes import without_texts
from office.office import Office
from office.permits import cases_reached, each_row, wanted_with
from office.process_acts import act_in
from office.refusals import ActRefused, Unconfirmed
from records import children, listed_processes, management
from records.database import Database
from records.management import Batch
from records.processes import ProcessRow
from workflows.messages import ActMessage

_AT_ONCE = 6


@dataclass(frozen=True, slots=True)
class Chosen:
    """A process that may be chosen: its case, its title, the name of the child if the reader may know it, and why not."""

    process_id: str
    case_id: str
    title: str
    name: str = ""
    why: str | None = None


def for_several(group: Group) -> tuple[Action, ...]:
    """Return the acts of a group that can be recorded in several processes at once."""
    return tuple(process.acts[name] for process in of_group(group) for name in sorted(process.for_several))


def act_of_group(group: Group, action: str) -> tuple[Process[Any], Action]:
    """Return the kind and the act with this name. Raises ActRefused if it cannot be recorded in several at once."""
    for process in of_group(group):
        if action in process.for_several:
            return process, process.acts[action]
    raise ActRefused(f"There is no such act for several. Choose one on the list of {group.title.lower()}.")


def to_choose(session: Session, who: Person, process: Process[Any], action: str, today: date) -> list[Chosen]:
    """Return the processes in which a person may record an act now, by title and id, at most as many as one batch may have.

    A process in which the act was recorded before is left out: it is recorded again on its own page.
    """
    chosen = wanted_with(who, (process,), process.rights.act, over=False)
    offered = (row for row in each_row(session, chosen) if _is_offered(process, row, who, action, today))
    return _named(session, who, process, list(islice(offered, MOST)), today)


def checked(
    session: Session, who: Person, process: Process[Any], ids: Collection[str], act: Act, today: date
) -> list[Chosen]:
    """Return the chosen processes, each with the reason for which the act would be refused, or None."""
    shape = Act(act.action, act.on, None, without_texts(process.acts[act.action], act.fields))
    chosen = wanted_with(who, (process,), process.rights.act, over=False)
    rows = {
        row.process_id: row
        for row in listed_processes.those(session, chosen, sorted(ids)[:MOST])
        if _is_offered(process, row, who, act.action, today)
    }
    found = []
    for one in _named(session, who, process, list(rows.values()), today):
        why = process.refusal(process.state(rows[one.process_id].content), shape, today, who.id)
        found.append(Chosen(one.process_id, one.case_id, one.title, one.name, why))
    return found


def _is_offered(process: Process[Any], row: ProcessRow, who: Person, action: str, today: date) -> bool:
    """Whether an act can be recorded in a process of a case now, and was not recorded before."""
    state = process.state(row.content)
    offered = {one.name for one in process.allowed(state, today, who.id)}
    return row.case_id is not None and action in offered and action not in process.recorded(state)


async def record(
    office: Office, gate: Gate, who: Person, batch_id: str, chosen: Sequence[Chosen], act: Act
) -> None:
    """Record the act in each process that was not refused. Repeating the call finishes what was interrupted, and nothing is
    done twice.
    """
    if not BATCH_ID.fullmatch(batch_id):
        raise ActRefused("Part of this form is missing. Go back and start again.")
    content = {
        "rows": [[one.process_id, one.case_id, one.title] for one in chosen],
        "done": [],
        "refused": {},
    }
    await asyncio.to_thread(
        _begin, office.database, Batch(batch_id, act.action, who.id, datetime.now(UTC), content, None)
    )
    refusals = {one.process_id: one.why for one in chosen if one.why is not None}
    done: list[str] = []
    turns = asyncio.Semaphore(_AT_ONCE)

    async def one(process_id: str) -> None:
        message = ActMessage(
            action=act.action,
            on=act.on,
            fields=dict(act.fields),
            by=who.id,
            request_id=f"{batch_id}-{sha256(process_id.encode()).hexdigest()[:16]}",
        )
        async with turns:
            try:
                await asyncio.to_thread(gate.check_process, who, process_id, act.action)
                await act_in(office, process_id, message)
                done.append(process_id)
            except (ActRefused, Unconfirmed, NotAllowed) as why:
                refusals[process_id] = str(why)

    await asyncio.gather(*(one(each.process_id) for each in chosen if each.why is None))
    await asyncio.to_thread(
        _finish, office.database, batch_id, {**content, "done": done, "refused": refusals}
    )


def results(database: Database, who: Person, batch_id: str) -> list[tuple[Chosen, bool]]:
    """Return what became of each chosen process: whether the act is recorded, and otherwise why not. Raises ActRefused."""
    with database.read() as session:
        batch = management.find_batch(session, batch_id)
    if batch is None or batch.by != who.id or "done" not in batch.content:
        raise ActRefused("There is no such selection. Choose again from the list.")
    why = batch.content["refused"]
    done = frozenset(batch.content["done"])
    return [
        (Chosen(process_id, case_id, title, why=why.get(process_id)), process_id in done)
        for process_id, case_id, title in batch.content["rows"]
    ]


def _named(
    session: Session, who: Person, process: Process[Any], rows: Sequence[ProcessRow], today: date
) -> list[Chosen]:
    readable = cases_reached(session, who, Right.SEE_PERSONAL, {str(row.case_id) for row in rows})
    names = children.details_of_cases(session, readable)
    found = []
    for row in rows:
        known = names.get(str(row.case_id))
        title = BY_KIND[row.kind].pages.title(process.as_json(row.content, today))
        found.append(Chosen(row.process_id, str(row.case_id), title, known.name if known else ""))
    return sorted(found, key=lambda one: (one.title, one.name, one.process_id))


def _begin(database: Database, batch: Batch) -> None:
    with database.write() as session:
        management.begin_batch(session, batch)


def _finish(database: Database, batch_id: str, content: dict[str, Any]) -> None:
    with database.write() as session:
        management.change_batch(session, batch_id, content)
