"""The form that starts a process: who may open it, its questions, and its page."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from casework.access.permissions import Person, Right
from casework.processes.process import Process
from casework.processes.process_pages import Call
from casework.processes.question import Question
from office.dependencies import Parts
from office.gate import NotAllowed
from starter.console.routes.process_papers import reader_of
from starter.console.views.answers import Answers, target
from starter.console.views.page import html
from starter.console.views.questions import LONGEST_TEXT
from starter.console.views.reader import PageReader


def call_questions(
    request: Request, parts: Parts, who: Person, process: Process[Any]
) -> tuple[PageReader, tuple[Question, ...]]:
    """Return the reader and the questions of the form. Raises NotAllowed for who may not start a process."""
    parts.gate.check(who, process.rights.to_call)
    reader = reader_of(request, parts, who, process.group)
    if (why := reader.may_not_call(process)) is not None:
        raise NotAllowed(why)
    return reader, process.pages.call_questions(reader)


def call_page(
    request: Request,
    reader: PageReader,
    process: Process[Any],
    asked: tuple[Question, ...],
    answers: Answers,
    *,
    without_case: bool = False,
) -> HTMLResponse:
    """Return the page of the form with some answers, and with their errors."""
    at, pages = process.group.shown.address, process.pages
    form: Call | None = pages.without_case if without_case else pages.called_by
    assert form is not None
    case = answers.first("case").strip()
    child = reader.child_of(case) if case else None
    if child is not None:
        why = f"its child was named on the form {form.title!r}"
        request.app.state.parts.gate.note(reader.person, Right.SEE_PERSONAL, case, why)
    return html(
        request,
        "process_new.html",
        status=400 if answers.errors else 200,
        title=form.title,
        caption=child,
        call=form,
        at=at,
        to=f"{at}/without-case" if without_case else f"{at}/new",
        back=process.group.shown.page.back,
        questions=asked,
        answers=answers,
        targets={one.name: target(one, answers) for one in asked},
        longest_text=LONGEST_TEXT,
        today=reader.today,
        without_case=None if without_case else pages.without_case,
    )
