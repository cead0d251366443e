"""The views of the log and the tasks of a case, and of what waits for a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from casework.access.permissions import Person, Right, Role
from casework.processes.question import Option, Question
from office import case_log
from office.case_log import Desk, Log
from office.gate import Gate
from records import staff, tray
from records.case_log import Entry, Task
from starter.console.views.case import File, case_frame

KINDS: Mapping[str, str] = {"note": "Note", "call": "Call", "meeting": "Meeting", "message": "Message"}
_CASEWORKERS = frozenset({Role.CASE_OFFICER, Role.TEAM_MANAGER, Role.HEAD_OF_SERVICE})
PART = "/log"


def entry_questions(colleagues: tuple[Option, ...]) -> tuple[Question, ...]:
    """Return the questions of the form that adds an entry to the log."""
    return (
        Question("kind", "What is it?", "radios", required=True, options=tuple(KINDS.items())),
        Question("on", "When did it happen?", "today", "Enter the date it happened", required=True),
        Question("with_person", "Who was it with? (optional)", "code", "For example, Ash Sample, the parent"),
        Question("text", "What happened?", "words", "Write @ and a user ID to mention a colleague", required=True),
        Question("tells", "Which colleague should see this? (optional)", "list", options=colleagues),
        Question("pinned", "Keep it at the top of the case?", "checkboxes", options=(("yes", "Pin it"),)),
    )  # fmt: skip


def task_questions(colleagues: tuple[Option, ...]) -> tuple[Question, ...]:
    """Return the questions of the form that adds or changes a task."""
    return (
        Question("task", "What must be done?", "words", required=True),
        Question("owner", "Who does it?", "list", required=True, options=colleagues),
        Question("due_on", "Date it is due", "date", "For example, 27 3 2026", required=True),
    )


def colleagues(session: Session, person: Person) -> tuple[Option, ...]:
    """Return the people who can be given a task or mentioned, the person first."""
    known = {
        str(one["id"]): str(one["name"])
        for one in staff.people(session)
        if {str(role) for role in one["roles"]} & _CASEWORKERS
    }
    names = staff.names(session)
    for officer in tray.officers_and_teams(session)[0]:
        known.setdefault(officer, names.get(officer, officer))
    others = sorted((one for one in known.items() if one[0] != person.id), key=lambda one: one[1])
    return ((person.id, f"{person.name} (you)"), *others)


def page(file: File, gate: Gate, log: Log, kind: str) -> dict[str, Any]:
    """Return the log and the tasks of a case. `kind` is the kind of entries to show, or empty for all."""
    shown = [one for one in log.entries if not kind or one.kind == kind]
    may_act = file.may(Right.ACT)
    return {
        **case_frame(file, PART),
        "entries": [_entry(one, log.mentions, file.staff, may_remove=may_act and case_log.may_remove(gate, file.person, one)) for one in shown],
        "pinned": [_entry(one, log.mentions, file.staff) for one in log.entries if one.pinned],
        "open": [task_row(one, file.staff, file.today) for one in log.tasks if one.done_at is None],
        "finished": [task_row(one, file.staff, file.today) for one in log.tasks if one.done_at is not None],
        "kinds": [
            {"href": f"/cases/{file.id}/log" + (f"?kind={each}" if each else ""), "text": text, "current": each == kind}
            for each, text in (("", "All"), *((each, f"{text}s") for each, text in KINDS.items()))
        ],
        "may_act": may_act,
    }  # fmt: skip


def _entry(
    one: Entry, mentions: Mapping[str, Iterable[str]], names: Mapping[str, str], *, may_remove: bool = False
) -> dict[str, Any]:
    return {
        "id": one.entry_id,
        "kind": KINDS[one.kind],
        "on": one.on,
        "with_person": one.with_person,
        "text": one.text,
        "pinned": one.pinned,
        "by": names.get(one.by, one.by),
        "at": one.at,
        "mentions": [names.get(each, each) for each in mentions.get(one.entry_id, ())],
        "may_remove": may_remove,
    }


def task_row(one: Task, names: Mapping[str, str], today: date) -> dict[str, Any]:
    """Return what a list shows of a task."""
    return {
        "id": one.task_id,
        "case": one.case_id,
        "text": one.text,
        "owner": names.get(one.owner, one.owner),
        "due_on": one.due_on,
        "days": (one.due_on - today).days,
        "done_at": one.done_at,
        "done_by": names.get(one.done_by, one.done_by) if one.done_by else None,
    }


def brief(file: File) -> dict[str, Any]:
    """Return the pinned entries and the open tasks for the overview of a case."""
    pinned, open_ = case_log.brief(file.database, file.id)
    return {
        "pinned": [_entry(one, {}, file.staff) for one in pinned],
        "tasks": [task_row(one, file.staff, file.today) for one in open_],
    }


def desk(session: Session, found: Desk, gate: Gate, person: Person, today: date) -> dict[str, Any]:
    """Return the page of a person's tasks and mentions. `named` is the number of names on it, for the access log."""
    staff_names = staff.names(session)
    cases = {one.case_id for one in found.tasks} | {one.case_id for one in found.mentions}
    names = tray.names_of(session, [each for each in cases if gate.may(person, Right.SEE_PERSONAL, each)])
    return {
        "title": "Your tasks and mentions",
        "tasks": [
            {**task_row(one, staff_names, today), "name": names.get(one.case_id)} for one in found.tasks
        ],
        "mentions": [
            {**_entry(one, {}, staff_names), "case": one.case_id, "name": names.get(one.case_id)}
            for one in found.mentions
        ],
        "named": len(names),
    }
