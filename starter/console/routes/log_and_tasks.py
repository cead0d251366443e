"""The log and the tasks of a case, and the page of a person's own tasks and mentions."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.access.permissions import Person, Right
from casework.processes.question import Question
from office import case_log
from office.case_log import LONGEST, Written
from office.dependencies import Parts
from office.refusals import ActRefused
from records.database import Database
from starter.console.routes.cases import file_for
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import answers, log_and_tasks
from starter.console.views.page import html

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_LONGEST_ID = 60
_ID = re.compile(r"[a-z]+-[a-z0-9-]{1,60}")
_DONE = {
    "entry": "The entry is in the log.",
    "removed": "The entry was removed.",
    "task": "The task was added.",
    "changed": "The task was changed.",
    "finished": "The task is done.",
    "reopened": "The task is open again.",
}


@router.get("/tasks", response_class=HTMLResponse)
def desk(request: Request, parts: Here, who: Who, done: str = "", of: str = "") -> HTMLResponse:
    """Show the open tasks of the person, and the entries that mention them."""
    parts.gate.check(who, Right.ACT)
    found = case_log.desk_of(parts.database, who)
    with parts.database.read() as session:
        shown = log_and_tasks.desk(session, found, parts.gate, who, parts.today())
    if shown["named"]:
        parts.gate.note(who, Right.SEE_PERSONAL, None, f"names shown in a list of tasks: {shown['named']}")
    told = _DONE.get(done)
    return html(request, "tasks.html", **shown, done=[told] if told else None, undo=_undo(request, of))


def _undo(request: Request, case_id: str) -> str | None:
    """Return the address that takes back what was just done with a task, or None."""
    query = request.query_params
    deed, task = {"finished": "reopen", "reopened": "done"}.get(query.get("done", "")), query.get("task", "")
    known = deed is not None and case_id.isascii() and _ID.fullmatch(case_id) and _ID.fullmatch(task)
    return f"/cases/{case_id}/tasks/{task}/{deed}" if known else None


@router.get("/cases/{case_id}/log", response_class=HTMLResponse)
def log(
    request: Request, parts: Here, who: Who, case_id: str, kind: str = "", done: str = ""
) -> HTMLResponse:
    """Show the log and the tasks of a case, with the forms that add to them."""
    return _page(request, parts, who, case_id, kind=kind, told=(_DONE.get(done), _undo(request, case_id)))


@router.post("/cases/{case_id}/log", response_class=HTMLResponse)
async def write(request: Request, parts: Here, who: Who, case_id: str) -> Response:
    """Add an entry to the log of a case."""
    await asyncio.to_thread(parts.gate.check, who, Right.ACT, case_id)
    given = await _given(request, parts, log_and_tasks.entry_questions(_colleagues(parts.database, who)))
    entry_id, fields = given.first("entry"), given.fields

    def add() -> None:
        written = Written(
            fields["kind"],
            given.on or parts.today(),
            fields["text"],
            fields.get("with_person"),
            "yes" in fields.get("pinned", ()),
            (fields["tells"],) if fields.get("tells") else (),
        )
        case_log.add_entry(parts.gate, who, case_id, entry_id, written)

    if given.on is not None and given.on > parts.today():
        given.errors["on"] = "The date it happened must be today or in the past"
    return await _answer(request, parts, who, case_id, given=given, work=add, then=("entry", "tells"))


@router.post("/cases/{case_id}/log/{entry_id}/{deed}")
def change(parts: Here, who: Who, case_id: str, entry_id: str, deed: str) -> RedirectResponse:
    """Pin an entry of the log, unpin it or remove it."""
    if deed == "remove":
        case_log.remove(parts.gate, who, case_id, entry_id)
        return RedirectResponse(f"/cases/{case_id}/log?done=removed", status_code=303)
    case_log.pin(parts.gate, who, case_id, entry_id, pinned=deed == "pin")
    return RedirectResponse(f"/cases/{case_id}/log", status_code=303)


@router.post("/cases/{case_id}/tasks", response_class=HTMLResponse)
async def add_task(request: Request, parts: Here, who: Who, case_id: str) -> Response:
    """Add a task to a case."""
    await asyncio.to_thread(parts.gate.check, who, Right.ACT, case_id)
    given = await _given(request, parts, log_and_tasks.task_questions(_colleagues(parts.database, who)))

    def add() -> None:
        case_log.add_task(parts.gate, who, case_id, given.first("task_id"), _asked(given))

    return await _answer(request, parts, who, case_id, given=given, work=add, then=("task", "owner"))


@router.get("/cases/{case_id}/tasks/{task_id}", response_class=HTMLResponse)
def ask_task(request: Request, parts: Here, who: Who, case_id: str, task_id: str) -> HTMLResponse:
    """Show the form that changes a task."""
    task = case_log.task_of(parts.gate, who, case_id, task_id)
    due = {"day": task.due_on.day, "month": task.due_on.month, "year": task.due_on.year}
    raw = {"task": [task.text], "owner": [task.owner], **{f"due_on-{n}": [str(v)] for n, v in due.items()}}
    return _task_form(request, parts, who, (case_id, task_id), answers.Answers(raw, None, None, {}))


@router.post("/cases/{case_id}/tasks/{task_id}/{deed}", response_class=HTMLResponse)
async def change_task(
    request: Request, parts: Here, who: Who, case_id: str, task_id: str, deed: str
) -> Response:
    """Change a task, record that it is done, or open it again."""
    if deed != "change":
        is_done = deed == "done"
        await asyncio.to_thread(case_log.finish_task, parts.gate, who, case_id, task_id, done=is_done)
        back = "/tasks" if (await request.form()).get("from") == "tasks" else f"/cases/{case_id}/log"
        told = "finished" if is_done else "reopened"
        return RedirectResponse(
            f"{back}?done={told}&of={quote(case_id)}&task={quote(task_id)}", status_code=303
        )
    await asyncio.to_thread(case_log.task_of, parts.gate, who, case_id, task_id)
    given = await _given(request, parts, log_and_tasks.task_questions(_colleagues(parts.database, who)))
    if not given.errors:
        try:
            case_log.change_task(parts.gate, who, case_id, task_id, _asked(given))
            return RedirectResponse(f"/cases/{case_id}/log?done=changed", status_code=303)
        except ActRefused as refusal:
            given.errors["owner"] = str(refusal)
    return await asyncio.to_thread(_task_form, request, parts, who, (case_id, task_id), given)


def _asked(given: answers.Answers) -> tuple[str, str, date]:
    fields = given.fields
    return fields["task"], str(fields["owner"])[:_LONGEST_ID], date.fromisoformat(fields["due_on"])


def _colleagues(database: Database, who: Person) -> tuple[tuple[str, str], ...]:
    with database.read() as session:
        return log_and_tasks.colleagues(session, who)


async def _given(request: Request, parts: Parts, asked: Sequence[Question]) -> answers.Answers:
    form = await request.form()
    raw = {name: [str(value) for value in form.getlist(name)] for name in form}
    return answers.read(asked, raw, parts.today())


async def _answer(
    request: Request,
    parts: Parts,
    who: Person,
    case_id: str,
    *,
    given: answers.Answers,
    work: Callable[[], None],
    then: tuple[str, str],
) -> Response:
    """Do the work and go back to the log, or show the form again with its errors.

    `then` is what the log says was done, and the field that a refusal is about.
    """
    done, wrong = then
    if not given.errors:
        try:
            await asyncio.to_thread(work)
            return RedirectResponse(f"/cases/{case_id}/log?done={done}", status_code=303)
        except ActRefused as refusal:
            given.errors[wrong] = str(refusal)
    return await asyncio.to_thread(_page, request, parts, who, case_id, given=given)


def _page(
    request: Request,
    parts: Parts,
    who: Person,
    case_id: str,
    *,
    kind: str = "",
    told: tuple[str | None, str | None] = (None, None),
    given: answers.Answers | None = None,
) -> HTMLResponse:
    """Return the page of the log. `told` has what was just done, and the address that takes it back."""
    file = file_for(parts, who, case_id)
    log = case_log.read(parts.gate, who, case_id)
    colleagues = _colleagues(parts.database, who)
    chosen = kind if kind in log_and_tasks.KINDS else ""
    shown: dict[str, Any] = log_and_tasks.page(file, parts.gate, log, chosen)
    start = {"kind": ["note"], "on": ["today"], "owner": [who.id]}
    return html(
        request,
        "case_log.html",
        status=400 if given and given.errors else 200,
        **shown,
        done=[told[0]] if told[0] else None,
        undo=told[1],
        answers=given or answers.Answers(start, None, None, {}),
        entry_questions=log_and_tasks.entry_questions(colleagues),
        task_questions=log_and_tasks.task_questions(colleagues),
        entry_id=case_log.new_entry_id(),
        task_id=case_log.new_task_id(),
        longest=LONGEST,
    )


def _task_form(
    request: Request, parts: Parts, who: Person, of: tuple[str, str], given: answers.Answers
) -> HTMLResponse:
    file = file_for(parts, who, of[0])
    return html(
        request,
        "task.html",
        status=400 if given.errors else 200,
        case_id=of[0],
        task_id=of[1],
        case_title=file.intake.child_name if file.intake else of[0],
        title="Change a task",
        answers=given,
        questions=log_and_tasks.task_questions(_colleagues(parts.database, who)),
        today=parts.today(),
        longest=LONGEST,
    )
