"""The page on which a manager decides about a message that may have left already."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from casework.access.permissions import Person, Right
from casework.processes.question import Question
from office import letter_lists
from office import uncertain_messages as office
from office.dependencies import Parts
from office.refusals import ActRefused
from office.uncertain_messages import LONGEST_REASON, RELEASE, WAS_SENT
from starter.console.routes.cases import file_for
from starter.console.signed_in import parts_of, signed_in
from starter.console.views import answers, letter_pages
from starter.console.views.case import case_frame
from starter.console.views.labels import without_commands
from starter.console.views.page import html

router = APIRouter()
Here = Annotated[Parts, Depends(parts_of)]
Who = Annotated[Person, Depends(signed_in)]
_TITLES: dict[str, str] = {RELEASE: "Let a held message leave", WAS_SENT: "Record that a message was sent"}
_WHY = Question(
    "because",
    "Why do you decide this?",
    "words",
    "Say how you know. Enter one sentence without names. We keep it with the message",
    required=True,
)
_SENT_ON = Question(
    "on",
    "When was it sent?",
    "today",
    "Ask the person it is for, or look where it was sent from",
    required=True,
)


@router.get("/cases/{case_id}/uncertain/{dispatch_id}/{decision}", response_class=HTMLResponse)
def ask(
    request: Request, parts: Here, who: Who, case_id: str, dispatch_id: str, decision: str
) -> HTMLResponse:
    """Ask for the reason of a decision and, if the message was sent, for the day."""
    return _page(request, parts, who, (case_id, dispatch_id, decision), answers.read((), {}, parts.today()))


@router.post("/cases/{case_id}/uncertain/{dispatch_id}/{decision}", response_class=HTMLResponse)
async def decide(
    request: Request, parts: Here, who: Who, case_id: str, dispatch_id: str, decision: str
) -> Response:
    """Let a message leave, or record that it was sent."""
    await asyncio.to_thread(parts.gate.check, who, Right.ASSIGN, case_id)
    form = await request.form()
    raw = {name: [str(value) for value in form.getlist(name)] for name in form}
    given = answers.read(_questions(decision), raw, parts.today())
    of = (case_id, dispatch_id, decision)
    if not given.errors:
        said = (given.on, str(given.fields["because"]))
        try:
            await asyncio.to_thread(office.decide, parts.gate, who, dispatch_id, decision, said)
        except ActRefused as refusal:
            given.errors["on" if "date it was sent" in str(refusal) else "because"] = without_commands(
                str(refusal)
            )
    if given.errors:
        return await asyncio.to_thread(_page, request, parts, who, of, given)
    return RedirectResponse(f"/cases/{case_id}/messages/{dispatch_id}?done={decision}", status_code=303)


def _questions(decision: str) -> tuple[Question, ...]:
    return (_SENT_ON, _WHY) if decision == WAS_SENT else (_WHY,)


def _page(
    request: Request, parts: Parts, who: Person, of: tuple[str, str, str], given: answers.Answers
) -> HTMLResponse:
    case_id, dispatch_id, decision = of
    parts.gate.check(who, Right.ASSIGN, case_id)
    file = file_for(parts, who, case_id)
    found = letter_lists.letter(parts.database, case_id, dispatch_id, personal=file.personal)
    with parts.database.read() as session:
        shown = letter_pages.one_letter(session, found, parts.today())
        possible = office.decisions_on(session, found.listed.dispatch)
    if decision not in possible and not given.errors:
        raise ActRefused("Nothing is in doubt about this message any more. Open it to see what became of it.")
    return html(
        request,
        "uncertain_message.html",
        status=400 if given.errors else 200,
        **case_frame(file, "/documents"),
        heading=_TITLES.get(decision, ""),
        decision=decision,
        letter=shown,
        answers=given,
        questions=_questions(decision),
        longest=LONGEST_REASON,
    )
