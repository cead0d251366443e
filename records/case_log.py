"""The log of a case (notes, calls, meetings, messages), the people that it mentions, and the tasks of a case."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Literal, get_args

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from records.caseload import Seen, visible
from records.tables import CASES, LOG, MENTIONS, TASKS
from records.upsert import insert_new

Kind = Literal["note", "call", "meeting", "message"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the log. `on` is the day it is about, `at` the moment it was written."""

    entry_id: str
    case_id: str
    kind: Kind
    on: date
    with_person: str | None
    text: str
    pinned: bool
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Task:
    """A task of a case: what to do, who does it, and by which day."""

    task_id: str
    case_id: str
    text: str
    owner: str
    due_on: date
    by: str
    at: datetime
    done_at: datetime | None = None
    done_by: str | None = None


def add_entry(session: Session, entry: Entry, mentions: Iterable[str]) -> bool:
    """Add an entry that mentions some people. Returns False if it was added before."""
    if not insert_new(session, LOG, asdict(entry), key=("entry_id",)):
        return False
    for person in sorted(set(mentions)):
        row = {"entry_id": entry.entry_id, "person": person, "case_id": entry.case_id, "seen_at": None}
        insert_new(session, MENTIONS, row, key=("entry_id", "person"))
    return True


def find_entry(session: Session, entry_id: str) -> Entry | None:
    """Return an entry by its id, or None."""
    row = session.execute(select(LOG).where(LOG.c.entry_id == entry_id)).mappings().first()
    return Entry(**row) if row else None


def entries_of(session: Session, case_id: str) -> list[Entry]:
    """Return the log of a case, newest first."""
    query = select(LOG).where(LOG.c.case_id == case_id).order_by(LOG.c.on.desc(), LOG.c.at.desc())
    return [Entry(**row) for row in session.execute(query).mappings()]


def mentioned_in(session: Session, case_id: str) -> dict[str, list[str]]:
    """Return the people that the entries of a case mention, by entry."""
    found: dict[str, list[str]] = {}
    query = select(MENTIONS).where(MENTIONS.c.case_id == case_id).order_by(MENTIONS.c.person)
    for row in session.execute(query):
        found.setdefault(row.entry_id, []).append(row.person)
    return found


def pin(session: Session, entry_id: str, *, pinned: bool) -> None:
    """Pin an entry to the top of the case, or unpin it."""
    session.execute(update(LOG).where(LOG.c.entry_id == entry_id).values(pinned=pinned))


def remove_entry(session: Session, entry_id: str) -> None:
    """Delete an entry with its mentions."""
    session.execute(delete(MENTIONS).where(MENTIONS.c.entry_id == entry_id))
    session.execute(delete(LOG).where(LOG.c.entry_id == entry_id))


def unseen_mentions(session: Session, seen: Seen) -> list[Entry]:
    """Return the entries that mention a person who has not seen them, in cases that the person may see, newest first."""
    query = (
        select(LOG)
        .join(MENTIONS, MENTIONS.c.entry_id == LOG.c.entry_id)
        .join(CASES, CASES.c.case_id == LOG.c.case_id)
        .where(MENTIONS.c.person == seen.person, MENTIONS.c.seen_at.is_(None), visible(seen))
        .order_by(LOG.c.at.desc())
    )
    return [Entry(**row) for row in session.execute(query).mappings()]


def mark_seen(session: Session, person: str, case_id: str, at: datetime) -> None:
    """Record that a person has seen what mentions them in a case."""
    mine = (MENTIONS.c.person == person, MENTIONS.c.case_id == case_id, MENTIONS.c.seen_at.is_(None))
    session.execute(update(MENTIONS).where(*mine).values(seen_at=at))


def add_task(session: Session, task: Task) -> bool:
    """Add a task. Returns False if it was added before."""
    return insert_new(session, TASKS, asdict(task), key=("task_id",))


def find_task(session: Session, task_id: str) -> Task | None:
    """Return a task by its id, or None."""
    row = session.execute(select(TASKS).where(TASKS.c.task_id == task_id)).mappings().first()
    return Task(**row) if row else None


def tasks_of(session: Session, case_id: str) -> list[Task]:
    """Return the tasks of a case: the open ones by date, then those that are done."""
    query = select(TASKS).where(TASKS.c.case_id == case_id)
    query = query.order_by(TASKS.c.done_at.is_not(None), TASKS.c.due_on, TASKS.c.task_id)
    return [Task(**row) for row in session.execute(query).mappings()]


def change_task(session: Session, task_id: str, *, text: str, owner: str, due_on: date) -> None:
    """Change what a task is, who does it and by when."""
    session.execute(
        update(TASKS).where(TASKS.c.task_id == task_id).values(text=text, owner=owner, due_on=due_on)
    )


def finish_task(session: Session, task_id: str, by: str | None, at: datetime | None) -> None:
    """Record that a task is done or, without an instant, that it is open again."""
    session.execute(update(TASKS).where(TASKS.c.task_id == task_id).values(done_at=at, done_by=by))


def open_tasks(session: Session, seen: Seen) -> list[Task]:
    """Return the open tasks of a person in cases that the person may see, by date."""
    query = (
        select(TASKS)
        .join(CASES, CASES.c.case_id == TASKS.c.case_id)
        .where(TASKS.c.owner == seen.person, TASKS.c.done_at.is_(None), visible(seen))
        .order_by(TASKS.c.due_on, TASKS.c.task_id)
    )
    return [Task(**row) for row in session.execute(query).mappings()]


def next_tasks(session: Session, case_ids: Collection[str]) -> dict[str, tuple[int, date]]:
    """Return the number of open tasks of some cases with the nearest date, by case."""
    wanted: Sequence[str] = sorted(case_ids)
    query = (
        select(TASKS.c.case_id, func.count(), func.min(TASKS.c.due_on))
        .where(TASKS.c.case_id.in_(wanted), TASKS.c.done_at.is_(None))
        .group_by(TASKS.c.case_id)
    )
    return {case_id: (int(number), first) for case_id, number, first in session.execute(query)}
