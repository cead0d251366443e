"""The log and the tasks of a case: write, pin, remove, finish, and what waits for a person."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right, Scope, refused, scope_of
from office.gate import Gate, thing_of
from office.office import opaque
from office.refusals import ActRefused
from office.register_of_staff import registered_person
from records import case_log
from records.case_log import KINDS, Entry, Kind, Task
from records.caseload import Seen
from records.database import Database

LONGEST = 4000
"""The longest text of an entry or a task, in characters."""
_LONGEST_NAME = 200
_MENTION = re.compile(r"(?<!\w)@([a-z0-9][a-z0-9._-]*[a-z0-9])", re.IGNORECASE)
_ENTRY, _TASK = re.compile(r"log-[a-z0-9]{12}"), re.compile(r"task-[a-z0-9]{12}")


@dataclass(frozen=True, slots=True)
class Written:
    """What a person writes into the log. `tells` are colleagues who shall see it."""

    kind: str
    on: date
    text: str
    with_person: str | None = None
    pinned: bool = False
    tells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Log:
    """The log of a case, the people that each entry mentions, and the tasks."""

    entries: list[Entry]
    mentions: dict[str, list[str]]
    tasks: list[Task]


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for a person: their open tasks, and the entries that mention them and that they have not seen."""

    tasks: list[Task]
    mentions: list[Entry]


def new_entry_id() -> str:
    """Return the id of a new entry. A form carries it, so that a double click writes one entry."""
    return f"log-{opaque()}"


def new_task_id() -> str:
    """Return the id of a new task, which a form carries."""
    return f"task-{opaque()}"


def may_read(gate: Gate, person: Person, case_id: str) -> bool:
    """Whether a person may read the log of a case."""
    with gate.database.read() as session:
        thing = replace(thing_of(session, case_id), readers=frozenset())
    return refused(person, Right.SEE_PERSONAL, thing) is None


def read(gate: Gate, person: Person, case_id: str) -> Log:
    """Return the log and the tasks of a case, and record that the person has seen what mentions them.

    The members of a sitting read the case and not its log: it is the working record of the team. Raises NotAllowed.
    """
    with gate.database.read() as session:
        thing = replace(thing_of(session, case_id), readers=frozenset())
    gate.check_thing(person, Right.SEE_PERSONAL, thing, case_id)
    gate.note(person, Right.SEE_PERSONAL, case_id, "read the log")
    with gate.database.write() as session:
        case_log.mark_seen(session, person.id, case_id, datetime.now(UTC))
        return _log(session, case_id)


def brief(database: Database, case_id: str) -> tuple[list[Entry], list[Task]]:
    """Return the pinned entries and the open tasks of a case, for a reader whose right is checked."""
    with database.read() as session:
        log = _log(session, case_id)
    return [one for one in log.entries if one.pinned], [one for one in log.tasks if one.done_at is None]


def add_entry(gate: Gate, person: Person, case_id: str, entry_id: str, written: Written) -> None:
    """Add an entry to the log of a case. The same id twice is one entry. Raises NotAllowed or ActRefused."""
    gate.check(person, Right.ACT, case_id)
    kind: Kind | None = next((each for each in KINDS if each == written.kind), None)
    if kind is None or not _ENTRY.fullmatch(entry_id):
        raise ActRefused("Part of this form is missing. Open the log of the case and write the entry again.")
    text, partner = _text(written.text, "Enter what happened"), (written.with_person or "").strip()
    with gate.database.write() as session:
        mentioned = {*written.tells, *_named(session, text)}
        for each in sorted(mentioned):
            _check_reads(session, each, case_id)
        entry = Entry(
            entry_id,
            case_id,
            kind,
            written.on,
            partner[:_LONGEST_NAME] or None,
            text,
            written.pinned,
            person.id,
            datetime.now(UTC),
        )
        case_log.add_entry(session, entry, mentioned)


def pin(gate: Gate, person: Person, case_id: str, entry_id: str, *, pinned: bool) -> None:
    """Pin an entry, or unpin it. Raises NotAllowed or ActRefused."""
    gate.check(person, Right.ACT, case_id)
    with gate.database.write() as session:
        _entry(session, case_id, entry_id)
        case_log.pin(session, entry_id, pinned=pinned)


def may_remove(gate: Gate, person: Person, entry: Entry) -> bool:
    """Whether a person may remove an entry: its author may, and the manager of the case."""
    own = entry.by == person.id and gate.may(person, Right.ACT, entry.case_id)
    return own or gate.may(person, Right.ASSIGN, entry.case_id)


def remove(gate: Gate, person: Person, case_id: str, entry_id: str) -> None:
    """Remove an entry that was written in error. The access log keeps who did it. Raises NotAllowed or ActRefused."""
    gate.check(person, Right.ACT, case_id)
    with gate.database.read() as session:
        entry = _entry(session, case_id, entry_id)
    if not may_remove(gate, person, entry):
        raise ActRefused("Only the person who wrote an entry, or a manager of the case, may remove it.")
    gate.note(person, Right.ACT, case_id, f"removed {entry_id} from the log, written by {entry.by}")
    with gate.database.write() as session:
        case_log.remove_entry(session, entry_id)


def add_task(gate: Gate, person: Person, case_id: str, task_id: str, asked: tuple[str, str, date]) -> None:
    """Add a task: its text, its owner and its date. The same id twice is one task. Raises NotAllowed or ActRefused."""
    gate.check(person, Right.ACT, case_id)
    if not _TASK.fullmatch(task_id):
        raise ActRefused("Part of this form is missing. Open the log of the case and write the task again.")
    text, owner, due_on = _text(asked[0], "Enter what must be done"), asked[1].strip(), asked[2]
    with gate.database.write() as session:
        _check_reads(session, owner, case_id)
        task = Task(task_id, case_id, text, owner, due_on, person.id, datetime.now(UTC))
        case_log.add_task(session, task)


def change_task(gate: Gate, person: Person, case_id: str, task_id: str, asked: tuple[str, str, date]) -> None:
    """Change the text, the owner and the date of a task. Raises NotAllowed or ActRefused."""
    gate.check(person, Right.ACT, case_id)
    text, owner, due_on = _text(asked[0], "Enter what must be done"), asked[1].strip(), asked[2]
    with gate.database.write() as session:
        _task(session, case_id, task_id)
        _check_reads(session, owner, case_id)
        case_log.change_task(session, task_id, text=text, owner=owner, due_on=due_on)


def finish_task(gate: Gate, person: Person, case_id: str, task_id: str, *, done: bool) -> None:
    """Record that a task is done, or that it is open again. Raises NotAllowed or ActRefused."""
    gate.check(person, Right.ACT, case_id)
    with gate.database.write() as session:
        _task(session, case_id, task_id)
        by, at = (person.id, datetime.now(UTC)) if done else (None, None)
        case_log.finish_task(session, task_id, by, at)


def task_of(gate: Gate, person: Person, case_id: str, task_id: str) -> Task:
    """Return a task of a case that a person may change. Raises NotAllowed or ActRefused."""
    gate.check(person, Right.ACT, case_id)
    with gate.database.read() as session:
        return _task(session, case_id, task_id)


def desk_of(database: Database, person: Person) -> Desk:
    """Return the open tasks of a person, and what mentions them, in cases that they may see."""
    with database.read() as session:
        return desk_in(session, person)


def desk_in(session: Session, person: Person) -> Desk:
    """Return the same within a transaction."""
    scope = scope_of(person, Right.SEE_CASE)
    seen = Seen(person.id, None if scope is Scope.ALL else person.teams)
    return Desk(case_log.open_tasks(session, seen), case_log.unseen_mentions(session, seen))


def _log(session: Session, case_id: str) -> Log:
    return Log(
        case_log.entries_of(session, case_id),
        case_log.mentioned_in(session, case_id),
        case_log.tasks_of(session, case_id),
    )


def _text(text: str, missing: str) -> str:
    """Return a text without spaces around it. Raises ActRefused if it is empty or too long."""
    plain = text.strip()
    if not plain:
        raise ActRefused(missing)
    if len(plain) > LONGEST:
        raise ActRefused(f"The text must be {LONGEST:,} characters or fewer; put the rest into a document.")
    return plain


def _named(session: Session, text: str) -> Iterable[str]:
    """Return the people on the register whose user ID a text gives after an @."""
    return [each for each in _MENTION.findall(text) if registered_person(session, each) is not None]


def _check_reads(session: Session, person_id: str, case_id: str) -> None:
    """Check that a colleague on the register may read the log of a case. Raises ActRefused."""
    if not person_id:
        raise ActRefused("Choose who does the task")
    colleague = registered_person(session, person_id)
    thing = replace(thing_of(session, case_id), readers=frozenset())
    if colleague is not None and refused(colleague, Right.SEE_PERSONAL, thing) is not None:
        raise ActRefused(f"{colleague.name} may not read this case; choose a colleague who may.")


def _entry(session: Session, case_id: str, entry_id: str) -> Entry:
    found = case_log.find_entry(session, entry_id)
    if found is None or found.case_id != case_id:
        raise ActRefused("This case has no such entry. Open the log of the case and choose one.")
    return found


def _task(session: Session, case_id: str, task_id: str) -> Task:
    found = case_log.find_task(session, task_id)
    if found is None or found.case_id != case_id:
        raise ActRefused("This case has no such task. Open the log of the case and choose one.")
    return found
