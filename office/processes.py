"""Processes as JSON, for pages and programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Scope, refused, scope_of
from casework.processes.group import Group
from casework.processes.process import Process
from casework.processes.registry import BY_KIND, GROUPS, of_group
from office.gate import Gate, sealed_from, thing_of
from office.refusals import no_such_process
from records import children, ledger, people, processes
from records.database import Database
from records.processes import ProcessRow
from statute.facts import Event

_IN_CASES = tuple(group for group in GROUPS if group.in_cases)
"""The groups that the page of a case shows."""


def kinds_of(group: Group) -> tuple[str, ...]:
    """Return the kinds of process in a group."""
    return tuple(process.kind for process in of_group(group))


def belongs_to_cases(group: Group) -> bool:
    """Return whether each process of a group belongs to one case."""
    return not any(process.shown_by_facts for process in of_group(group))


def rows_of(
    session: Session, group: Group, *, case_id: str | None = None, person: str | None = None
) -> list[ProcessRow]:
    """Return the processes of a group, optionally only those of a case or a person."""
    return processes.select_processes(
        session, kinds_of(group), case_id=case_id, person=person, by_day=group.by_day
    )


def listed_as_json(
    database: Database,
    group: Group,
    today: date,
    *,
    case_id: str | None = None,
    person: str | None = None,
    reader: Person | None = None,
) -> list[dict[str, Any]]:
    """Return the processes of a group as rows of a list, in the group's order, without what is sealed to the reader."""
    with database.read() as session:
        found = rows_of(session, group, case_id=case_id, person=person)
        return rows_as_json(session, found, today, reader)


def rows_as_json(
    session: Session, rows: Iterable[ProcessRow], today: date, reader: Person | None = None
) -> list[dict[str, Any]]:
    """Return processes as rows of a list, without what is sealed to the reader."""
    return [BY_KIND[row.kind].list_json(content_for(session, reader, row), today) for row in rows]


def content_for(session: Session, reader: Person | None, row: ProcessRow) -> Mapping[str, Any]:
    """Return the state of a process without the cases that are sealed to the reader. Without a reader it is whole."""
    process = BY_KIND[row.kind]
    if reader is None or row.owner is not None:
        return row.content
    hidden = sealed_from(session, reader, process.cases(process.state(row.content)))
    return process.without_cases(row.content, hidden) if hidden else row.content


def processes_of_case(
    database: Database, case_id: str, events: Sequence[Event], today: date
) -> dict[str, Any]:
    """Return what the page of a case shows of its processes, by the key of each group."""
    with database.read() as session:
        beside = _beside_case(session, case_id)
        return {
            group.case_key: rows_as_json(session, beside[group], today)
            if group in beside
            else [line for each in of_group(group) for line in each.in_case(events)]
            for group in _IN_CASES
        }


def _beside_case(session: Session, case_id: str) -> dict[Group, list[ProcessRow]]:
    """Return the processes of a case by group, in the group's order, with a query for each order and not for each group.

    After them come those of the case's child that began before the child had a case: they are evidence in it.
    """
    found: dict[Group, list[ProcessRow]] = {group: [] for group in _IN_CASES if belongs_to_cases(group)}
    for by_day in sorted({group.by_day for group in found}):
        kinds = [kind for group in found if group.by_day is by_day for kind in kinds_of(group)]
        for row in processes.select_processes(session, kinds, case_id=case_id, by_day=by_day):
            found[BY_KIND[row.kind].group].append(row)
    early = [process.kind for group in found for process in of_group(group) if process.may_have_no_case]
    child_id = children.survivor_of_case(session, case_id) if early else None
    if child_id is not None:
        for row in processes.of_children(session, early, children.group(session, child_id)):
            found[BY_KIND[row.kind].group].append(row)
    return found


def page_without_case(
    session: Session,
    person: Person,
    group: Group,
    *,
    open_only: bool,
    limit: int,
    after: tuple[str, str] | None,
) -> list[ProcessRow]:
    """Return up to `limit` processes of children who had no case that a person may see, after the place (record, id)."""
    found: list[ProcessRow] = []
    for row in processes.of_children(session, kinds_of(group)):
        is_next = after is None or (str(row.child_id), row.process_id) > after
        if is_next and not (open_only and row.is_over) and may_see(session, person, row):
            found.append(row)
        if len(found) == limit:
            break
    return found


def hidden_groups(person: Person, gate: Gate, case_id: str) -> dict[str, list[Any]]:
    """Return an empty list for the key of each group whose processes a person may not see on the page of a case.

    Facts that the case itself recorded stay visible.
    """
    return {
        group.case_key: []
        for group in _IN_CASES
        if belongs_to_cases(group) and not gate.may(person, group.rights.see, case_id)
    }


def process_as_json(
    database: Database,
    process_id: str,
    today: date,
    *,
    person: str | None = None,
    reader: Person | None = None,
) -> dict[str, Any]:
    """Return one process with its ledger and free text, without the cases that are sealed to the reader.

    If `person` is given, only that person's own processes are shown. Raises ActRefused if there is no such process.
    """
    with database.read() as session:
        row = processes.find(session, process_id)
        if row is None or (person is not None and person not in processes.people_of(session, process_id)):
            raise no_such_process(process_id)
        process = BY_KIND[row.kind]
        told = process.as_json(content_for(session, reader, row), today, person)
        lines = ledger.facts_of(session, process_id)
        for item, name in process.texts(told):
            item[name] = people.note(session, item[name]) if item[name] else None
    if not process.shows_ledger:
        return told
    said = [
        {
            "on": line.on.isoformat() if line.on else None,
            "event": line.event,
            "text": line.text,
            "by": line.by,
        }
        for line in lines
    ]
    return {**told, "ledger": said}


def sees_only_their_own(person: Person, group: Group) -> bool:
    """Return whether a person may see only their own processes of a group."""
    return scope_of(person, group.rights.see) is Scope.OWN


def may_see(session: Session, person: Person, row: ProcessRow) -> bool:
    """Return whether a person may see a process."""
    return refused(person, BY_KIND[row.kind].rights.see, thing_of(session, row.process_id)) is None


def may_call(person: Person, process: Process[Any]) -> bool:
    """Return whether a person may start processes of a kind: people who run all of them, not only their own."""
    return scope_of(person, process.rights.act) is Scope.ALL
