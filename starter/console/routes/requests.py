"""Opening a case from a request: questions, check page, and a search for duplicates among open cases."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.access.permissions import Person, Right
from casework.processes.question import Question
from office.dependencies import Parts
from office.gate import NotAllowed
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import answers as given
from starter.console.views import intake
from starter.console.views.answers import Answers
from starter.console.views.page import html
from starter.console.views.questions import LONGEST_TEXT

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_SENT = ("csrf", "step", "second")


@router.get("/requests/new", response_class=HTMLResponse)
def ask(request: Request, parts: Here, who: Who) -> HTMLResponse:
    """Show the questions for a new request."""
    parts.gate.check(who, Right.OPEN_CASE)
    asked = _asked(parts, who)
    teams = next(one.options for one in asked if one.name == "team")
    raw = {"opens": ["assessment"], **({"team": [teams[0][0]]} if len(teams) == 1 else {})}
    return _form(request, parts, asked, Answers(raw, None, None, {}))


@router.post("/requests/new", response_class=HTMLResponse)
async def answer(
    request: Request,
    parts: Here,
    who: Who,
    step: Annotated[str, Form()] = "check",
    second: Annotated[str, Form()] = "",
) -> Response:
    """Check the answers and look for duplicates; on the last step open the case."""
    await asyncio.to_thread(parts.gate.check, who, Right.OPEN_CASE)
    form = await request.form()
    raw = {name: [str(value) for value in form.getlist(name)] for name in form if name not in _SENT}
    asked = await asyncio.to_thread(_asked, parts, who)
    today = parts.today()
    answers = given.read(asked, raw, today)
    wanted, errors = intake.request_of(asked, answers, today)
    if step == "change":
        return await asyncio.to_thread(
            _form, request, parts, asked, Answers(raw, answers.on, None, answers.fields)
        )
    if wanted is None:
        shown = Answers(raw, answers.on, None, answers.fields, errors)
        return await asyncio.to_thread(_form, request, parts, asked, shown)
    found = await asyncio.to_thread(_duplicates, parts, who, wanted)
    if step != "open" or (found and second != "yes"):
        missed = bool(found) and step == "open"
        more = {"duplicates": found, "missed": missed, "letters_wait_for": wanted.letters_wait_for}
        return await asyncio.to_thread(_check, request, parts, asked, answers, more)
    office = await parts.office()
    case_id, new = await office.open(wanted, by=who.id, second=second == "yes")
    return RedirectResponse(f"/cases/{case_id}?{'opened=1' if new else 'again=1'}", status_code=303)


def _asked(parts: Parts, who: Person) -> tuple[Question, ...]:
    with parts.database.read() as session:
        asked = intake.questions(who, intake.choices_of(session))
    if not next(one.options for one in asked if one.name == "team"):
        raise NotAllowed(
            "You cannot open a request because you are not in a team. Ask the administrator of this service to add you to one."
        )
    return asked


def _duplicates(parts: Parts, who: Person, wanted: Any) -> list[intake.Duplicate]:
    with parts.database.read() as session:
        return intake.duplicates(session, who, wanted)


def _form(request: Request, parts: Parts, asked: Sequence[Question], answers: Answers) -> HTMLResponse:
    return _page(request, parts, "request_new.html", asked, answers, 400 if answers.errors else 200)


def _check(
    request: Request,
    parts: Parts,
    asked: Sequence[Question],
    answers: Answers,
    more: Mapping[str, Any],
) -> HTMLResponse:
    shown = {"rows": intake.summary(asked, answers), **more}
    return _page(request, parts, "request_check.html", asked, answers, 400 if more["missed"] else 200, shown)


def _page(
    request: Request,
    parts: Parts,
    template: str,
    asked: Sequence[Question],
    answers: Answers,
    status: int,
    more: Mapping[str, Any] | None = None,
) -> HTMLResponse:
    return html(
        request,
        template,
        status=status,
        title="Open a request",
        questions=asked,
        answers=answers,
        targets={one.name: given.target(one, answers) for one in asked},
        longest_text=LONGEST_TEXT,
        today=parts.today(),
        **(more or {}),
    )
